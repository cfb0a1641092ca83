//! A test mail: what the server says to it reaches whoever asked, and no secret does.

use std::sync::Arc;

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, House, MailServer, Tray, Visitor, free_port};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};

use crate::mail_server::{PATH, typed, with_server_near};

async fn test(visitor: &Visitor, body: &Value) -> Answer {
    visitor.ask(Method::POST, format!("{PATH}/test")).json(body).send().await
}

#[track_caller]
fn refused(answer: &Answer, parts: &[&str]) {
    let detail = answer.json()["detail"].as_str().expect("a sentence").to_owned();
    for part in parts {
        assert!(detail.contains(part), "'{part}' is not in: {detail}");
    }
    assert_eq!(answer.clone().problem(422), "mail_not_accepted");
}

#[tokio::test]
async fn settings_are_tried_before_they_are_saved() {
    let (house, admin, ada, server) = with_server_near().await;
    let before = house.head();
    let answer = test(&admin, &typed(&server)).await.expect(200);
    assert_eq!(answer.json()["to_masked"], "a***@mail.example");
    assert!(answer.json()["server_said"].as_str().is_some_and(|said| said.starts_with("250")), "{}", answer.text());
    let letter = Tray::Server(server.clone()).wait_for("the letter", |it| it.subject.starts_with("A test mail")).await;
    assert_eq!((letter.to, letter.from.as_str()), (ada.email, "daybook@house.example"));
    assert_eq!(admin.get(PATH).await.json()["source"], "folder", "nothing was saved");
    assert_eq!(house.kinds_after(before).await, ["household.mail_tested.v1"]);
    let entry = admin.get(format!("/api/history/entries/{}", answer.position())).await.expect(200).json();
    assert!(entry["sentence"].as_str().is_some_and(|it| it.contains("was accepted by 127.0.0.1:")), "{entry}");
    house.close().await;
}

#[tokio::test]
async fn without_a_body_the_settings_in_force_are_tried() {
    let (house, admin, _, server) = with_server_near().await;
    let into_folder = admin.ask(Method::POST, format!("{PATH}/test")).send().await.expect(200);
    assert_eq!(into_folder.json()["server_said"], "written into the mail folder");
    house.tray().wait_for("the letter", |letter| letter.subject.starts_with("A test mail")).await;
    admin.put(PATH, typed(&server)).await.expect(200);
    test(&admin, &json!({})).await.expect(200);
    let mut other = typed(&server);
    other.as_object_mut().expect("an object").remove("password");
    test(&admin, &other).await.expect(200);
    admin.delete(PATH).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn a_wrong_password_is_told_as_the_server_told_it() {
    let (house, admin, _, server) = with_server_near().await;
    let mut wrong = typed(&server);
    wrong["password"] = json!("another word altogether");
    let answer = test(&admin, &wrong).await;
    refused(&answer, &["535"]);
    assert!(!answer.text().contains("another word"));
    house.settle().await;
    let entries = admin.get("/api/history/entries?kind=household.mail_tested.v1").await.expect(200);
    assert!(entries.text().contains("was not accepted by 127.0.0.1:") && !entries.text().contains("another word"));
    house.close().await;
}

#[tokio::test]
async fn a_server_that_is_not_there_or_not_trusted_takes_nothing() {
    let server = MailServer::start().await;
    let (house, admin, _) = House::founded().await;
    let nobody = json!({ "host": "127.0.0.1", "port": free_port() });
    refused(&test(&admin, &nobody).await, &["refused"]);
    refused(&test(&admin, &typed(&server)).await, &["certificate", "UnknownIssuer"]);
    let unencrypted = json!({ "host": "127.0.0.1", "port": server.smtp_port(), "security": "none" });
    refused(&test(&admin, &unencrypted).await, &["5"]);
    house.close().await;
}

#[tokio::test]
async fn a_server_that_says_nothing_is_waited_for_only_so_long() {
    let (house, admin, _) = House::founded().await;
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = silent.local_addr().expect("its number").port();
    let listening = tokio::spawn(async move {
        let accepted = silent.accept().await;
        std::future::pending::<()>().await;
        drop(accepted);
    });
    let body = json!({ "host": "127.0.0.1", "port": port });
    let (first, second) = tokio::join!(test(&admin, &body), test(&admin, &body));
    let codes = [first.status(), second.status()];
    assert!(codes.contains(&422) && codes.contains(&429), "one at a time: {codes:?}");
    let waited = if first.status() == 422 { first } else { second };
    refused(&waited, &["did not answer within 10 seconds"]);
    listening.abort();
    house.close().await;
}

/// A mail server that repeats what it was sent.
async fn parrot() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("its number").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            let _ = stream.get_mut().write_all(b"220 parrot\r\n").await;
            let mut line = String::new();
            while stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
                let answer = match line.trim_end().split_once(' ') {
                    Some(("EHLO", _)) => "250-parrot\r\n250 AUTH PLAIN LOGIN\r\n".to_owned(),
                    _ => format!("535 I do not know {}\r\n", line.trim_end()),
                };
                if stream.get_mut().write_all(answer.as_bytes()).await.is_err() {
                    break;
                }
                line.clear();
            }
        }
    });
    port
}

#[tokio::test]
async fn a_server_that_repeats_the_password_does_not_give_it_away() {
    let (house, admin, _) = House::founded().await;
    let (user, password, encoded) = ("ada", "open sesame", "AGFkYQBvcGVuIHNlc2FtZQ==");
    let body =
        json!({ "host": "127.0.0.1", "port": parrot().await, "security": "none", "user": user, "password": password });
    let answer = test(&admin, &body).await;
    refused(&answer, &["535", "I do not know", "(hidden)"]);
    assert!(!answer.text().contains(encoded) && !answer.text().contains(password), "{}", answer.text());
    house.close().await;
}

#[tokio::test]
async fn a_few_tests_a_minute_are_enough() {
    let (house, admin, _) = House::founded().await;
    for _ in 0..3 {
        test(&admin, &json!({})).await.expect(200);
    }
    let answer = test(&admin, &json!({})).await;
    assert_eq!(answer.header("retry-after"), Some("60"));
    assert_eq!(answer.problem(429), "too_many_mail_tests");
    house.advance(Duration::minutes(1));
    test(&admin, &json!({})).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn one_key_is_one_letter() {
    let (house, admin, _, server) = with_server_near().await;
    let body = typed(&server);
    let once = || {
        let asking = admin.ask(Method::POST, format!("{PATH}/test")).json(&body);
        asking.header("idempotency-key", "try-1").send()
    };
    let (first, second) = (once().await.expect(200), once().await.expect(200));
    assert_eq!((first.json(), first.position()), (second.json(), second.position()));
    assert_eq!(Tray::Server(Arc::clone(&server)).letters().await.len(), 1);
    house.close().await;
}
