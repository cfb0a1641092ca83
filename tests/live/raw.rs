//! A client that keeps to no rules: WebSocket frames by hand, so that it can send what no client
//! sends, and be silent where every client speaks.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpSocket,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

/// A connection.
pub struct Raw {
    reader: OwnedReadHalf,
    writer: OwnedWriteHalf,
}

/// How a handshake was answered.
pub struct Answered {
    /// The status.
    pub status: u16,
    /// All that was answered.
    pub text: String,
    /// The connection.
    pub raw: Raw,
}

impl Raw {
    /// Asks for a WebSocket with these headers besides.
    pub async fn shake(address: SocketAddr, headers: &str) -> Answered {
        // A small window, so that whoever does not read is noticed.
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a small window");
        let mut stream = socket.connect(address).await.expect("a connection");
        let request = format!(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: house.example\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
             {headers}\r\n"
        );
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("an answer"));
        }
        let text = String::from_utf8(head).expect("text");
        let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
        let (reader, writer) = stream.into_split();
        Answered { status, text, raw: Self { reader, writer } }
    }

    /// A socket that has said hello with a cookie.
    pub async fn connected(address: SocketAddr, cookie: &str) -> Self {
        let answered = Self::shake(address, &format!("Cookie: {cookie}\r\n")).await;
        assert_eq!(answered.status, 101, "{}", answered.text);
        let mut raw = answered.raw;
        assert!(raw.read().await.expect("an open packet").starts_with("0{"));
        raw.send("40").await;
        assert!(raw.read().await.expect("an answer").starts_with("40{"));
        raw
    }

    /// Sends a text; whether it could.
    pub async fn send(&mut self, text: &str) -> bool {
        self.writer.write_all(&frame(text)).await.is_ok()
    }

    /// Sends a text again and again, for as long as it can, and reads meanwhile to the end: what came is lost where somebody is
    /// cut off who did not read it. All texts.
    pub async fn flood(&mut self, text: &str, times: usize) -> Vec<String> {
        let (reader, writer, frame) = (&mut self.reader, &mut self.writer, frame(text));
        let sending = async {
            for _ in 0..times {
                if writer.write_all(&frame).await.is_err() {
                    break;
                }
            }
        };
        let reading = async {
            let mut texts = Vec::new();
            while let Some(text) = read(reader).await {
                texts.push(text);
            }
            texts
        };
        tokio::join!(sending, reading).1
    }

    /// The next text; `None` when the connection is over.
    pub async fn read(&mut self) -> Option<String> {
        read(&mut self.reader).await
    }
}

fn frame(text: &str) -> Vec<u8> {
    let length = text.len();
    let mut frame = vec![0x81];
    match u16::try_from(length) {
        Ok(short) if short < 126 => frame.push(0x80 | u8::try_from(short).expect("short")),
        Ok(medium) => {
            frame.push(0x80 | 126);
            frame.extend(medium.to_be_bytes());
        }
        Err(_) => {
            frame.push(0x80 | 127);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    // A mask of zeros leaves the text as it is.
    frame.extend([0; 4]);
    frame.extend(text.as_bytes());
    frame
}

async fn read(reader: &mut OwnedReadHalf) -> Option<String> {
    loop {
        let (first, second) = (reader.read_u8().await.ok()?, reader.read_u8().await.ok()?);
        let length = match second {
            126 => u64::from(reader.read_u16().await.ok()?),
            127 => reader.read_u64().await.ok()?,
            short => u64::from(short),
        };
        let mut payload = vec![0; usize::try_from(length).expect("it fits")];
        reader.read_exact(&mut payload).await.ok()?;
        match first & 0x0f {
            // It is asked whether it is still there, and does not say.
            1 if payload == b"2" => {}
            1 => return Some(String::from_utf8(payload).expect("text")),
            8 => return None,
            _ => {}
        }
    }
}
