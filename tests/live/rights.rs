//! Who may listen, and to what; and what becomes of a socket when that changes.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Place, eventually};

use crate::{
    client::{Client, KINDS, Kind, Shown, token},
    moved_in, moves_in, name, quiet,
};

#[tokio::test]
async fn whoever_is_not_logged_in_is_told_so() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let elsewhere = admin.twin();
    elsewhere.delete("/api/identity/session").await.expect(200);
    let ended = token(&admin);
    for kind in KINDS {
        for shown in [Shown::Nothing, Shown::Auth("0".repeat(64)), Shown::Auth(ended.clone())] {
            let mut client = Client::of(kind);
            client.call(house.address(), &shown, false);
            let refused = client.until(|it| it["on"] == "connect_error").await;
            assert!(refused["message"].as_str().is_some_and(|it| it.contains("not_logged_in")), "{kind:?}: {refused}");
        }
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_token_is_as_good_as_a_cookie() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let token = token(&admin);
    for kind in [Kind::NodeWebSocket, Kind::NodePolling, Kind::PythonWebSocket, Kind::PythonPolling] {
        for shown in [Shown::Bearer(token.clone()), Shown::Auth(token.clone())] {
            let mut client = Client::of(kind);
            client.call(house.address(), &shown, false);
            client.next("connect").await;
            client.subscribe("settings").await;
        }
    }
    let program = house.visitor();
    let asking = program.ask(Method::PATCH, "/api/household/settings").json(&json!({ "name": "Mill" }));
    asking.header("authorization", format!("Bearer {token}")).send().await.expect(200);
    let asking = program.ask(Method::GET, "/api/identity/session").header("authorization", "Basic YTpi");
    assert_eq!(asking.send().await.problem(401), "not_logged_in");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_viewer_is_told_what_is_theirs_and_no_field_for_admins() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let (viewer, bob) = moves_in(&house, &admin, "Bob", "viewer").await;
    let mut client = Client::connected(Kind::PythonWebSocket, house.address(), &viewer).await;
    let snapshot = client.subscribe("entries").await;
    let entries = snapshot["data"].as_array().expect("entries");
    let is_his = |entry: &Value| [&entry["who"]["account"], &entry["concerns"]["id"]].contains(&&json!(bob.account));
    assert!(!entries.is_empty() && entries.iter().all(is_his), "{snapshot}");
    let last = snapshot["sequence"].as_u64();
    name(&admin, "Not his business").await;
    let path = format!("/api/identity/accounts/{}", bob.account);
    let renamed = admin.patch(path, json!({ "name": "Robert" })).await.expect(200).position();
    let change = client.message("entries").await;
    assert_eq!((change["sequence"].as_u64(), change["after"].as_u64()), (Some(renamed), last), "{change}");
    let mut settings = client.subscribe("settings").await["data"].take();
    assert_eq!((&settings["name"], settings.get("public_address")), (&json!("Not his business"), None));
    admin.patch("/api/household/settings", json!({ "public_address": "https://house.example" })).await.expect(200);
    settings = client.message("settings").await["data"].take();
    assert_eq!((settings.get("public_address"), settings.get("mail_sender")), (None, None), "{settings}");
    let current = async || {
        let views = viewer.get("/api/household/status").await.json()["views"].take();
        views.as_array().is_some_and(|views| views.iter().all(|view| view["lag"] == 0)).then_some(())
    };
    eventually("the views are current", current).await;
    let status = client.subscribe("status").await["data"].take();
    assert_eq!(status, viewer.get("/api/household/status").await.json(), "as REST tells it");
    for field in ["sockets", "outbox", "people", "memory_resident_bytes"] {
        assert_eq!(status.get(field), None, "{field}");
    }
    let mut admins = Client::connected(Kind::NodeWebSocket, house.address(), &admin).await;
    assert_eq!(admins.subscribe("status").await["data"]["sockets"], 2);
    assert_eq!(admins.subscribe("settings").await["data"]["public_address"], "https://house.example");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_session_that_ends_takes_its_sockets_along() {
    let place = Place::new();
    let (house, admin, ada) = moved_in(&place).await;
    for kind in KINDS {
        let elsewhere = house.visitor();
        elsewhere.log_in(house.tray(), &ada).await;
        let mut theirs = Client::connected(kind, house.address(), &elsewhere).await;
        theirs.subscribe("alerts").await;
        elsewhere.delete("/api/identity/session").await.expect(200);
        let (mut why, mut is_over) = (None, false);
        while why.is_none() || !is_over {
            let told = theirs.anything().await;
            why = why.or_else(|| (told["on"] == "problem").then(|| told["message"]["code"].clone()));
            is_over |= told["on"] == "disconnect";
        }
        assert_eq!(why, Some(json!("session_ended")), "{kind:?}");
    }
    let mut others = Client::connected(Kind::NodeWebSocket, house.address(), &admin).await;
    others.subscribe("alerts").await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_closed_account_is_listened_from_no_more() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let (visitor, bob) = moves_in(&house, &admin, "Bob", "member").await;
    let mut client = Client::connected(Kind::NodePolling, house.address(), &visitor).await;
    client.subscribe("settings").await;
    admin.delete(format!("/api/identity/accounts/{}", bob.account)).await.expect(200);
    client.until(|it| it["on"] == "disconnect").await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn another_role_is_told_at_once_what_it_may_see() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let (visitor, bob) = moves_in(&house, &admin, "Bob", "admin").await;
    let mut client = Client::connected(Kind::NodeWebSocket, house.address(), &visitor).await;
    let all = client.subscribe("settings").await;
    assert!(all["data"].get("public_address").is_some(), "{all}");
    client.subscribe("sessions").await;
    let path = format!("/api/identity/accounts/{}", bob.account);
    admin.patch(&path, json!({ "role": "viewer" })).await.expect(200);
    let less = client.message("settings").await;
    assert_eq!((&less["snapshot"], less["data"].get("public_address")), (&json!(true), None), "{less}");
    quiet(&house).await;
    name(&admin, "Mill").await;
    let less = client.message("settings").await;
    assert_eq!((&less["data"]["name"], less["data"].get("public_address")), (&json!("Mill"), None));
    assert!(house.stop().await.success());
}
