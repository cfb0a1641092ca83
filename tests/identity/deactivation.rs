//! An account at rest: nobody comes in by it, nothing of it is lost, and it can be woken.

use axum::http::Method;
use serde_json::json;
use tests::{House, Visitor};

use crate::in_identity;

fn path(account: &str, what: &str) -> String {
    format!("/api/identity/accounts/{account}/{what}")
}

async fn rest(admin: &Visitor, account: &str) -> tests::Answer {
    admin.ask(Method::POST, path(account, "deactivation")).send().await
}

async fn wake(admin: &Visitor, account: &str) -> tests::Answer {
    admin.ask(Method::DELETE, path(account, "deactivation")).send().await
}

#[tokio::test]
async fn whoever_is_deactivated_is_out_at_once_and_comes_back_as_they_were() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let before = house.head();
    rest(&admin, &bob.account).await.expect(200);
    assert!(!rest(&admin, &bob.account).await.expect(200).json()["changed"].as_bool().expect("a word"));
    assert_eq!(in_identity(&house, before).await, ["account_deactivated", "session_ended"]);
    bobs.get("/api/identity/session").await.problem(401);
    let to_bob = async || house.tray().letters().await.iter().filter(|letter| letter.to == bob.email).count();
    let before = to_bob().await;
    house.visitor().ask_code(&bob.email, &bob.password).await;
    house.visitor().post("/api/identity/resets", json!({ "email": bob.email })).await.expect(202);
    house.settle().await;
    assert_eq!(to_bob().await, before, "nothing is mailed to whoever is out");
    let shown = admin.get(format!("/api/identity/accounts/{}", bob.account)).await.expect(200).json();
    assert_eq!((&shown["active"], &shown["closed_at"]), (&json!(false), &json!(null)));
    assert!(shown["deactivated_at"].is_string());
    wake(&admin, &bob.account).await.expect(200);
    house.visitor().log_in(house.tray(), &bob).await;
    bobs.get("/api/identity/session").await.problem(401);
    house.close().await;
}

#[tokio::test]
async fn an_account_at_rest_keeps_its_address_and_is_changed_by_nobody() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    rest(&admin, &bob.account).await.expect(200);
    let new = json!({ "name": "Eve", "email": bob.email, "password": "the long word of Eve", "role": "viewer" });
    assert_eq!(admin.post("/api/identity/accounts", new.clone()).await.problem(409), "email_taken");
    let one = format!("/api/identity/accounts/{}", bob.account);
    assert_eq!(admin.patch(&one, json!({ "role": "admin" })).await.problem(409), "account_deactivated");
    assert_eq!(admin.patch(&one, json!({ "name": "Rob" })).await.problem(409), "account_deactivated");
    admin.delete(&one).await.expect(200);
    assert_eq!(wake(&admin, &bob.account).await.problem(404), "no_such_account");
    admin.post("/api/identity/accounts", new).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn nobody_deactivates_themselves_and_somebody_is_always_left() {
    let (house, adas, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&adas, "Bob", "admin").await;
    assert_eq!(rest(&adas, &ada.account).await.problem(403), "not_oneself");
    let (one, other) = (adas.twin(), bobs.twin());
    let (one, other) = tokio::join!(rest(&one, &bob.account), rest(&other, &ada.account));
    assert_eq!([one.status(), other.status()].iter().filter(|status| **status == 200).count(), 1);
    let (winner, loser, back) = if one.status() == 200 { (&adas, &bob, &ada) } else { (&bobs, &ada, &bob) };
    wake(winner, &loser.account).await.expect(200);
    let again = house.visitor();
    again.log_in(house.tray(), loser).await;
    again.patch(format!("/api/identity/accounts/{}", back.account), json!({ "role": "member" })).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn only_admins_deactivate_and_wake() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    rest(&bobs, &ada.account).await.problem(403);
    wake(&bobs, &bob.account).await.problem(403);
    let nobody = "00000000-0000-7000-8000-000000000000";
    assert_eq!(rest(&admin, nobody).await.problem(404), "no_such_account");
    house.close().await;
}
