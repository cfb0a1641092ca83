//! What a socket may not do: be one too many, come from elsewhere, speak nonsense, speak too much,
//! or be silent for too long.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Place, until};

use crate::{
    client::{Client, KINDS, Kind, Shown, cookie},
    figure, moved_in, name,
    raw::Raw,
};

#[tokio::test]
async fn an_address_has_so_many_sockets_and_others_have_theirs() {
    let place = Place::new().with("DAYBOOK_LIMITS_SOCKETS_PER_ADDRESS", 3).with("DAYBOOK_PROXIES", "127.0.0.1");
    let house = tests::Running::start(&place).await;
    let from = |address: &str| format!("X-Forwarded-For: {address}\r\n");
    let mut held = Vec::new();
    for address in ["2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::3"] {
        held.push(Raw::shake(house.address(), &from(address)).await);
    }
    assert!(held.iter().all(|answered| answered.status == 101));
    let fourth = Raw::shake(house.address(), &from("2001:db8::4")).await;
    assert_eq!(fourth.status, 429, "one household's network is counted as one: {}", fourth.text);
    assert_eq!(Raw::shake(house.address(), &from("2001:db8:0:1::1")).await.status, 101);
    // A stranger does not choose their own address: only the last proxy is believed.
    assert_eq!(Raw::shake(house.address(), &from("9.9.9.9, 2001:db8::5")).await.status, 429);
    let polling = house.visitor();
    let asking = polling.ask(Method::GET, "/socket.io/?EIO=4&transport=polling");
    let answer = asking.header("x-forwarded-for", "2001:db8::6").send().await;
    assert_eq!(answer.problem(429), "too_many_sockets");
    held.pop();
    let again = async || Raw::shake(house.address(), &from("2001:db8::4")).await.status == 101;
    until("a place is free again", again).await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn the_house_has_so_many_sockets() {
    let place = Place::new().with("DAYBOOK_LIMITS_SOCKETS_IN_ALL", 2);
    let (house, _, _) = moved_in(&place).await;
    let held = [Raw::shake(house.address(), "").await, Raw::shake(house.address(), "").await];
    assert!(held.iter().all(|answered| answered.status == 101));
    let third = Raw::shake(house.address(), "").await;
    assert_eq!(third.status, 503, "{}", third.text);
    assert!(figure(&house, "daybook_socket_refusals_total").await >= 1.0);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_page_of_another_site_opens_no_socket() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let cookie = format!("Cookie: {}\r\n", cookie(&admin));
    for foreign in [
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://house.example.evil.example\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\nOrigin: http://house.example\r\n",
    ] {
        let answered = Raw::shake(house.address(), &format!("{cookie}{foreign}")).await;
        assert_eq!(answered.status, 403, "{foreign}: {}", answered.text);
        let (name, value) = foreign.lines().next().and_then(|line| line.split_once(": ")).expect("a header");
        let asking = admin.ask(Method::GET, "/socket.io/?EIO=4&transport=polling").header(name, value);
        assert_eq!(asking.send().await.problem(403), "cross_site", "{foreign}");
    }
    let friend = format!("{cookie}Origin: https://friend.example\r\nSec-Fetch-Site: cross-site\r\n");
    assert_eq!(Raw::shake(house.address(), &friend).await.status, 403);
    let named = json!({ "allowed_origins": ["https://friend.example"] });
    admin.patch("/api/household/settings", named).await.expect(200);
    assert_eq!(Raw::shake(house.address(), &friend).await.status, 101, "an admin named it");
    for own in ["Origin: http://house.example\r\n", "Sec-Fetch-Site: same-origin\r\n", ""] {
        assert_eq!(Raw::shake(house.address(), &format!("{cookie}{own}")).await.status, 101, "{own}");
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    for kind in KINDS {
        let mut client = Client::connected(kind, house.address(), &admin).await;
        client.subscribe("settings").await;
        let wrong = [
            ("subscribe", json!({ "type": "weather" }), "type_unknown"),
            ("subscribe", json!({ "type": 5 }), "body_malformed"),
            ("subscribe", json!({}), "body_malformed"),
            ("subscribe", json!("entries"), "body_malformed"),
            ("subscribe", json!({ "type": "entries", "after": -1 }), "body_malformed"),
            ("unsubscribe", json!({ "type": "settings", "all": true }), "body_malformed"),
            ("publish", json!({ "type": "settings" }), "event_unknown"),
        ];
        for (event, body, code) in wrong {
            let answer = client.ask(event, body.clone()).await;
            assert_eq!((&answer["ok"], &answer["code"]), (&json!(false), &json!(code)), "{kind:?}: {event} {body}");
            assert!(answer["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{answer}");
        }
        client.say("subscribe", json!({ "type": "weather" }));
        assert_eq!(client.message("problem").await["code"], "type_unknown", "{kind:?}");
        let called = format!("House of {kind:?}");
        name(&admin, &called).await;
        assert_eq!(client.message("settings").await["data"]["name"], called, "it listens to what it did");
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn packets_that_are_none_end_the_connection_and_nothing_else() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let large = format!("42[\"subscribe\",\"{}\"]", "x".repeat(20_000));
    for wrong in
        ["", "9", "4", "42", "42{", "42[", "42[5]", "451-[\"subscribe\",{\"_placeholder\":true,\"num\":0}]", &large]
    {
        let mut raw = Raw::connected(house.address(), &cookie(&admin)).await;
        raw.send(wrong).await;
        let mut witness = Raw::connected(house.address(), &cookie(&admin)).await;
        assert!(witness.send("420[\"subscribe\",{\"type\":\"settings\"}]").await);
        assert_eq!(witness.read().await.as_deref(), Some("430[{\"ok\":true}]"), "after {wrong:.20}");
    }
    until("all of them are gone", async || figure(&house, "daybook_sockets").await == 0.0).await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn whoever_sends_too_much_is_told_why_and_closed() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let mut raw = Raw::connected(house.address(), &cookie(&admin)).await;
    let told = raw.flood("42[\"subscribe\",{\"type\":\"settings\"}]", 500).await;
    let why = told.iter().find(|text| text.contains("too_many_messages"));
    assert!(why.is_some_and(|why| why.starts_with("42[\"problem\",")), "{:?}", told.last());
    until("its place is free", async || figure(&house, "daybook_sockets").await == 0.0).await;
    assert_eq!(figure(&house, "daybook_socket_closings_total").await, 1.0);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn whoever_does_not_answer_is_found_and_removed() {
    let place = Place::new().with("DAYBOOK_LIMITS_SOCKET_PING_SECONDS", 1);
    let (house, admin, _) = moved_in(&place).await;
    let mut alive = Client::connected(Kind::NodeWebSocket, house.address(), &admin).await;
    // It holds its connection open, takes what comes and never says a word.
    let dead = Raw::connected(house.address(), &cookie(&admin)).await;
    // It never even says hello.
    let silent = Raw::shake(house.address(), "").await;
    until("all of them are here", async || figure(&house, "daybook_sockets").await == 3.0).await;
    until("the dead are removed", async || figure(&house, "daybook_sockets").await == 1.0).await;
    alive.subscribe("settings").await;
    drop((dead, silent));
    assert!(house.stop().await.success());
}

fn address_of(number: u32) -> String {
    format!("https://{}.{number}.house.example", "a".repeat(220))
}

/// Changes that take long to tell.
async fn change_everything(admin: &tests::Visitor, number: u32) {
    let (name, sender) =
        (format!("{} {number}", "\u{1f3e0}".repeat(50)), format!("{}{number}@mail.example", "a".repeat(50)));
    let zone = if number.is_multiple_of(2) { "Europe/Berlin" } else { "Europe/Paris" };
    let change = json!({ "name": name, "time_zone": zone, "public_address": address_of(number), "mail_sender": sender,
        "alert_digest_minutes": 1000 + number % 400 });
    admin.patch("/api/household/settings", change).await.expect(200);
}

#[tokio::test]
async fn whoever_does_not_read_is_cut_off_and_holds_up_nobody() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    for number in 0..20 {
        change_everything(&admin, number).await;
    }
    let mut slow = Raw::connected(house.address(), &cookie(&admin)).await;
    // As many snapshots as it may ask for at once: the system's own buffers are large.
    for _ in 0..35 {
        assert!(slow.send("42[\"subscribe\",{\"type\":\"entries\"}]").await);
    }
    assert!(slow.send("42[\"subscribe\",{\"type\":\"settings\"}]").await);
    let mut quick = Client::connected(Kind::NodeWebSocket, house.address(), &admin).await;
    quick.subscribe("settings").await;
    let mut number = 20;
    until("the slow one is cut off", async || {
        for _ in 0..25 {
            number += 1;
            change_everything(&admin, number).await;
        }
        figure(&house, "daybook_socket_closings_total{reason=\"too_slow\"}").await >= 1.0
    })
    .await;
    until("its place is free", async || figure(&house, "daybook_sockets").await == 1.0).await;
    let last = Value::from(address_of(number));
    quick.until(|it| it["message"]["data"]["public_address"] == last).await;
    drop(slow);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn an_answer_says_what_it_is_asked_for_only() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let answered = Raw::shake(house.address(), "").await;
    let head = answered.text.to_lowercase();
    for header in ["x-request-id: ", "content-security-policy: ", "x-content-type-options: nosniff"] {
        assert!(head.contains(header), "{head}");
    }
    for (path, status) in [
        ("/socket.io/?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAA", 400),
        ("/socket.io/?EIO=4&transport=websocket&sid=AAAAAAAAAAAAAAAA", 400),
        ("/socket.io/?EIO=4&transport=carrier-pigeon", 400),
        ("/socket.io/", 400),
        ("/socket.io/elsewhere", 404),
    ] {
        assert_eq!(admin.get(path).await.status(), status, "{path}");
    }
    let mut client = Client::of(Kind::NodePolling);
    client.call(house.address(), &Shown::Cookie(cookie(&admin)), false);
    client.next("connect").await;
    assert!(house.stop().await.success());
}
