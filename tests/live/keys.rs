//! Sockets of programs that show an API key: what they hear, and their end with the key's.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{House, Place, Visitor, until};

use crate::{
    client::{Client, KINDS, Kind, Shown},
    moved_in, moves_in, name,
};

async fn make(visitor: &Visitor, scopes: &[&str], more: Value) -> (String, String) {
    let mut wanted = json!({ "name": "panel", "scopes": scopes });
    wanted.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    let made = visitor.post("/api/identity/keys", wanted).await.expect(201).json();
    (made["id"].as_str().expect("an id").to_owned(), made["token"].as_str().expect("the key").to_owned())
}

#[tokio::test]
async fn a_key_opens_a_socket_of_every_client_and_takes_it_along_when_it_is_revoked() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    for kind in KINDS {
        for in_header in [false, true] {
            let (id, token) = make(&admin, &["household:look"], json!({})).await;
            let mut client = Client::of(kind);
            let shown = if in_header { Shown::Bearer(token) } else { Shown::Auth(token) };
            client.call(house.address(), &shown, false);
            client.next("connect").await;
            client.subscribe("settings").await;
            admin.delete(format!("/api/identity/keys/{id}")).await.expect(200);
            let (mut why, mut is_over) = (None, false);
            while why.is_none() || !is_over {
                let told = client.anything().await;
                why = why.or_else(|| (told["on"] == "problem").then(|| told["message"]["code"].clone()));
                is_over |= told["on"] == "disconnect";
            }
            assert_eq!(why, Some(json!("key_ended")), "{kind:?}");
            client = Client::of(kind);
            client.call(house.address(), &shown, false);
            let refused = client.until(|it| it["on"] == "connect_error").await;
            assert!(refused["message"].as_str().is_some_and(|it| it.contains("key_refused")), "{kind:?}: {refused}");
        }
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_socket_hears_what_its_key_is_for_and_its_person_may_see() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let (viewer, _) = moves_in(&house, &admin, "Bob", "viewer").await;
    let (_, token) = make(&viewer, &["household:look"], json!({})).await;
    let mut client = Client::of(Kind::NodeWebSocket);
    client.call(house.address(), &Shown::Auth(token), false);
    client.next("connect").await;
    let settings = client.subscribe("settings").await;
    assert_eq!(settings["data"].get("public_address"), None, "no more than a viewer: {settings}");
    for closed in ["entries", "alerts", "sessions"] {
        let answer = client.ask("subscribe", json!({ "type": closed })).await;
        assert_eq!((&answer["ok"], &answer["code"]), (&json!(false), &json!("not_allowed")), "{closed}");
    }
    let is_told = |line: &String| line.contains("refused") && line.contains("not_allowed");
    until("the refusal is told, once", async || house.printed().iter().filter(|line| is_told(line)).count() == 1).await;
    name(&admin, "Mill").await;
    assert_eq!(client.message("settings").await["data"]["name"], "Mill");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_key_that_is_not_for_this_network_opens_no_socket() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    for (networks, is_in) in [(json!(["127.0.0.0/8", "::1"]), true), (json!(["192.0.2.0/24"]), false)] {
        let (_, token) = make(&admin, &["*:look"], json!({ "networks": networks })).await;
        let mut client = Client::of(Kind::NodePolling);
        client.call(house.address(), &Shown::Auth(token), false);
        if is_in {
            client.next("connect").await;
        } else {
            let refused = client.until(|it| it["on"] == "connect_error").await;
            assert!(refused["message"].as_str().is_some_and(|it| it.contains("key_refused")), "{refused}");
        }
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_socket_ends_when_the_time_of_its_key_is_over() {
    let (house, admin, _) = House::founded().await;
    let until = house.now() + chrono::Duration::minutes(20);
    let (_, token) = make(&admin, &["*:look"], json!({ "until": until })).await;
    let program = house.visitor();
    let greeting = program.get("/socket.io/?EIO=4&transport=polling").await.expect(200).text().to_owned();
    let greeting: Value = serde_json::from_str(&greeting[1..]).expect("an open packet");
    let path = format!("/socket.io/?EIO=4&transport=polling&sid={}", greeting["sid"].as_str().expect("a name"));
    let say = async |packet: &str| {
        let asking = program.ask(Method::POST, path.as_str());
        asking.body("text/plain;charset=UTF-8", packet.as_bytes()).send().await.expect(200);
    };
    say(&format!("40{{\"token\":\"{token}\"}}")).await;
    tests::until("it is let in", async || program.get(path.as_str()).await.expect(200).text().contains("40{")).await;
    say("420[\"subscribe\",{\"type\":\"settings\"}]").await;
    tests::until("it listens", async || program.get(path.as_str()).await.expect(200).text().contains("430[")).await;
    house.advance(chrono::Duration::minutes(20));
    tests::until("the socket is closed", async || {
        let told = program.get(path.as_str()).await;
        told.status() != 200 || told.text().contains("key_ended")
    })
    .await;
    house.close().await;
}
