//! What the machine itself can do: a process that knows nothing but open WebSockets and writes the
//! same frame to each, one after the other. Run as `bench bare`.

use std::{
    net::SocketAddr,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context as _;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// The process, ended when this is dropped.
pub struct Bare {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Bare {
    /// Starts it; each byte it reads on its input makes it write a frame of this length to all.
    pub fn start(bytes: usize) -> anyhow::Result<Self> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut command = Command::new(std::env::current_exe()?);
        let command = command.args(["bare", &port.to_string(), &bytes.to_string()]).stdin(Stdio::piped());
        Ok(Self { child: command.spawn()?, address })
    }

    /// Makes it write.
    pub fn write(&mut self) -> anyhow::Result<()> {
        use std::io::Write as _;
        let input = self.child.stdin.as_mut().context("no input")?;
        Ok(input.write_all(b"\n")?)
    }
}

/// The process itself.
pub async fn run(port: u16, bytes: usize) -> anyhow::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let streams = Arc::<Mutex<Vec<TcpStream>>>::default();
    let taken = streams.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = welcome(stream).await {
                taken.lock().unwrap_or_else(PoisonError::into_inner).push(stream);
            }
        }
    });
    let frame = frame(bytes);
    let writing = tokio::task::spawn_blocking(move || {
        for _command in std::io::stdin().lines().map_while(Result::ok) {
            for stream in streams.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                // What does not fit is not sent: nobody here lags a whole buffer behind.
                let _ = stream.try_write(&frame);
            }
        }
    });
    Ok(writing.await?)
}

async fn welcome(mut stream: TcpStream) -> anyhow::Result<TcpStream> {
    stream.set_nodelay(true)?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    stream.write_all(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n").await?;
    Ok(stream)
}

fn frame(bytes: usize) -> Vec<u8> {
    let text = format!("42[\"entries\",\"{}\"]", "x".repeat(bytes.saturating_sub(15)));
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    let mut frame = vec![0x81, 126];
    frame.extend(length.to_be_bytes());
    frame.extend(text.as_bytes());
    frame
}
