//! A WebSocket through a proxy, spoken by hand: Engine.IO 4 (its protocol's own document) opens by
//! polling and changes over to a WebSocket (RFC 6455), which the proxy must let pass.

use tests::Visitor;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};
use tokio_rustls::client::TlsStream;

use crate::{
    behind::{Behind, NAME, Program},
    line,
};

type Line = BufReader<TlsStream<TcpStream>>;

/// Opens by polling, changes over, and speaks there.
pub async fn change_over(program: &Program) {
    let behind = Behind::start(program).await;
    let ada = behind.ada().await;
    let opened = ada.get("/socket.io/?EIO=4&transport=polling").await.expect(200);
    let opened: serde_json::Value = serde_json::from_str(&opened.text()[1..]).expect("an open packet");
    let sid = opened["sid"].as_str().expect("a session of the socket");
    assert!(opened["upgrades"].as_array().expect("a list").iter().any(|way| way == "websocket"), "{opened}");
    let mut line = upgrade(&behind, &ada, sid).await;
    say(&mut line, "2probe").await;
    assert_eq!(hear(&mut line).await, "3probe");
    say(&mut line, "5").await;
    // The default namespace of Socket.IO is joined over the WebSocket.
    say(&mut line, "40").await;
    let mut joined = hear(&mut line).await;
    while !joined.starts_with("40") {
        assert!(joined == "2" || joined == "6", "{joined}");
        joined = hear(&mut line).await;
    }
    drop(line);
    behind.stop().await;
}

/// Asks for the WebSocket of a session.
async fn upgrade(behind: &Behind, visitor: &Visitor, sid: &str) -> Line {
    let mut line = BufReader::new(line::encrypted(behind.proxy.site.port).await.expect("the proxy answers"));
    let session = visitor.cookie("__Host-daybook_session").expect("a cookie");
    let request = format!(
        "GET /socket.io/?EIO=4&transport=websocket&sid={sid} HTTP/1.1\r\nHost: {NAME}\r\nOrigin: https://{NAME}\r\n\
         Cookie: __Host-daybook_session={session}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    line.write_all(request.as_bytes()).await.expect("sent");
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(line.read_line(&mut head).await.expect("text") > 0, "the line was cut: {head}");
    }
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    // The key above and what goes with it are the example of the RFC, section 1.3.
    assert!(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{head}");
    line
}

/// A short text, masked with zeros.
async fn say(line: &mut Line, text: &str) {
    let length = u8::try_from(text.len()).expect("a short text");
    assert!(length < 126);
    let head = [0x81, 0x80 | length, 0, 0, 0, 0];
    line.write_all(&[&head[..], text.as_bytes()].concat()).await.expect("said");
    line.flush().await.expect("said");
}

/// The next text.
async fn hear(line: &mut Line) -> String {
    let (kind, length) = (line.read_u8().await.expect("a frame"), line.read_u8().await.expect("its length"));
    assert_eq!(kind, 0x81, "a whole text");
    let length = match length {
        126 => usize::from(line.read_u16().await.expect("its length")),
        127 => panic!("too long for what is said here"),
        short => usize::from(short),
    };
    let mut text = vec![0; length];
    line.read_exact(&mut text).await.expect("its text");
    String::from_utf8(text).expect("text")
}
