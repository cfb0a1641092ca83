//! Bytes that are hardly HTTP, sent to the real program.

use std::{net::SocketAddr, time::Duration};

use tests::{Place, Running};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// How long an answer may take to begin.
const WHILE: Duration = Duration::from_secs(5);

/// Sends bytes, says that nothing more comes, and reads what is answered until the end.
pub async fn say(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    // The house may have refused and gone before all was sent.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    // Whoever hangs up before the answer gets none; where more is awaited, there is none to wait for.
    let _ = tokio::time::timeout(WHILE, stream.read_buf(&mut answer)).await;
    let _ = stream.shutdown().await;
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn wrong() -> Vec<(&'static str, Vec<u8>)> {
    let post = "POST /api/identity/logins HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n";
    let many: String = (0..300).map(|number| format!("X-{number}: x\r\n")).collect();
    let texts = [
        ("no HTTP at all", "HELLO\r\n\r\n".to_owned()),
        ("TLS", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0".to_owned()),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned()),
        ("a version from the future", "GET / HTTP/9.9\r\nHost: h\r\n\r\n".to_owned()),
        ("a header without a colon", "GET / HTTP/1.1\r\nHost\r\n\r\n".to_owned()),
        ("a space before the colon", "GET / HTTP/1.1\r\nHost : h\r\n\r\n".to_owned()),
        ("a path with a space", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n".to_owned()),
        ("no path", "GET HTTP/1.1\r\nHost: h\r\n\r\n".to_owned()),
        ("a length that is none", format!("{post}Content-Length: -1\r\n\r\n{{}}")),
        ("two lengths", format!("{post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}")),
        ("a chunk that is none", format!("{post}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{{}}\r\n0\r\n\r\n")),
        ("a body cut short", format!("{post}Content-Length: 100\r\n\r\n{{")),
        ("many headers", format!("GET / HTTP/1.1\r\nHost: h\r\n{many}\r\n")),
        ("a huge header", format!("GET / HTTP/1.1\r\nHost: h\r\nX: {}\r\n\r\n", "x".repeat(200_000))),
        ("a huge path", format!("GET /{} HTTP/1.1\r\nHost: h\r\n\r\n", "x".repeat(200_000))),
    ];
    let mut wrong: Vec<_> = texts.into_iter().map(|(what, text)| (what, text.into_bytes())).collect();
    wrong.push(("bytes that are no text", b"GET /\xff\xfe HTTP/1.1\r\nHost: \xff\r\n\r\n".to_vec()));
    wrong.push(("nothing", Vec::new()));
    wrong
}

#[tokio::test]
async fn what_is_hardly_http_is_refused_or_cut_and_the_house_goes_on() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let before = place.run(&["log", "stat", "--json"]).expect(0).json()["events"].clone();
    for (what, bytes) in wrong() {
        let answer = say(house.address(), &bytes).await;
        let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.split(' ').next());
        let fits = answer.is_empty() || status.is_some_and(|status| status.starts_with('4'));
        assert!(fits, "{what}: {answer:.300}");
        house.visitor().get("/healthz").await.expect(200);
    }
    assert_eq!(place.run(&["log", "stat", "--json"]).expect(0).json()["events"], before);
    assert!(house.stop().await.success());
}

/// A connection that is held open without a request must not keep the house from ending.
#[tokio::test]
async fn whoever_says_nothing_keeps_nobody_waiting() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let mut silent = Vec::new();
    for _ in 0..50 {
        silent.push(TcpStream::connect(house.address()).await.expect("a connection"));
    }
    house.visitor().get("/healthz").await.expect(200);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_body_that_never_comes_is_not_waited_for_without_end() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let mut stream = TcpStream::connect(house.address()).await.expect("a connection");
    let head =
        "POST /api/identity/logins HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n";
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = vec![0; 4096];
    let length = tokio::time::timeout(Duration::from_secs(60), stream.read(&mut answer)).await;
    let length = length.expect("an answer in time").expect("readable");
    let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("body_too_slow"), "{answer}");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_refusal_arrives_however_much_is_still_being_sent() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let body = format!("{{\"email\":\"{}\"}}", "x".repeat(4 << 20));
    let head =
        "POST /api/identity/logins HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nConnection: close\r\n";
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    for _ in 0..10 {
        let mut stream = TcpStream::connect(house.address()).await.expect("a connection");
        stream.write_all(request.as_bytes()).await.expect("all of it is taken");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("the answer is whole");
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer:.300}");
    }
    assert!(house.stop().await.success());
}
