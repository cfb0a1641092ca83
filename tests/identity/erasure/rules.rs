//! Who erases whom, and who does not; and what everybody sees at once.

use serde_json::{Value, json};
use tests::House;

use super::{erase, purged};
use crate::in_identity;

#[tokio::test]
async fn an_admin_erases_a_person_by_typing_their_name_and_everybody_sees_it_at_once() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let before = house.head();
    assert_eq!(erase(&admin, &bob, "Rob").await.problem(422), "other_name");
    assert_eq!(erase(&admin, &bob, "").await.problem(422), "other_name");
    assert_eq!(house.head(), before, "nothing happened");
    let erasure = erase(&admin, &bob, "Bob").await.expect(200).json();
    assert_eq!(purged(&erasure, "vault", "sessions") + purged(&erasure, "vault", "credentials"), 1, "{erasure:#}");
    bobs.get("/api/identity/session").await.problem(401);
    let account = admin.get(format!("/api/identity/accounts/{}", bob.account)).await.expect(200).json();
    assert_eq!((&account["name"], &account["email"], &account["active"]), (&Value::Null, &Value::Null, &json!(false)));
    let opened = admin.get("/api/history/entries?kind=identity.account_opened.v1").await.expect(200).items();
    let sentences: Vec<_> = opened.iter().map(|entry| entry["sentence"].as_str().expect("a sentence")).collect();
    assert_eq!(
        sentences,
        ["Somebody who was erased was given an account as member", "Ada was given an account as admin"]
    );
    let happened = in_identity(&house, before).await;
    assert_eq!(happened, ["erasure_begun", "account_closed", "session_ended", "address_released", "erasure_completed"],);
    // The address is free, and whoever gets it is somebody else.
    let again = house.account(&admin, "Bob", "member").await;
    assert_ne!(again.account, bob.account);
    house.visitor().log_in(house.tray(), &ada).await;
    house.close().await;
}

#[tokio::test]
async fn nobody_is_erased_twice_and_nobody_who_never_was() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let first = erase(&admin, &bob, "Bob").await.expect(200).json();
    assert_eq!(erase(&admin, &bob, "Bob").await.problem(409), "erased_already");
    assert_eq!(erase(&admin, &bob, "").await.problem(409), "erased_already");
    let shown = admin.get(format!("/api/identity/accounts/{}/erasure", bob.account)).await.expect(200).json();
    assert_eq!(shown, first);
    assert_eq!(admin.get("/api/identity/erasures").await.expect(200).items(), [first]);
    let nobody = tests::Person { account: "00000000-0000-7000-8000-000000000000".into(), ..bob };
    assert_eq!(erase(&admin, &nobody, "Bob").await.problem(404), "no_such_account");
    admin.get(format!("/api/identity/accounts/{}/erasure", nobody.account)).await.problem(404);
    house.close().await;
}

#[tokio::test]
async fn nobody_erases_themselves_and_no_member_anybody() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let before = house.head();
    assert_eq!(erase(&admin, &ada, "Ada").await.problem(403), "not_oneself");
    assert_eq!(erase(&bobs, &ada, "Ada").await.problem(403), "not_allowed");
    assert_eq!(erase(&bobs, &bob, "Bob").await.problem(403), "not_allowed");
    assert_eq!(in_identity(&house, before).await, [""; 0]);
    house.close().await;
}

#[tokio::test]
async fn a_closed_account_is_erased_as_well_and_an_admin_by_another() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    admin.delete(format!("/api/identity/accounts/{}", bob.account)).await.expect(200);
    erase(&admin, &bob, "Bob").await.expect(200);
    let (eves, eve) = house.moves_in(&admin, "Eve", "admin").await;
    erase(&admin, &eve, "Eve").await.expect(200);
    eves.get("/api/identity/session").await.problem(401);
    house.close().await;
}

#[tokio::test]
async fn a_person_asks_to_be_erased_and_takes_it_back() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "viewer").await;
    let before = house.head();
    let asked = async || bobs.get("/api/identity/account/erasure").await.expect(200).json()["asked_at"].clone();
    assert_eq!(asked().await, Value::Null);
    bobs.post("/api/identity/account/erasure", Value::Null).await.expect(200);
    bobs.post("/api/identity/account/erasure", Value::Null).await.expect(200);
    assert_ne!(asked().await, Value::Null);
    let waiting = admin.get("/api/identity/erasures").await.expect(200).items();
    assert_eq!((waiting.len(), &waiting[0]["account"]), (1, &json!(bob.account)));
    assert_eq!(waiting[0]["begun_at"], Value::Null);
    let told = house.tray().wait_for("the admin hears of it", |it| it.body.contains("asked to be erased")).await;
    assert_eq!(told.to, "ada@mail.example");
    bobs.delete("/api/identity/account/erasure").await.expect(200);
    assert_eq!(asked().await, Value::Null);
    assert!(admin.get("/api/identity/erasures").await.expect(200).items().is_empty());
    assert_eq!(in_identity(&house, before).await, ["erasure_asked", "erasure_withdrawn"]);
    house.close().await;
}
