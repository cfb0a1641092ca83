//! The least HTTP/1.1 client that can hold a connection open: the load must not cost more than
//! what it loads.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context as _, bail};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
};

/// A connection that is used again and again.
pub struct Client {
    stream: TcpStream,
    address: SocketAddr,
    head: Vec<u8>,
}

/// An answer.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Values of `Set-Cookie`, up to the first semicolon.
    pub cookies: Vec<String>,
    /// The body, where it is JSON.
    pub body: Value,
}

impl Client {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> anyhow::Result<Self> {
        Self::over(TcpStream::connect(address).await?, address)
    }

    /// Connects from another address of this machine.
    pub async fn connect_from(from: Ipv4Addr, address: SocketAddr) -> anyhow::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((from, 0).into())?;
        Self::over(socket.connect(address).await?, address)
    }

    fn over(stream: TcpStream, address: SocketAddr) -> anyhow::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self { stream, address, head: Vec::with_capacity(4096) })
    }

    /// One request, one answer.
    pub async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Answer> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{headers}\r\n{body}",
            self.address
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.read().await
    }

    async fn read(&mut self) -> anyhow::Result<Answer> {
        self.head.clear();
        let end = loop {
            if let Some(end) = self.head.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            if self.stream.read_buf(&mut self.head).await? == 0 {
                bail!("the connection was closed");
            }
        };
        let head = String::from_utf8_lossy(&self.head[..end]).into_owned();
        let status = head.split_whitespace().nth(1).and_then(|status| status.parse().ok()).context("no status")?;
        let values = |name: &str| {
            head.lines()
                .filter_map(|line| line.split_once(": "))
                .filter(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.to_owned())
                .collect::<Vec<_>>()
        };
        let length: usize = values("content-length").first().and_then(|length| length.parse().ok()).unwrap_or(0);
        while self.head.len() < end + length {
            if self.stream.read_buf(&mut self.head).await? == 0 {
                bail!("the connection was closed");
            }
        }
        let body = serde_json::from_slice(&self.head[end..end + length]).unwrap_or(Value::Null);
        let first = |cookie: String| cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(Answer { status, cookies: values("set-cookie").into_iter().map(first).collect(), body })
    }
}
