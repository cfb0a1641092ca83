//! The admin PIN: digits that prove who one is, as the password does.

use chrono::Duration;
use serde_json::json;
use tests::{Answer, House, Visitor};

use crate::in_identity;

const PIN: &str = "/api/identity/pin";
const DIGITS: &str = "904862718";

async fn prove(visitor: &Visitor, pin: &str) -> Answer {
    visitor.post("/api/identity/session/proof", json!({ "kind": "pin", "pin": pin })).await
}

#[tokio::test]
async fn an_admin_sets_a_pin_uses_it_and_removes_it() {
    let (house, admin, _) = House::founded().await;
    assert_eq!(admin.get(PIN).await.expect(200).json()["set"], false);
    let before = house.head();
    admin.put(PIN, json!({ "pin": DIGITS })).await.expect(200);
    assert_eq!(admin.get(PIN).await.expect(200).json()["set"], true);
    house.advance(Duration::minutes(10));
    let needed = admin.delete(PIN).await;
    assert_eq!(needed.json()["proofs"], json!(["pin", "password"]));
    assert_eq!(needed.problem(403), "proof_needed");
    prove(&admin, DIGITS).await.expect(200);
    admin.delete(PIN).await.expect(200);
    assert_eq!(admin.delete(PIN).await.problem(404), "no_pin");
    assert_eq!(prove(&admin, DIGITS).await.problem(422), "wrong_proof");
    assert_eq!(in_identity(&house, before).await, ["pin_set", "proof_given", "pin_removed", "proof_refused"]);
    house.close().await;
}

#[tokio::test]
async fn a_wrong_pin_counts_like_a_wrong_password() {
    let (house, admin, ada) = House::founded().await;
    admin.put(PIN, json!({ "pin": DIGITS })).await.expect(200);
    for _ in 0..2 {
        assert_eq!(prove(&admin, "480517").await.problem(422), "wrong_proof");
    }
    let wrong = json!({ "kind": "password", "password": "not the word at all" });
    admin.post("/api/identity/session/proof", wrong).await.problem(422);
    assert_eq!(admin.prove(&ada).await.problem(429), "proofs_delayed");
    house.close().await;
}

#[tokio::test]
async fn what_everybody_tries_first_is_no_pin() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    for (pin, code) in
        [("12345", "pin_invalid"), ("12345a", "pin_invalid"), ("123456", "pin_silly"), ("240781", "pin_silly")]
    {
        let answer = admin.put(PIN, json!({ "pin": pin })).await;
        assert_eq!(answer.json()["field"], "pin");
        assert_eq!(answer.problem(422), code, "{pin}");
    }
    assert!(in_identity(&house, before).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn whoever_is_no_admin_any_more_has_no_pin_any_more() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "admin").await;
    bobs.put(PIN, json!({ "pin": DIGITS })).await.expect(200);
    let bob = bobs.get("/api/identity/session").await.json()["account"].as_str().expect("an id").to_owned();
    let before = house.head();
    admin.patch(format!("/api/identity/accounts/{bob}"), json!({ "role": "member" })).await.expect(200);
    assert!(in_identity(&house, before).await.contains(&"pin_removed".to_owned()));
    assert_eq!(bobs.put(PIN, json!({ "pin": DIGITS })).await.problem(403), "not_allowed");
    assert_eq!(prove(&bobs, DIGITS).await.problem(422), "wrong_proof");
    house.close().await;
}

#[tokio::test]
async fn the_pin_is_nowhere_in_the_data_of_the_house() {
    let (house, admin, _) = House::founded().await;
    admin.put(PIN, json!({ "pin": DIGITS })).await.expect(200);
    house.settle().await;
    for file in ["vault.sqlite", "vault.sqlite-wal", "log.sqlite", "log.sqlite-wal"] {
        let bytes = std::fs::read(house.path(file)).unwrap_or_default();
        assert!(!bytes.windows(DIGITS.len()).any(|window| window == DIGITS.as_bytes()), "{file}");
    }
    house.close().await;
}

#[tokio::test]
async fn all_other_sessions_end_at_once_and_each_tells_where_it_was_used() {
    let (house, here, ada) = House::founded().await;
    let elsewhere = house.visitor().from([203, 0, 113, 9]);
    elsewhere.log_in(house.tray(), &ada).await;
    house.advance(Duration::minutes(5));
    elsewhere.get("/api/identity/session").await.expect(200);
    let sessions = here.get("/api/identity/sessions").await.expect(200).items();
    assert_eq!(sessions[0]["last_from"], "203.0.113.9");
    assert_ne!(sessions[0]["last_seen_at"], sessions[0]["opened_at"]);
    let before = house.head();
    here.delete("/api/identity/sessions").await.expect(200);
    assert_eq!(in_identity(&house, before).await, ["session_ended"]);
    elsewhere.get("/api/identity/session").await.problem(401);
    assert_eq!(here.get("/api/identity/sessions").await.items().len(), 1);
    let again = here.delete("/api/identity/sessions").await.expect(200).json();
    assert_eq!(again["changed"], false);
    house.close().await;
}
