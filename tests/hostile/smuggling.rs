//! Messages of which two readers could see two different ends: each is refused or read in one way,
//! and what stands after it is no request that anybody else sent.

use tests::{Place, Running};

use crate::raw::say;

const POST: &str = "POST /api/identity/logins HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n";
/// A body of chunks, and after it what somebody would like to have answered as another request.
const CHUNKS: &str = "2\r\n{}\r\n0\r\n\r\n";
const HIDDEN: &str = "GET /api/household/house HTTP/1.1\r\nHost: h\r\n\r\n";

fn answers(said: &str) -> Vec<&str> {
    said.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect()
}

#[tokio::test]
async fn a_length_beside_chunks_hides_no_second_request() {
    let place = Place::new();
    let house = Running::start(&place).await;
    for length in [0, 4, CHUNKS.len(), CHUNKS.len() + HIDDEN.len()] {
        let both = format!("{POST}Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n\r\n{CHUNKS}{HIDDEN}");
        let said = say(house.address(), both.as_bytes()).await;
        assert_eq!(answers(&said).len(), 1, "{length}: {said}");
        assert!(answers(&said)[0].starts_with('4'), "{length}: {said}");
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn an_end_that_is_told_in_another_way_is_refused() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let wrong = [
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: \u{b}chunked",
        "Transfer-Encoding : chunked",
        "Content-Length: +12",
        "Content-Length: 0xc",
        "Content-Length: 12, 12",
        "Content-Length: 12\r\nContent-Length: 13",
        "X: folded\r\n over lines",
        "X: a\rTransfer-Encoding: chunked",
        "X: a\0b",
    ];
    for header in wrong {
        let said = say(house.address(), format!("{POST}{header}\r\n\r\n{CHUNKS}{HIDDEN}").as_bytes()).await;
        assert_eq!(answers(&said), ["400"], "{header}: {said}");
    }
    for chunks in
        ["2\n{}\r\n0\r\n\r\n", "fffffffffffffffff\r\n{}\r\n0\r\n\r\n", "1\r\n{}\r\n0\r\n\r\n", "+2\r\n{}\r\n0\r\n\r\n"]
    {
        let said =
            say(house.address(), format!("{POST}Transfer-Encoding: chunked\r\n\r\n{chunks}{HIDDEN}").as_bytes()).await;
        assert_eq!(answers(&said), ["400"], "{chunks}: {said}");
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_request_is_for_one_host_and_for_no_proxy() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let asked = [
        ("GET /healthz HTTP/1.1\r\n\r\n", "400"),
        ("GET /healthz HTTP/1.1\r\nHost: h\r\nHost: evil\r\n\r\n", "400"),
        ("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n", "200"),
        ("CONNECT evil:443 HTTP/1.1\r\nHost: evil:443\r\n\r\n", "404"),
        ("TRACE / HTTP/1.1\r\nHost: h\r\nCookie: daybook_session=secret\r\n\r\n", "405"),
        ("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "404"),
        ("GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n", "200"),
    ];
    for (request, status) in asked {
        let said = say(house.address(), request.as_bytes()).await;
        assert_eq!(answers(&said), [status], "{request}: {said}");
        assert!(!said.contains("secret"), "nothing is sent back: {said}");
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn no_header_names_another_method() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let asked = house.visitor();
    for name in ["x-http-method-override", "x-http-method", "x-method-override"] {
        let answer = asked.ask(axum::http::Method::POST, "/api/identity/session").header(name, "DELETE").send().await;
        assert_eq!(answer.problem(405), "method_not_allowed");
        let answer = asked.ask(axum::http::Method::POST, "/api/household/house").header(name, "GET").send().await;
        assert_eq!(answer.problem(405), "method_not_allowed");
    }
    assert!(house.stop().await.success());
}
