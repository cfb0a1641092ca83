//! Whoever was away is told what they missed: exactly, as long as that is not too much.

use serde_json::{Value, json};
use tests::{Place, Running};

use crate::{
    client::{Client, Kind},
    moved_in, name, quiet,
};

/// Subscribes to the diary where it was left; what comes first.
async fn go_on(client: &mut Client, after: &Value, count: usize) -> Vec<Value> {
    assert_eq!(client.ask("subscribe", json!({ "type": "entries", "after": after })).await, json!({ "ok": true }));
    let mut told = Vec::new();
    for _ in 0..count {
        told.push(client.message("entries").await);
    }
    // Not every client keeps the order; that is what the sequence is for.
    told.sort_by_key(|message| message["sequence"].as_u64());
    told
}

/// Each follows the one before, from here to there.
fn assert_gapless(told: &[Value], after: &Value, last: u64) {
    let mut after = after.clone();
    for message in told {
        assert_eq!((&message["snapshot"], &message["after"]), (&json!(false), &after), "{message}");
        after = message["sequence"].clone();
    }
    assert_eq!(after, last);
}

#[tokio::test]
async fn what_was_missed_is_told_after_a_break() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    for kind in [Kind::NodeWebSocket, Kind::PythonPolling] {
        let mut client = Client::connected(kind, house.address(), &admin).await;
        let after = client.subscribe("entries").await["sequence"].clone();
        client.hang_up();
        client.next("disconnect").await;
        let mut last = 0;
        for number in 0..7 {
            last = name(&admin, &format!("House {number} of {kind:?}")).await;
        }
        quiet(&house).await;
        let mut again = Client::connected(kind, house.address(), &admin).await;
        assert_gapless(&go_on(&mut again, &after, 7).await, &after, last);
        let next = name(&admin, &format!("One more of {kind:?}")).await;
        let message = again.message("entries").await;
        assert_eq!((&message["after"], &message["sequence"]), (&json!(last), &json!(next)));
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_restart_of_the_house_loses_nothing_either() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let mut client = Client::connected(Kind::NodeWebSocket, house.address(), &admin).await;
    let after = client.subscribe("entries").await["sequence"].clone();
    let mut last = 0;
    for number in 0..5 {
        last = name(&admin, &format!("House {number}")).await;
    }
    quiet(&house).await;
    assert!(house.stop().await.success());
    let house = Running::start(&place).await;
    let admin = admin.at(&house);
    let mut again = Client::connected(Kind::PythonWebSocket, house.address(), &admin).await;
    assert_gapless(&go_on(&mut again, &after, 5).await, &after, last);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn whoever_missed_nothing_is_told_nothing() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let mut client = Client::connected(Kind::NodeWebSocket, house.address(), &admin).await;
    for kind in ["entries", "alerts", "sessions", "settings"] {
        let after = client.subscribe(kind).await["sequence"].clone();
        let body = json!({ "type": kind, "after": after });
        assert_eq!(client.ask("subscribe", body).await, json!({ "ok": true }), "{kind}");
    }
    name(&admin, "Mill").await;
    let mut told = vec![client.anything().await["on"].clone(), client.anything().await["on"].clone()];
    told.sort_by_key(Value::to_string);
    assert_eq!(told, ["entries", "settings"]);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn too_much_to_tell_becomes_a_snapshot() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let mut last = 0;
    for number in 0..260 {
        last = name(&admin, &format!("House {number}")).await;
    }
    quiet(&house).await;
    let mut client = Client::connected(Kind::NodePolling, house.address(), &admin).await;
    for unknown in [1, last + 1000] {
        let first = &go_on(&mut client, &json!(unknown), 1).await[0];
        assert_eq!((&first["snapshot"], &first["sequence"]), (&json!(true), &json!(last)), "after {unknown}");
    }
    let hundred = json!(last - 100);
    assert_gapless(&go_on(&mut client, &hundred, 100).await, &hundred, last);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_client_comes_back_by_itself_when_the_house_does() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let port = house.address().port();
    let mut client = Client::connected(Kind::NodeUpgrade, house.address(), &admin).await;
    client.subscribe("settings").await;
    assert!(house.stop().await.success());
    client.until(|it| it["on"] == "disconnect").await;
    let place = Place::at(place.path()).with("DAYBOOK_LISTEN", format!("127.0.0.1:{port}"));
    let house = Running::start(&place).await;
    client.until(|it| it["on"] == "connect").await;
    client.subscribe("settings").await;
    assert!(house.stop().await.success());
}
