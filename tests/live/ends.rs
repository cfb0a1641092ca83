//! The end of the house, and of sessions nobody uses.

use axum::http::Method;
use chrono::Duration;
use rustix::process::Signal;
use serde_json::json;
use tests::{House, Place, Visitor};

use crate::{
    client::{Client, KINDS, cookie},
    figure, moved_in,
    raw::Raw,
};

#[tokio::test]
async fn a_house_that_closes_says_so_and_waits_for_no_socket() {
    let place = Place::new();
    let (mut house, admin, _) = moved_in(&place).await;
    let mut clients = Vec::new();
    for kind in KINDS {
        let mut client = Client::connected(kind, house.address(), &admin).await;
        client.subscribe("entries").await;
        clients.push(client);
    }
    // One that never reads, and one that never said hello.
    let mut stubborn = Raw::connected(house.address(), &cookie(&admin)).await;
    stubborn.send("42[\"subscribe\",{\"type\":\"entries\"}]").await;
    let _silent = Raw::shake(house.address(), "").await;
    house.signal(Signal::TERM);
    assert!(house.ended().await.success());
    let printed = house.printed();
    assert!(!printed.iter().any(|line| line.contains("cut at the end")), "it waited for a socket: {printed:#?}");
    for client in &mut clients {
        client.until(|it| it["on"] == "disconnect").await;
    }
}

#[tokio::test]
async fn what_is_measured_goes_up_and_down_again() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let mut client = Client::connected(KINDS[0], house.address(), &admin).await;
    client.subscribe("settings").await;
    client.subscribe("entries").await;
    assert_eq!(figure(&house, "daybook_sockets").await, 1.0);
    assert_eq!(figure(&house, "daybook_socket_subscribers").await, 2.0);
    assert!(figure(&house, "daybook_socket_messages_total").await >= 2.0);
    assert_eq!(client.ask("unsubscribe", json!({ "type": "entries" })).await, json!({ "ok": true }));
    assert_eq!(figure(&house, "daybook_socket_subscribers").await, 1.0);
    client.hang_up();
    tests::until("nobody is left", async || {
        figure(&house, "daybook_sockets").await == 0.0 && figure(&house, "daybook_socket_subscribers").await == 0.0
    })
    .await;
    assert!(house.stop().await.success());
}

/// Polls until something is told.
async fn told(visitor: &Visitor, name: &str, what: &str) {
    let path = format!("/socket.io/?EIO=4&transport=polling&sid={name}");
    tests::until(what, async || visitor.get(path.as_str()).await.expect(200).text().contains(what)).await;
}

#[tokio::test]
async fn an_open_socket_does_not_keep_a_session_awake() {
    let (house, visitor, _) = House::founded().await;
    let greeting = visitor.get("/socket.io/?EIO=4&transport=polling").await.expect(200).text().to_owned();
    let greeting: serde_json::Value = serde_json::from_str(&greeting[1..]).expect("an open packet");
    let name = greeting["sid"].as_str().expect("a name");
    let asking = visitor.ask(Method::POST, format!("/socket.io/?EIO=4&transport=polling&sid={name}"));
    asking.body("text/plain;charset=UTF-8", "40").send().await.expect(200);
    told(&visitor, name, "40{").await;
    house.advance(Duration::minutes(20));
    let asking = visitor.ask(Method::POST, format!("/socket.io/?EIO=4&transport=polling&sid={name}"));
    asking.body("text/plain;charset=UTF-8", "420[\"subscribe\",{\"type\":\"settings\"}]").send().await.expect(200);
    told(&visitor, name, "430[{\"ok\":true}]").await;
    house.advance(Duration::minutes(11));
    tests::until("the session ends though the socket was used", async || {
        let told = visitor.get(format!("/socket.io/?EIO=4&transport=polling&sid={name}")).await;
        told.status() != 200 || told.text().contains("session_ended")
    })
    .await;
    assert_eq!(visitor.get("/api/identity/session").await.problem(401), "not_logged_in");
    house.close().await;
}
