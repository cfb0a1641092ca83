//! A request's id leads to what it wrote: into the diary, and nowhere else.

use axum::http::Method;
use serde_json::json;
use tests::{Answer, House};

use crate::entries;

fn request(answer: &Answer) -> String {
    answer.header("x-request-id").expect("an id").to_owned()
}

#[tokio::test]
async fn a_request_is_found_in_the_diary_by_its_id() {
    let (house, admin, _) = House::founded().await;
    let body = json!({ "name": "Mill", "time_zone": "Europe/Berlin" });
    let answer = admin.patch("/api/household/settings", body).await.expect(200);
    let found = entries(&house, &admin, &format!("&command={}", request(&answer))).await;
    let sentences: Vec<_> = found.iter().map(|entry| entry["sentence"].as_str().expect("one")).collect();
    assert_eq!(sentences, ["The time zone was set to Europe/Berlin", "The house was named Mill"]);
    let full = admin.get(format!("/api/history/entries/{}", answer.position())).await.expect(200).json();
    assert_eq!(full["command"], request(&answer).as_str());
    house.close().await;
}

#[tokio::test]
async fn a_request_that_takes_several_steps_is_found_with_all_of_them() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    let new = json!({ "name": "Bob", "email": "bob@mail.example", "password": "the long word", "role": "member" });
    let answer = admin.post("/api/identity/accounts", new).await.expect(201);
    house.settle().await;
    let found = entries(&house, &admin, &format!("&order=oldest&command={}", request(&answer))).await;
    let kinds: Vec<_> = found.iter().map(|entry| entry["kind"].as_str().expect("one")).collect();
    assert_eq!(kinds, ["identity.address_reserved.v1", "identity.account_opened.v1"]);
    assert_eq!(found[0]["position"], before + 1);
    house.close().await;
}

#[tokio::test]
async fn a_request_that_wrote_nothing_and_one_of_somebody_else_are_not_found() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let looked = admin.get("/api/household/settings").await.expect(200);
    assert!(entries(&house, &admin, &format!("&command={}", request(&looked))).await.is_empty());
    let adas = admin.patch("/api/household/settings", json!({ "name": "Mill" })).await.expect(200);
    assert!(entries(&house, &bobs, &format!("&command={}", request(&adas))).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn a_login_that_failed_is_found_by_the_request_that_tried() {
    let (house, admin, ada) = House::founded().await;
    let wrong = json!({ "email": ada.email, "password": "not the word at all" });
    let tried = house.visitor().ask(Method::POST, "/api/identity/logins").json(&wrong).send().await.expect(202);
    house.settle().await;
    let found = entries(&house, &admin, &format!("&command={}", request(&tried))).await;
    assert_eq!(found.iter().map(|it| it["kind"].clone()).collect::<Vec<_>>(), ["identity.login_failed.v1"]);
    house.close().await;
}
