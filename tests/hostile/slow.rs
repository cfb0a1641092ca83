//! Whoever is slow on purpose, or holds what others need: the house waits for so long and gives so
//! much, and goes on with everybody else.

use std::{net::SocketAddr, time::Duration};

use tests::{PATIENCE, Place, Running, until};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Sends a byte now and then until the house has had enough; what it answered until it closed.
async fn drip(address: SocketAddr, head: &str, body: &str) -> String {
    let stream = TcpStream::connect(address).await.expect("a connection");
    let (mut reading, mut writing) = stream.into_split();
    writing.write_all(head.as_bytes()).await.expect("sent");
    let bytes = body.as_bytes().to_vec();
    let dripping = tokio::spawn(async move {
        for byte in bytes.iter().cycle() {
            if writing.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    });
    let mut answer = Vec::new();
    // A reset is an end as well.
    let _ = tokio::time::timeout(PATIENCE, reading.read_to_end(&mut answer)).await.expect("it is ended in time");
    dripping.abort();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn whoever_sends_a_byte_now_and_then_is_cut_off() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let post =
        "POST /api/identity/logins HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nConnection: close\r\n";
    let body = format!("{post}Content-Length: 100000\r\n\r\n");
    let chunks = format!("{post}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n186a0\r\n");
    let (head, body, chunks) = tokio::join!(
        drip(house.address(), "GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ", "x"),
        drip(house.address(), &body, "x"),
        drip(house.address(), &chunks, "x"),
    );
    assert!(head.is_empty() || head.starts_with("HTTP/1.1 4"), "{head}");
    for answer in [body, chunks] {
        assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("body_too_slow"), "{answer}");
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn one_address_does_not_hold_the_connections_of_all() {
    let place = Place::new().with("DAYBOOK_LIMITS_CONNECTIONS_PER_ADDRESS", 20);
    let house = Running::start(&place).await;
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(TcpStream::connect(house.address()).await.expect("taken by the machine"));
    }
    let mut closed = 0;
    until("those that are too many are closed", async || {
        closed = 0;
        for stream in &silent {
            closed += usize::from(matches!(stream.try_read(&mut [0]), Ok(0) | Err(_)) && is_ended(stream));
        }
        closed == 180
    })
    .await;
    let from = "127.0.0.2:0".parse().expect("an address");
    let other = tokio::net::TcpSocket::new_v4().expect("a socket");
    other.bind(from).expect("another address of this machine");
    let mut other = other.connect(house.address()).await.expect("a connection");
    other.write_all(b"GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await.expect("sent");
    let mut answer = String::new();
    other.read_to_string(&mut answer).await.expect("answered");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    drop(silent);
    until("they may come again", async || {
        house.visitor().ask(axum::http::Method::GET, "/healthz").try_send().await.is_some()
    })
    .await;
    assert!(house.stop().await.success());
}

fn is_ended(stream: &TcpStream) -> bool {
    match stream.try_read(&mut [0]) {
        Ok(read) => read == 0,
        Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
    }
}
