//! An alert that somebody has seen.

use axum::http::Method;
use serde_json::json;
use tests::{Answer, House, Visitor};

use crate::lock;

async fn acknowledge(visitor: &Visitor, alert: &str) -> Answer {
    visitor.ask(Method::POST, format!("/api/alerts/alerts/{alert}/acknowledgement")).send().await
}

#[tokio::test]
async fn a_person_sees_their_alerts_and_says_so_once() {
    let (house, admin, ada) = House::founded().await;
    lock(&house, &ada).await;
    house.settle().await;
    let alert = admin.get("/api/alerts/alerts").await.expect(200).items().remove(0);
    assert_eq!(
        (alert["kind"].as_str(), alert["state"].as_str()),
        (Some("identity.account_locked.v1"), Some("delivered"))
    );
    let id = alert["id"].as_str().expect("an id");
    assert_eq!(acknowledge(&admin, id).await.expect(200).json()["changed"], true);
    let seen = admin.get("/api/alerts/alerts").await.items().remove(0);
    assert!(seen["acknowledged_at"].is_string());
    assert!(admin.get("/api/alerts/alerts?unseen=true").await.expect(200).items().is_empty());
    let before = house.head();
    assert_eq!(acknowledge(&admin, id).await.expect(200).json()["changed"], false);
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn an_alert_belongs_to_whom_it_was_told() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "admin").await;
    house.settle().await;
    lock(&house, &ada).await;
    house.settle().await;
    let adas = admin.get("/api/alerts/alerts").await.items();
    let bobs_own = bobs.get("/api/alerts/alerts").await.items();
    assert_eq!((adas.len(), bobs_own.len()), (1, 1));
    assert_ne!(adas[0]["id"], bobs_own[0]["id"]);
    let before = house.head();
    assert_eq!(acknowledge(&bobs, adas[0]["id"].as_str().expect("an id")).await.problem(404), "no_such_alert");
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page() {
    let (house, admin, _) = House::founded().await;
    crate::choose(&admin, "household", "notice").await;
    for number in 0..5 {
        admin.patch("/api/household/settings", json!({ "name": format!("House {number}") })).await.expect(200);
    }
    house.settle().await;
    let first = admin.get("/api/alerts/alerts?limit=3").await.expect(200);
    let next = first.header("link").expect("a next page").split(['<', '>']).nth(1).expect("an address").to_owned();
    let second = admin.get(next).await.expect(200);
    let abouts: Vec<_> =
        first.items().iter().chain(&second.items()).map(|it| it["about"].as_u64().expect("one")).collect();
    assert_eq!(abouts.len(), 5);
    assert!(abouts.is_sorted_by(|one, next| one > next), "the newest first: {abouts:?}");
    house.close().await;
}

#[tokio::test]
async fn all_that_wait_are_seen_at_once_and_nobody_elses() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "admin").await;
    house.settle().await;
    lock(&house, &ada).await;
    house.settle().await;
    let told = admin.get("/api/alerts/alerts").await.expect(200).items();
    assert_eq!(told[0]["sentence"], "The account was locked for a minute");
    assert_eq!(told[0]["concerns"], "Ada");
    let all = async |visitor: &Visitor| visitor.ask(Method::POST, "/api/alerts/acknowledgement").send().await;
    assert_eq!(all(&admin).await.expect(200).json(), json!({ "acknowledged": told.len() }));
    assert_eq!(all(&admin).await.expect(200).json(), json!({ "acknowledged": 0 }));
    assert!(admin.get("/api/alerts/alerts?unseen=true").await.expect(200).items().is_empty());
    assert!(!bobs.get("/api/alerts/alerts?unseen=true").await.expect(200).items().is_empty());
    house.close().await;
}
