//! A house that is told to stop finishes what it accepted, and nothing acknowledged is lost.

use std::{collections::BTreeMap, sync::Arc};

use axum::http::Method;
use rustix::process::Signal;
use serde_json::json;
use tests::{MailServer, Person, Place, Running, Tray, Visitor};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut text = String::new();
    let mut bytes = vec![0; 4096];
    while !text.contains(end) {
        let length = stream.read(&mut bytes).await.expect("readable");
        assert!(length > 0, "cut off after {text}");
        text.push_str(&String::from_utf8_lossy(&bytes[..length]));
    }
    text
}

#[tokio::test]
async fn a_request_that_was_begun_before_the_end_is_answered() {
    let place = Place::new();
    let (mut house, _, _) = Running::founded(&place).await;
    let body = json!({ "email": "somebody@mail.example", "password": "a long enough word" }).to_string();
    let mut stream = TcpStream::connect(house.address()).await.expect("a connection");
    let head = format!(
        "POST /api/identity/logins HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Expect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    read_until(&mut stream, "100 Continue").await;
    house.signal(Signal::TERM);
    tests::until("nobody new is let in", async || TcpStream::connect(house.address()).await.is_err()).await;
    stream.write_all(body.as_bytes()).await.expect("sent");
    assert!(read_until(&mut stream, "\"login\"").await.contains("HTTP/1.1 202 "));
    assert!(house.ended().await.success());
}

#[tokio::test]
async fn a_letter_that_nobody_takes_keeps_no_house_from_ending() {
    let server = Arc::new(MailServer::start().await);
    let place = MailServer::used_by(Place::new(), server.smtp_port());
    let house = Running::start(&place).await;
    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    visitor.found(&house.token().await, &mut ada).await.expect(201);
    visitor.log_in(&Tray::Server(server.clone()), &ada).await;
    server.stop();
    house.visitor().ask_code(&ada.email, &ada.password).await;
    assert!(house.stop().await.success());
    place.run(&["log", "verify"]).expect(0);
}

/// Renames the house until nobody answers any more; the names that were acknowledged.
async fn rename_until_the_end(visitor: Visitor, client: usize) -> BTreeMap<String, u64> {
    let mut acknowledged = BTreeMap::new();
    for number in 0.. {
        let name = format!("house {client}-{number}");
        let asking = visitor.ask(Method::PATCH, "/api/household/settings").json(&json!({ "name": name }));
        let Some(answer) = asking.try_send().await else { break };
        acknowledged.insert(name, answer.expect(200).position());
    }
    acknowledged
}

#[tokio::test]
async fn what_was_acknowledged_before_the_end_is_in_the_log() {
    let place = Place::new();
    let (house, visitor, _) = Running::founded(&place).await;
    let clients: Vec<_> = (0..4).map(|client| tokio::spawn(rename_until_the_end(visitor.twin(), client))).collect();
    let named = async || visitor.get("/api/household/settings").await.json()["name"] != "Daybook";
    tests::until("the clients are at work", named).await;
    assert!(house.stop().await.success());
    let log = place.run(&["log", "export"]).expect(0).lines();
    for client in clients {
        let acknowledged = client.await.expect("no refusal");
        assert!(!acknowledged.is_empty());
        for (name, position) in acknowledged {
            let event = &log[usize::try_from(position - 1).expect("a place")];
            assert_eq!(event["sentence"], format!("The house was named {name}"));
        }
    }
}
