//! The same request under the same key is carried out once.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Answer, House, Visitor};

async fn open(visitor: &Visitor, key: &str, body: &Value) -> Answer {
    visitor.ask(Method::POST, "/api/identity/accounts").json(body).header("idempotency-key", key).send().await
}

fn account(name: &str) -> Value {
    let email = format!("{name}@mail.example");
    json!({ "name": name, "email": email, "password": "a long enough word", "role": "viewer" })
}

#[tokio::test]
async fn asked_again_it_answers_the_same_and_writes_nothing() {
    let (house, admin, _) = House::founded().await;
    let first = open(&admin, "one", &account("Eve")).await.expect(201);
    house.settle().await;
    let before = house.head();
    let again = open(&admin, "one", &account("Eve")).await.expect(201);
    assert_eq!((again.json(), again.position()), (first.json(), first.position()));
    assert_eq!(again.header("location"), first.header("location"));
    house.settle().await;
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn asked_at_once_it_is_carried_out_once() {
    let (house, admin, _) = House::founded().await;
    let (one, other) = (admin.twin(), admin.twin());
    let body = account("Eve");
    let (first, second) = tokio::join!(open(&one, "one", &body), open(&other, "one", &body));
    assert_eq!(first.expect(201).json(), second.expect(201).json());
    assert_eq!(admin.get("/api/identity/accounts").await.items().len(), 2);
    house.close().await;
}

#[tokio::test]
async fn a_change_of_settings_gets_its_first_position_again() {
    let (house, admin, _) = House::founded().await;
    let change = |name: &'static str, key: &'static str| {
        let asking = admin.ask(Method::PATCH, "/api/household/settings");
        asking.json(&json!({ "name": name, "time_zone": "Europe/Berlin" })).header("idempotency-key", key).send()
    };
    let first = change("Mill", "a").await.expect(200);
    change("Lighthouse", "b").await.expect(200);
    let again = change("Mill", "a").await.expect(200);
    assert_eq!((again.position(), again.json()), (first.position(), first.json()));
    let settings = admin.get("/api/household/settings").await.json();
    assert_eq!(settings["name"], "Lighthouse", "it was not carried out a second time");
    house.close().await;
}

#[tokio::test]
async fn a_key_belongs_to_one_request() {
    let (house, admin, _) = House::founded().await;
    open(&admin, "one", &account("Eve")).await.expect(201);
    house.settle().await;
    let before = house.head();
    let answer = open(&admin, "one", &account("Zoe")).await;
    assert_eq!(answer.json()["field"], "idempotency-key");
    assert_eq!(answer.problem(422), "idempotency_key_reused");
    house.settle().await;
    assert_eq!(house.head(), before);
    open(&admin, "two", &account("Zoe")).await.expect(201);
    house.close().await;
}

async fn rename(visitor: &Visitor, account: &str, name: &str) -> Answer {
    let asking = visitor.ask(Method::PATCH, format!("/api/identity/accounts/{account}"));
    asking.json(&json!({ "name": name })).header("idempotency-key", "one").send().await
}

#[tokio::test]
async fn each_person_and_each_address_has_keys_of_its_own() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "admin").await;
    rename(&admin, &bob.account, "Rob").await.expect(200);
    rename(&bobs, &bob.account, "Robert").await.expect(200);
    let settings = admin.ask(Method::PATCH, "/api/household/settings").json(&json!({ "name": "Mill" }));
    settings.header("idempotency-key", "one").send().await.expect(200);
    let name = admin.get(format!("/api/identity/accounts/{}", bob.account)).await.json()["name"].clone();
    assert_eq!(name, "Robert");
    house.close().await;
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    for wrong in ["", &"x".repeat(256)] {
        open(&admin, wrong, &account("Eve")).await.problem(400);
    }
    house.settle().await;
    assert_eq!(house.head(), before);
    house.close().await;
}
