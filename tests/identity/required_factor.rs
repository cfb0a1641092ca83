//! What the house requires besides the password: whoever has it not sets it up before anything else.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, House, Visitor};

use crate::apps::set_up;

const SETTINGS: &str = "/api/household/settings";
const SESSION: &str = "/api/identity/session";

async fn require(admin: &Visitor, of: &str, word: &str) -> Answer {
    admin.patch(SETTINGS, json!({ format!("required_factor_{of}"): word })).await
}

async fn needs(visitor: &Visitor) -> Value {
    visitor.get(SESSION).await.expect(200).json()["needs"].clone()
}

#[tokio::test]
async fn whoever_has_none_sets_one_up_before_anything_else() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    require(&admin, "others", "strong").await.expect(200);
    assert!(needs(&admin).await.is_null(), "admins are not asked");
    assert_eq!(needs(&bobs).await, "strong", "also in a session that was open");
    for path in ["/api/history/entries", "/api/identity/account", SETTINGS, "/api/alerts/alerts", "/auth"] {
        assert_eq!(bobs.get(path).await.problem(403), "factor_needed", "{path}");
    }
    assert_eq!(bobs.patch("/api/identity/account", json!({ "name": "Bo" })).await.problem(403), "factor_needed");
    let entered = house.visitor().log_in(house.tray(), &bob).await;
    assert_eq!(entered.json()["needs"], "strong");
    bobs.get("/api/identity/factors").await.expect(200);
    set_up(&house, &bobs).await;
    assert!(needs(&bobs).await.is_null());
    bobs.get("/api/history/entries").await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn one_that_is_required_stays_and_is_asked_for_anew_once_it_was_taken_away() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    set_up(&house, &bobs).await;
    require(&admin, "others", "app").await.expect(200);
    let listed = bobs.get("/api/identity/factors").await.expect(200).json();
    let path = format!("/api/identity/factors/{}", listed["items"][0]["id"].as_str().expect("an id"));
    assert_eq!(bobs.delete(format!("{path}?confirmed=true")).await.problem(409), "factor_required");
    admin.delete(format!("/api/identity/accounts/{}/factors", bob.account)).await.expect(200);
    bobs.log_in(house.tray(), &bob).await;
    assert_eq!(needs(&bobs).await, "app");
    require(&admin, "others", "any").await.expect(200);
    assert!(needs(&bobs).await.is_null());
    house.close().await;
}

#[tokio::test]
async fn nobody_requires_of_admins_what_they_have_not() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    assert_eq!(require(&admin, "admins", "strong").await.problem(422), "factor_missing");
    assert_eq!(require(&admin, "admins", "finger").await.problem(422), "required_factor_invalid");
    assert_eq!(house.head(), before);
    set_up(&house, &admin).await;
    require(&admin, "admins", "strong").await.expect(200);
    assert!(needs(&admin).await.is_null());
    let history = admin.get(format!("{SETTINGS}/history?key=required_factor_admins")).await.expect(200).items();
    assert_eq!((&history[0]["value"], &history[0]["previous"]), (&json!("strong"), &json!("any")));
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    assert!(needs(&bobs).await.is_null());
    admin.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "role": "admin" })).await.expect(200);
    assert_eq!(needs(&bobs).await, "strong", "an admin from now on");
    house.close().await;
}

#[tokio::test]
async fn a_passkey_that_nobody_can_have_is_required_of_nobody() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    admin.patch(SETTINGS, json!({ "public_address": "https://house.example" })).await.expect(200);
    require(&admin, "others", "passkey").await.expect(200);
    assert_eq!(needs(&bobs).await, "passkey");
    admin.patch(SETTINGS, json!({ "public_address": "https://192.0.2.7" })).await.expect(200);
    assert_eq!(needs(&bobs).await, "strong");
    house.close().await;
}

#[tokio::test]
async fn requiring_more_asks_for_a_proof_and_members_may_not() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    assert_eq!(require(&bobs, "others", "strong").await.problem(403), "not_allowed");
    assert!(bobs.get(SETTINGS).await.expect(200).json().get("required_factor_others").is_none());
    house.advance(Duration::minutes(10));
    assert_eq!(require(&admin, "others", "strong").await.problem(403), "proof_needed");
    let asked = admin.ask(Method::POST, "/api/identity/factors/apps").send().await;
    assert_eq!(asked.problem(403), "proof_needed");
    house.close().await;
}
