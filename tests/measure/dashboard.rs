//! The dashboard for Grafana asks for figures that there are, in queries that a real Prometheus understands.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::{Person, Place, Running, eventually};

use crate::prometheus::Prometheus;

fn dashboard() -> Value {
    serde_json::from_str(include_str!("../../ops/grafana/daybook.json")).expect("JSON")
}

/// Every query of it, with Grafana's own variables filled in.
fn queries(dashboard: &Value) -> Vec<String> {
    let panels = dashboard["panels"].as_array().expect("panels");
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().cloned().unwrap_or_default());
    let notes = dashboard["annotations"]["list"].as_array().cloned().unwrap_or_default();
    let queries = targets.chain(notes).map(|it| it["expr"].as_str().expect("a query").to_owned());
    let filled =
        |query: String| query.replace("$__rate_interval", "5m").replace("$__interval", "1m").replace("$instance", ".*");
    queries.map(filled).collect()
}

/// The names of figures in a query.
fn names(query: &str) -> BTreeSet<String> {
    let words = query.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("daybook_") || word.starts_with("process_")).map(str::to_owned).collect()
}

async fn house_with_life_in_it(place: &Place) -> Running {
    let house = Running::start(place).await;
    let (admin, mut ada) = (house.visitor(), Person::named("Ada"));
    admin.found(&house.token().await, &mut ada).await.expect(201);
    admin.log_in(house.tray(), &ada).await;
    for _ in 0..3 {
        house.visitor().ask_code(&ada.email, "not the word at all").await;
    }
    admin.get("/api/no/such/page").await.problem(404);
    let sent = "daybook_letters_total{subject=\"alerts\",outcome=\"sent\"}";
    eventually("the alert is mailed", async || {
        admin.get("/metrics").await.expect(200).text().contains(sent).then_some(())
    })
    .await;
    house
}

#[tokio::test]
async fn every_figure_it_names_is_told_by_a_house() {
    let place = Place::new();
    let house = house_with_life_in_it(&place).await;
    let text = house.visitor().get("/metrics").await.expect(200).text().to_owned();
    let told: BTreeSet<_> =
        text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split([' ', '{']).next()).collect();
    let (dashboard, mut named) = (dashboard(), BTreeSet::new());
    for query in queries(&dashboard) {
        assert!(!names(&query).is_empty(), "{query} names no figure");
        named.extend(names(&query));
    }
    let unknown: Vec<_> = named.iter().filter(|name| !told.contains(name.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?} are in the dashboard and not in {text}");
    assert!(named.len() > 25, "{named:?}");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_real_prometheus_reads_the_house_and_understands_every_query() {
    let place = Place::new();
    let house = house_with_life_in_it(&place).await;
    let prometheus = Prometheus::of(house.address()).await;
    let version =
        eventually("a figure", async || prometheus.query("daybook_build_info").await.expect("a query").pop()).await;
    assert_eq!(version["metric"]["version"], env!("CARGO_PKG_VERSION"));
    for query in queries(&dashboard()) {
        let query = query.replace("[5m]", "[1h]");
        prometheus.query(&query).await.unwrap_or_else(|complaint| panic!("{query}: {complaint}"));
        let is_rate = query.contains("rate(") || query.contains("increase(") || query.contains("changes(");
        if !is_rate {
            let found = prometheus.query(&query).await.expect("a query");
            assert!(!found.is_empty(), "{query} finds nothing");
        }
    }
    eventually("two readings make a rate", async || {
        let rate = prometheus.query("sum(rate(daybook_http_requests_total[1m])) > 0").await.expect("a query");
        (!rate.is_empty()).then_some(())
    })
    .await;
    assert!(house.stop().await.success());
}

#[test]
fn it_can_be_brought_into_any_grafana() {
    let dashboard = dashboard();
    assert!(dashboard["schemaVersion"].as_u64().is_some_and(|version| version >= 39), "Grafana 11 and newer");
    let mut ids = BTreeSet::new();
    for panel in dashboard["panels"].as_array().expect("panels") {
        assert!(ids.insert(panel["id"].as_u64()), "an id is there twice: {panel}");
        assert!(panel["title"].as_str().is_some_and(|title| !title.is_empty()), "{panel}");
        for place in [panel].into_iter().chain(panel["targets"].as_array().into_iter().flatten()) {
            let source = &place["datasource"];
            assert!(
                panel["type"] == "row" || source["uid"] == "${datasource}",
                "a source of one installation: {place}"
            );
        }
    }
    let variables: Vec<_> =
        dashboard["templating"]["list"].as_array().expect("a list").iter().map(|it| &it["name"]).collect();
    assert_eq!(variables, ["datasource", "instance"]);
}
