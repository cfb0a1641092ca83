//! Whoever dawdles at the door keeps nobody out.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use tests::{Running, until};

use crate::{curl::Curl, place};

/// The beginning of a handshake that promises more than ever comes.
const HALF_A_HELLO: &[u8] = &[0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc];

#[tokio::test]
async fn slow_handshakes_do_not_block_the_others() {
    let place = place("local");
    let house = Running::begin(&place).await;
    let knock = |words: &[u8]| {
        let mut stream = TcpStream::connect(house.address()).expect("a connection");
        stream.write_all(words).expect("sent");
        stream
    };
    let slow: Vec<_> = (0..20).flat_map(|_| [knock(b""), knock(HALF_A_HELLO)]).collect();
    let curl = Curl::trusting(&place.path().join("tls/ca.crt"));
    for _ in 0..10 {
        assert_eq!(curl.get(&format!("https://{}/healthz", house.address())).status, 200);
    }
    drop(slow);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn one_address_has_so_many_handshakes_and_then_none_until_some_are_over() {
    let place = place("local");
    let house = Running::begin(&place).await;
    // One that is turned away itself leaves an error or none; who asked before may hold a place a moment longer.
    let dawdle = || {
        let mut stream = TcpStream::connect(house.address()).expect("a connection");
        let _ = stream.write_all(HALF_A_HELLO);
        stream
    };
    let mut slow: Vec<_> = (0..64).map(|_| dawdle()).collect();
    let curl = Curl::trusting(&place.path().join("tls/ca.crt"));
    let url = format!("https://{}/healthz", house.address());
    until("one is turned away", async || {
        slow.push(dawdle());
        curl.ask(&[&url]).is_err()
    })
    .await;
    drop(slow);
    until("there is room again", async || curl.ask(&[&url]).is_ok()).await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn what_is_neither_is_answered_or_dropped_and_the_house_goes_on() {
    let place = place("local");
    let house = Running::begin(&place).await;
    for words in
        [&b"\x00\x01\x02\x03\r\n\r\n"[..], b"\x16\x16\x16\x16\x16\x16\x16\x16", b"\x80\x2e\x01\x00\x02", b"GET"]
    {
        let mut stream = TcpStream::connect(house.address()).expect("a connection");
        stream.write_all(words).expect("sent");
        stream.shutdown(std::net::Shutdown::Write).expect("closed");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
    }
    let curl = Curl::trusting(&place.path().join("tls/ca.crt"));
    assert_eq!(curl.get(&format!("https://{}/healthz", house.address())).status, 200);
    assert!(house.stop().await.success());
}
