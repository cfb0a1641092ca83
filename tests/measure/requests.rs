//! One id leads from an answer to the problem in it, to the log of requests, to the messages of the server and into the
//! diary.

use std::fs;

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Answer, Place, Running, Visitor};

use crate::messages::message;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn id_of(answer: &Answer) -> String {
    answer.header("x-request-id").expect("an id").to_owned()
}

/// Looks into the diary once it shows a position.
async fn looked_up(visitor: &Visitor, what: &str, position: u64) -> Answer {
    let asking = visitor.ask(Method::GET, format!("/api/history/entries{what}"));
    asking.header("daybook-at-least", position.to_string()).send().await.expect(200)
}

/// The lines of the log of requests, once the house has ended.
fn lines(place: &Place) -> Vec<Value> {
    let files = fs::read_dir(place.path()).expect("the folder").map(|file| file.expect("a file").path());
    let logs = files.filter(|path| path.to_string_lossy().contains("/requests."));
    let text: String = logs.map(|path| fs::read_to_string(path).expect("text")).collect();
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn line<'a>(lines: &'a [Value], request: &str) -> &'a Value {
    let mut of = lines.iter().filter(|line| line["request"] == request);
    let found = of.next().unwrap_or_else(|| panic!("{request} is not in {lines:#?}"));
    assert!(of.next().is_none(), "{request} is there twice");
    found
}

#[tokio::test]
async fn one_id_is_in_the_answer_the_problem_the_logs_and_the_diary() {
    let place = Place::new();
    let (house, admin, ada) = Running::founded(&place).await;
    let renamed = admin.patch("/api/household/settings", json!({ "name": "Mill" })).await.expect(200);
    let closed = admin.delete(format!("/api/identity/accounts/{}", ada.account)).await;
    let refused = admin.patch("/api/household/settings", json!({ "name": "" })).await;
    assert_eq!(refused.json()["request"], id_of(&refused).as_str());
    let wrong = json!({ "email": ada.email, "password": "not the word at all" });
    let failed = admin.ask(Method::POST, "/api/identity/logins").json(&wrong).send().await.expect(202);
    let told = message(&house, |it| it["kind"] == "identity.login_failed.v1").await;
    assert_eq!((&told["span"]["request"], &told["target"]), (&json!(id_of(&failed)), &json!("diary")));
    let position = told["position"].as_u64().expect("a position");
    let found = looked_up(&admin, &format!("?command={}", id_of(&failed)), position).await.items();
    assert_eq!((found.len(), &found[0]["position"]), (1, &told["position"]));
    let entry = looked_up(&admin, &format!("/{}", renamed.position()), renamed.position()).await.json();
    assert_eq!(entry["command"], id_of(&renamed).as_str());
    assert!(house.stop().await.success());
    let lines = lines(&place);
    for answer in [&renamed, &closed, &refused, &failed] {
        assert_eq!(line(&lines, &id_of(answer))["status"], answer.status());
    }
    assert_eq!(line(&lines, &id_of(&renamed)).get("command"), None, "it is the id itself");
}

#[tokio::test]
async fn a_request_with_a_key_leads_to_the_command_it_named() {
    let place = Place::new();
    let (house, admin, _) = Running::founded(&place).await;
    let asking = admin.ask(Method::PATCH, "/api/household/settings").header("idempotency-key", "once-and-for-all");
    let renamed = asking.json(&json!({ "name": "Mill" })).send().await.expect(200);
    let entry = looked_up(&admin, &format!("/{}", renamed.position()), renamed.position()).await.json();
    assert!(house.stop().await.success());
    assert_eq!(line(&lines(&place), &id_of(&renamed))["command"], entry["command"]);
    assert_ne!(entry["command"], id_of(&renamed).as_str());
}

async fn with_ids_from_outside(place: &Place) -> (Value, String) {
    let (house, admin, _) = Running::founded(place).await;
    let asking = admin.ask(Method::GET, "/api/identity/session").header("x-request-id", "proxy-17");
    let answer = asking.header("traceparent", format!("00-{TRACE}-00f067aa0ba902b7-01")).send().await;
    let own = id_of(&answer);
    assert!(house.stop().await.success());
    (line(&lines(place), &own).clone(), own)
}

#[tokio::test]
async fn what_a_declared_proxy_calls_a_request_is_kept_beside_its_own_id() {
    let (line, own) = with_ids_from_outside(&Place::new().with("DAYBOOK_PROXIES", "127.0.0.1")).await;
    assert_eq!((&line["outer_request"], &line["trace"]), (&json!("proxy-17"), &json!(TRACE)));
    assert_ne!(own, "proxy-17");
}

#[tokio::test]
async fn what_anybody_else_calls_a_request_is_passed_over() {
    let (line, own) = with_ids_from_outside(&Place::new()).await;
    assert_eq!((line.get("outer_request"), line.get("trace")), (None, None));
    assert_ne!(own, "proxy-17");
}
