//! Subscribe, snapshot, change, unsubscribe: the whole conversation, with every client.

use serde_json::{Value, json};
use tests::Place;

use crate::{
    client::{Client, KINDS, Kind},
    moved_in, name,
};

#[tokio::test]
async fn every_client_is_told_first_how_it_is_and_then_what_changes() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    for kind in KINDS {
        let mut client = Client::connected(kind, house.address(), &admin).await;
        let snapshot = client.subscribe("entries").await;
        let shown = snapshot["data"].as_array().expect("entries");
        let positions: Vec<_> = shown.iter().map(|entry| entry["position"].as_u64().expect("a number")).collect();
        assert!(!positions.is_empty() && positions.is_sorted(), "{kind:?}: the oldest first: {positions:?}");
        assert_eq!(snapshot["sequence"].as_u64(), positions.last().copied());
        let called = format!("House of {kind:?}");
        let position = name(&admin, &called).await;
        let change = client.message("entries").await;
        assert_eq!(change["data"]["sentence"], format!("The house was named {called}"), "{kind:?}");
        assert_eq!((&change["type"], &change["snapshot"]), (&json!("entries"), &json!(false)));
        assert_eq!((&change["sequence"], &change["after"]), (&json!(position), &snapshot["sequence"]));
        assert_eq!(client.ask("unsubscribe", json!({ "type": "entries" })).await, json!({ "ok": true }));
        client.subscribe("settings").await;
        name(&admin, "Nobody listens").await;
        // Of the settings it is told, of the diary nothing any more.
        while client.message("settings").await["data"]["name"] != "Nobody listens" {}
        client.hang_up();
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn an_entry_is_told_as_the_diary_shows_it() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let mut client = Client::connected(Kind::NodeWebSocket, house.address(), &admin).await;
    client.subscribe("entries").await;
    let position = name(&admin, "Mill").await;
    let told = client.message("entries").await["data"].take();
    let shown = admin.get(format!("/api/history/entries/{position}")).await.json();
    for (field, value) in told.as_object().expect("an entry") {
        assert_eq!(value, &shown[field], "{field}");
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_snapshot_shows_the_newest_fifty_the_oldest_first() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let mut last = 0;
    for number in 0..60 {
        last = name(&admin, &format!("House {number}")).await;
    }
    crate::quiet(&house).await;
    let mut client = Client::connected(Kind::NodePolling, house.address(), &admin).await;
    let snapshot = client.subscribe("entries").await;
    let positions: Vec<_> =
        snapshot["data"].as_array().expect("entries").iter().map(|it| it["position"].clone()).collect();
    let newest: Vec<Value> = (last - 49..=last).map(Value::from).collect();
    assert_eq!(positions, newest);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn an_alert_is_told_from_raised_to_acknowledged() {
    let place = Place::new();
    let (house, admin, ada) = moved_in(&place).await;
    admin.patch("/api/household/settings", json!({ "alert_digest_minutes": 0 })).await.expect(200);
    crate::quiet(&house).await;
    let mut client = Client::connected(Kind::PythonWebSocket, house.address(), &admin).await;
    client.subscribe("alerts").await;
    for _ in 0..3 {
        house.visitor().ask_code(&ada.email, "not the word at all").await;
    }
    let delivered = client.until(|it| it["on"] == "alerts" && it["message"]["data"]["state"] == "delivered").await;
    let alert = delivered["message"]["data"].clone();
    let path = format!("/api/alerts/alerts/{}/acknowledgement", alert["id"].as_str().expect("an id"));
    admin.post(path, json!({})).await.expect(200);
    let seen =
        |it: &Value| it["message"]["data"]["id"] == alert["id"] && it["message"]["data"]["acknowledged_at"].is_string();
    let seen = client.until(seen).await["message"]["data"].take();
    let listed = admin.get("/api/alerts/alerts").await.items();
    assert!(listed.contains(&seen), "{seen} as in {listed:?}");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn sessions_and_status_are_told_as_they_change() {
    let place = Place::new();
    let (house, admin, ada) = moved_in(&place).await;
    let mut client = Client::connected(Kind::NodeWebSocket, house.address(), &admin).await;
    assert_eq!(client.subscribe("sessions").await["data"].as_array().map(Vec::len), Some(1));
    let elsewhere = house.visitor();
    elsewhere.log_in(house.tray(), &ada).await;
    let opened = client.message("sessions").await["data"].take();
    assert_eq!(opened["ended_at"], Value::Null);
    elsewhere.delete("/api/identity/session").await.expect(200);
    let ended = client.message("sessions").await["data"].take();
    assert_eq!((&ended["id"], &ended["reason"]), (&opened["id"], &json!("logged out")));
    client.ask("unsubscribe", json!({ "type": "sessions" })).await;
    let before = client.subscribe("status").await;
    let position = name(&admin, "Mill").await;
    let is_later = |it: &Value| it["on"] == "status" && it["message"]["data"]["head"].as_u64() >= Some(position);
    let after = client.until(is_later).await["message"].take();
    assert!(after["sequence"].as_u64() > before["sequence"].as_u64(), "{after}");
    assert!(house.stop().await.success());
}
