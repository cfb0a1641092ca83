//! Sockets of programs that show an API key: what they hear, and their end with the key's.

use serde_json::{Value, json};
use tests::{Place, Visitor};

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
    name(&admin, "Mill").await;
    assert_eq!(client.message("settings").await["data"]["name"], "Mill");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_socket_ends_when_the_time_of_its_key_is_over_and_comes_from_its_networks() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let until = chrono::Utc::now() + chrono::Duration::seconds(4);
    let (_, token) = make(&admin, &["*:look"], json!({ "until": until, "networks": ["127.0.0.0/8"] })).await;
    let mut client = Client::of(Kind::PythonWebSocket);
    client.call(house.address(), &Shown::Auth(token), false);
    client.next("connect").await;
    client.subscribe("entries").await;
    client.until(|it| it["on"] == "disconnect").await;
    assert!(chrono::Utc::now() >= until);
    let (_, elsewhere) = make(&admin, &["*:look"], json!({ "networks": ["192.0.2.0/24"] })).await;
    let mut client = Client::of(Kind::NodePolling);
    client.call(house.address(), &Shown::Auth(elsewhere), false);
    let refused = client.until(|it| it["on"] == "connect_error").await;
    assert!(refused["message"].as_str().is_some_and(|it| it.contains("key_refused")), "{refused}");
    assert!(house.stop().await.success());
}
