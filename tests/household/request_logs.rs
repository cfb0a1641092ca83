//! The logs of requests in the dashboard: their days, their bytes, and a proxy that serves them.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Person, Place, Running, Visitor, until};

const PATH: &str = "/api/household/request-logs";

async fn lived_in(place: &Place) -> (Running, Visitor) {
    let house = Running::start(place).await;
    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    visitor.found(&house.token().await, &mut ada).await.expect(201);
    visitor.log_in(house.tray(), &ada).await;
    (house, visitor)
}

/// A day long gone, large enough to be sent in many pieces.
fn old_day(place: &Place) -> String {
    let line = json!({ "time": "2026-01-02T03:04:05.000Z", "path": "/old" }).to_string() + "\n";
    let text = line.repeat(50_000);
    std::fs::write(place.path().join("requests.2026-01-02.log"), &text).expect("written");
    text
}

#[tokio::test]
async fn an_admin_reads_the_days_there_are() {
    let place = Place::new();
    let (house, admin) = lived_in(&place).await;
    let old = old_day(&place);
    std::fs::write(place.path().join("requests.backup.log"), "not a day").expect("written");
    let days = admin.get(PATH).await.expect(200).items();
    assert_eq!(days.len(), 2, "{days:?}");
    assert_eq!(days[1], json!({ "day": "2026-01-02", "size_bytes": old.len() }));
    let answer = admin.get(format!("{PATH}/2026-01-02")).await.expect(200);
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"requests.2026-01-02.log\""));
    assert_eq!((answer.header("content-type"), answer.text() == old), (Some("application/jsonl"), true));
    let today = days[0]["day"].as_str().expect("a day").to_owned();
    until("the login stands in today's log", async || {
        let lines = admin.get(format!("{PATH}/{today}")).await.expect(200);
        let lines = lines.text().lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        lines.into_iter().any(|line| line["path"] == "/api/identity/sessions")
    })
    .await;
    assert_eq!(admin.get(format!("{PATH}/2026-01-03")).await.problem(404), "no_such_log");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_day_is_a_day_and_never_a_path() {
    let place = Place::new();
    let (house, admin) = lived_in(&place).await;
    for wrong in ["vault.sqlite", "..%2Fvault.sqlite", "2026-02-30", "today", "2026-01-02%00", "2026-01-02.log", "-"] {
        assert_eq!(admin.get(format!("{PATH}/{wrong}")).await.problem(400), "path_invalid", "{wrong}");
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn behind_a_proxy_that_serves_files_the_bytes_do_not_pass_through_the_house() {
    let place = Place::new().with("DAYBOOK_PROXY_ACCEL_PREFIX", "/protected/").with("DAYBOOK_PROXIES", "127.0.0.1");
    let (house, admin) = lived_in(&place).await;
    old_day(&place);
    let through = |day: &str| admin.ask(Method::GET, format!("{PATH}/{day}")).header("x-forwarded-for", "203.0.113.9");
    let answer = through("2026-01-02").send().await.expect(200);
    assert_eq!(answer.header("x-accel-redirect"), Some("/protected/requests.2026-01-02.log"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"requests.2026-01-02.log\""));
    assert_eq!((answer.header("content-type"), answer.text()), (Some("application/jsonl"), ""));
    assert_eq!(through("2026-01-03").send().await.problem(404), "no_such_log");
    let past = admin.get(format!("{PATH}/2026-01-02")).await.expect(200);
    assert!(past.header("x-accel-redirect").is_none() && !past.text().is_empty(), "it came past the proxy");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn whoever_comes_past_the_proxy_gets_the_bytes_themselves() {
    let place = Place::new().with("DAYBOOK_PROXY_ACCEL_PREFIX", "/protected").with("DAYBOOK_PROXIES", "192.0.2.1");
    let (house, admin) = lived_in(&place).await;
    let old = old_day(&place);
    let answer = admin.get(format!("{PATH}/2026-01-02")).await.expect(200);
    assert_eq!((answer.header("x-accel-redirect"), answer.text() == old), (None, true));
    assert!(house.stop().await.success());
}
