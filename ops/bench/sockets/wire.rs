//! The least WebSocket client that can listen: the load must not cost more than what it loads.

use std::net::SocketAddr;

use anyhow::{Context as _, ensure};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

/// A connection.
pub struct Wire {
    stream: BufReader<TcpStream>,
    text: Vec<u8>,
}

impl Wire {
    /// Connects and shakes hands.
    pub async fn connect(address: SocketAddr, headers: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let mut stream = BufReader::with_capacity(2048, stream);
        let request = format!(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
             {headers}\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await?);
        }
        ensure!(head.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&head));
        Ok(Self { stream, text: Vec::new() })
    }

    /// A socket that has said hello.
    pub async fn open(address: SocketAddr, headers: &str) -> anyhow::Result<Self> {
        let mut wire = Self::connect(address, headers).await?;
        wire.until(b"0{").await?;
        wire.send("40").await?;
        wire.until(b"40{").await?;
        Ok(wire)
    }

    /// One that listens to the diary.
    pub async fn listening(address: SocketAddr, headers: &str) -> anyhow::Result<Self> {
        let mut wire = Self::open(address, headers).await?;
        wire.send("420[\"subscribe\",{\"type\":\"entries\"}]").await?;
        wire.until(b"430[{\"ok\":true}]").await?;
        wire.until(b"42[\"entries\"").await?;
        Ok(wire)
    }

    /// Sends a short text.
    pub async fn send(&mut self, text: &str) -> anyhow::Result<()> {
        let length = u8::try_from(text.len()).ok().filter(|length| *length < 126).context("too long")?;
        // A mask of zeros leaves the text as it is.
        let mut frame = vec![0x81, 0x80 | length, 0, 0, 0, 0];
        frame.extend(text.as_bytes());
        self.stream.write_all(&frame).await?;
        Ok(())
    }

    /// Waits for a text that begins so; whether the house is still there is answered meanwhile.
    pub async fn until(&mut self, beginning: &[u8]) -> anyhow::Result<&[u8]> {
        loop {
            self.read().await?;
            if self.text == b"2" {
                self.send("3").await?;
            } else if self.text.starts_with(beginning) {
                return Ok(&self.text);
            }
        }
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        let (first, second) = (self.stream.read_u8().await?, self.stream.read_u8().await?);
        ensure!(first & 0x0f != 8, "the house hung up");
        let length = match second {
            126 => u64::from(self.stream.read_u16().await?),
            127 => self.stream.read_u64().await?,
            short => u64::from(short),
        };
        self.text.resize(usize::try_from(length)?, 0);
        self.stream.read_exact(&mut self.text).await?;
        self.text.shrink_to(4096);
        Ok(())
    }
}
