//! Who hears of what.

use serde_json::json;
use tests::House;

use crate::{choose, lock, told, without_gathering};

const PATH: &str = "/api/alerts/subscriptions";

#[tokio::test]
async fn admins_hear_of_what_is_critical_from_the_start() {
    let (house, admin, ada) = House::founded().await;
    assert_eq!(admin.get(PATH).await.expect(200).json(), json!([{ "context": "everything", "least": "critical" }]));
    lock(&house, &ada).await;
    assert_eq!(told(&house, &ada).await.len(), 1);
    house.close().await;
}

#[tokio::test]
async fn whoever_becomes_an_admin_hears_of_it_too_unless_they_chose_already() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let (eves, eve) = house.moves_in(&admin, "Eve", "member").await;
    choose(&eves, "identity", "nothing").await;
    for account in [&bob.account, &eve.account] {
        admin.patch(format!("/api/identity/accounts/{account}"), json!({ "role": "admin" })).await.expect(200);
    }
    house.settle().await;
    assert_eq!(bobs.get(PATH).await.json(), json!([{ "context": "everything", "least": "critical" }]));
    assert_eq!(eves.get(PATH).await.json(), json!([{ "context": "identity", "least": "nothing" }]));
    house.close().await;
}

#[tokio::test]
async fn a_choice_for_a_context_outweighs_the_one_for_everything() {
    let (house, admin, ada) = House::founded().await;
    without_gathering(&admin).await;
    choose(&admin, "everything", "warning").await;
    choose(&admin, "household", "nothing").await;
    admin.patch("/api/household/settings", json!({ "public_address": "https://house.example" })).await.expect(200);
    assert!(told(&house, &ada).await.is_empty(), "of the household nothing");
    house.account(&admin, "Bob", "member").await;
    let letters = told(&house, &ada).await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].subject.contains("Bob was given an account"), "{}", letters[0].subject);
    choose(&admin, "household", "notice").await;
    admin.patch("/api/household/settings", json!({ "name": "Mill" })).await.expect(200);
    assert_eq!(told(&house, &ada).await.len(), 2);
    house.close().await;
}

#[tokio::test]
async fn a_severity_is_heard_from_there_on_upwards() {
    let (house, admin, ada) = House::founded().await;
    without_gathering(&admin).await;
    let settings = "/api/household/settings";
    for (least, heard) in [("critical", 0), ("warning", 1), ("notice", 2)] {
        choose(&admin, "household", least).await;
        let before = told(&house, &ada).await.len();
        admin.patch(settings, json!({ "name": format!("House {least}") })).await.expect(200);
        admin.patch(settings, json!({ "public_address": format!("https://{least}.example") })).await.expect(200);
        assert_eq!(told(&house, &ada).await.len() - before, heard, "from {least} on");
    }
    house.close().await;
}

#[tokio::test]
async fn people_below_admin_hear_only_of_what_concerns_them() {
    let (house, admin, ada) = House::founded().await;
    without_gathering(&admin).await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    choose(&bobs, "everything", "warning").await;
    lock(&house, &ada).await;
    admin.patch("/api/household/settings", json!({ "public_address": "https://house.example" })).await.expect(200);
    assert!(told(&house, &bob).await.is_empty());
    lock(&house, &bob).await;
    let subjects: Vec<_> = told(&house, &bob).await.into_iter().map(|letter| letter.subject).collect();
    assert_eq!(subjects.len(), 4, "three failures and the lock: {subjects:?}");
    house.close().await;
}

#[tokio::test]
async fn a_closed_account_hears_of_nothing() {
    let (house, admin, _) = House::founded().await;
    without_gathering(&admin).await;
    let bob = house.account(&admin, "Bob", "admin").await;
    house.settle().await;
    admin.delete(format!("/api/identity/accounts/{}", bob.account)).await.expect(200);
    let before = told(&house, &bob).await.len();
    let zoe = house.account(&admin, "Zoe", "member").await;
    lock(&house, &zoe).await;
    assert_eq!(told(&house, &bob).await.len(), before);
    house.close().await;
}

#[tokio::test]
async fn what_cannot_be_chosen_is_refused() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    for (wrong, field) in [
        (json!({ "context": "weather", "least": "notice" }), "context"),
        (json!({ "context": "identity", "least": "loud" }), "least"),
        (json!({ "context": "identity" }), "least"),
        (json!({ "context": 5, "least": "notice" }), "context"),
    ] {
        let answer = admin.post(PATH, wrong).await;
        assert_eq!(answer.json()["field"], field, "{}", answer.text());
        answer.problem(422);
    }
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn the_same_choice_again_is_no_event() {
    let (house, admin, _) = House::founded().await;
    choose(&admin, "identity", "warning").await;
    house.settle().await;
    let before = house.head();
    choose(&admin, "identity", "warning").await;
    house.settle().await;
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn a_choice_goes_back_to_what_holds_for_the_rest() {
    let (house, admin, _) = House::founded().await;
    choose(&admin, "identity", "nothing").await;
    choose(&admin, "identity", "default").await;
    assert_eq!(admin.get(PATH).await.expect(200).json(), json!([{ "context": "everything", "least": "critical" }]));
    house.close().await;
}
