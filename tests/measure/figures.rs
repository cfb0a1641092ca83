//! The figures at `/metrics`: well-formed, true, and with labels that nobody outside can multiply.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::json;
use tests::{House, Visitor, until};

use crate::prometheus::complaints;

/// The text of all figures.
async fn told(visitor: &Visitor) -> String {
    let answer = visitor.get("/metrics").await.expect(200);
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    answer.text().to_owned()
}

/// A figure by its name and labels, as they are written.
fn figure(text: &str, name: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

#[tokio::test]
async fn the_checker_of_prometheus_finds_nothing_to_complain_about() {
    let (house, admin, ada) = House::founded().await;
    house.visitor().ask_code(&ada.email, "not the word at all").await;
    admin.get("/api/no/such/page").await.problem(404);
    house.settle().await;
    let text = told(&admin).await;
    assert_eq!(complaints(&text), "", "{text}");
    assert_ne!(complaints("# TYPE requests counter\nrequests 1\n"), "", "the checker does check");
    house.close().await;
}

#[tokio::test]
async fn what_happened_is_what_is_counted() {
    let (house, admin, _) = House::founded().await;
    let before = told(&admin).await;
    let position = admin.patch("/api/household/settings", json!({ "name": "Mill" })).await.expect(200).position();
    admin.patch("/api/household/settings", json!({ "name": "Mill" })).await.expect(200);
    admin.patch("/api/household/settings", json!({ "name": "" })).await.problem(422);
    let stale = admin.ask(Method::PATCH, "/api/household/settings").header("if-match", "\"99\"");
    stale.json(&json!({ "name": "Fort" })).send().await.problem(412);
    house.settle().await;
    let text = told(&admin).await;
    let of = |outcome: &str| {
        figure(&text, &format!("daybook_commands_total{{kind=\"household.settings\",outcome=\"{outcome}\"}}"))
    };
    for outcome in ["changed", "unchanged", "refused", "stale"] {
        assert_eq!(of(outcome), Some(1.0), "{outcome}: {text}");
    }
    let grew = |name: &str| figure(&text, name).unwrap_or_default() - figure(&before, name).unwrap_or_default();
    let patches = "daybook_http_request_seconds_count{method=\"PATCH\",route=\"/api/household/settings\"}";
    assert_eq!(
        (grew(patches), grew("daybook_log_events_total"), grew("daybook_log_append_seconds_count")),
        (4.0, 1.0, 1.0)
    );
    assert_eq!(figure(&text, "daybook_command_seconds_count{kind=\"household.settings\"}"), Some(4.0));
    assert_eq!(figure(&text, "daybook_problems_total{code=\"stale\"}"), Some(1.0));
    assert_eq!(figure(&text, "daybook_log_head_position"), Some(position as f64));
    assert_eq!(figure(&text, "daybook_view_position{context=\"history\"}"), Some(position as f64));
    assert_eq!(figure(&text, "daybook_view_state{context=\"history\",state=\"current\"}"), Some(1.0));
    assert_eq!(figure(&text, "daybook_sessions"), Some(1.0));
    assert_eq!(figure(&text, "daybook_letters_total{subject=\"code\",outcome=\"sent\"}"), Some(1.0));
    house.close().await;
}

#[tokio::test]
async fn letters_and_alerts_that_wait_are_counted() {
    let (house, admin, ada) = House::founded().await;
    house.shut_post();
    for _ in 0..3 {
        house.visitor().ask_code(&ada.email, "not the word at all").await;
        house.settle().await;
    }
    house.wait_for("alerts.alert_failed.v1", 0).await;
    let text = told(&admin).await;
    assert_eq!(figure(&text, "daybook_outbox_alerts{state=\"retrying\"}"), Some(1.0), "{text}");
    assert!(figure(&text, "daybook_letters_total{subject=\"alerts\",outcome=\"failed\"}") >= Some(1.0));
    house.open_post();
    house.advance(chrono::Duration::minutes(1));
    until("the letter leaves", async || house.desk().outbox() == 0).await;
    let text = told(&admin.twin()).await;
    assert_eq!(figure(&text, "daybook_letters_total{subject=\"alerts\",outcome=\"sent\"}"), Some(1.0));
    assert_eq!(figure(&text, "daybook_outbox_alerts{state=\"retrying\"}"), Some(0.0));
    house.close().await;
}

#[tokio::test]
async fn nobody_outside_makes_a_new_label() {
    let (house, admin, ada) = House::founded().await;
    let series = |text: &str| {
        text.lines().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect::<BTreeSet<_>>()
    };
    let visit = async |number: u32| {
        let visitor = house.visitor();
        visitor.get(format!("/api/nothing/{number}")).await.problem(404);
        visitor.ask(Method::from_bytes(format!("PURR{number}").as_bytes()).expect("a method"), "/").send().await;
        admin.get(format!("/api/history/entries/{}", 1000 + number)).await.problem(404);
        admin.get(format!("/api/history/entries?text=word{number}")).await.expect(200);
        admin.get(format!("/api/history/entries?colour{number}=1")).await.problem(400);
        visitor.ask_code(&format!("nobody{number}@mail.example"), "some word or other").await;
        house.settle().await;
        series(&told(&visitor).await)
    };
    for number in 1..=5 {
        visit(number).await;
    }
    let (few, _, many) = (visit(6).await, visit(7).await, visit(8).await);
    assert_eq!(few.symmetric_difference(&many).collect::<Vec<_>>(), Vec::<&String>::new());
    let text = told(&admin).await;
    for strange in ["PURR", "nothing", "word1", ada.account.as_str(), &ada.email, "mail.example"] {
        assert!(!text.contains(strange), "{strange} is in {text}");
    }
    house.close().await;
}

#[tokio::test]
async fn both_forms_tell_the_same_figures() {
    let (house, admin, _) = House::founded().await;
    house.settle().await;
    let open = admin.ask(Method::GET, "/metrics").header("accept", "application/openmetrics-text; version=1.0.0");
    let open = open.send().await.expect(200);
    assert!(
        open.header("content-type").is_some_and(|kind| kind.starts_with("application/openmetrics-text; version=1.0.0"))
    );
    assert!(open.text().ends_with("# EOF\n"));
    let names = |text: &str| {
        let figures = text.lines().filter(|line| !line.starts_with('#'));
        figures.map(|line| line.rsplit_once(' ').expect("a figure").0.to_owned()).collect::<BTreeSet<_>>()
    };
    let (open, plain) = (names(open.text()), names(&told(&admin).await));
    let news: Vec<_> = open.symmetric_difference(&plain).filter(|name| !name.contains("route=\"/metrics\"")).collect();
    assert!(news.is_empty(), "{news:?}");
    house.close().await;
}
