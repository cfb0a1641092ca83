//! `daybook health`: asks a running house over the network whether it is ready, as a container or a
//! script would want to know.
//!
//! It opens nothing of the house but the word it left of where it listens, so it may be asked by whoever may not read
//! the data folder. A house that encrypts answers this without encryption, too: no certificate has to fit an address.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context as _, bail};
use clap::Args;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{folder::Folder, printed, refusal::AskedWrongly};

const PATIENCE: Duration = Duration::from_secs(10);
const MOST_ANSWER_BYTES: u64 = 64 * 1024;

/// Ask the running house whether it is ready.
#[derive(Args)]
pub struct Asked {
    /// Where it is, such as http://127.0.0.1:8080 [default: where the house that runs on the data folder
    /// listens, else where the configuration lets it]
    #[arg(long)]
    url: Option<String>,
}

/// Where a house is asked.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    host: String,
    port: u16,
}

impl Asked {
    /// Does what was asked.
    pub async fn run(self, folder: &Folder) -> anyhow::Result<()> {
        let place = match &self.url {
            Some(url) => Place::read(url)?,
            None => Place::of(listens(folder)?),
        };
        let answer = tokio::time::timeout(PATIENCE, place.ask()).await;
        let answer = answer.with_context(|| format!("no answer within {} s", PATIENCE.as_secs()))??;
        match status(&answer) {
            Some(200) => {
                printed::line("ready");
                Ok(())
            }
            Some(status) => bail!("the house is not ready ({status}); daybook views status says more"),
            None => bail!("whoever answers there is no Daybook"),
        }
    }
}

/// Where the running house said it listens, unless a variable says it here; else where the configuration lets it.
fn listens(folder: &Folder) -> anyhow::Result<SocketAddr> {
    let said = folder.holder().and_then(|holder| holder.listen).filter(|_| !folder.listen_is_named());
    said.map_or_else(|| Ok(folder.config()?.listen), Ok)
}

impl Place {
    /// A house that listens everywhere is asked over loopback.
    fn of(listen: SocketAddr) -> Self {
        let loopback = if listen.is_ipv4() { "127.0.0.1" } else { "::1" };
        let host = if listen.ip().is_unspecified() { loopback.to_owned() } else { listen.ip().to_string() };
        Self { host, port: listen.port() }
    }

    fn read(url: &str) -> Result<Self, AskedWrongly> {
        let refuse = || AskedWrongly(format!("'{url}' is no place to ask; use forms like http://127.0.0.1:8080"));
        let rest = url.strip_prefix("http://").ok_or_else(refuse)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| refuse())?),
            _ => (authority, 80),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() || host.contains(['@', ' ']) {
            return Err(refuse());
        }
        Ok(Self { host: host.to_owned(), port })
    }

    async fn ask(&self) -> anyhow::Result<Vec<u8>> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await;
        let stream = stream.with_context(|| format!("nobody answers at {} port {}", self.host, self.port))?;
        Ok(converse(stream, &self.host).await?)
    }
}

async fn converse(mut stream: impl AsyncRead + AsyncWrite + Unpin, host: &str) -> std::io::Result<Vec<u8>> {
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(MOST_ANSWER_BYTES).read_to_end(&mut answer).await?;
    Ok(answer)
}

/// The status of an answer (RFC 9112, section 4).
fn status(answer: &[u8]) -> Option<u16> {
    let line = answer.split(|byte| *byte == b'\r').next()?;
    std::str::from_utf8(line).ok()?.strip_prefix("HTTP/1.1 ")?.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(host: &str, port: u16) -> Place {
        Place { host: host.to_owned(), port }
    }

    #[test]
    fn a_house_that_listens_everywhere_is_asked_over_loopback() {
        let of = |text: &str| Place::of(text.parse().expect("an address"));
        assert_eq!(of("0.0.0.0:80"), place("127.0.0.1", 80));
        assert_eq!(of("[::]:80"), place("::1", 80));
        assert_eq!(of("192.0.2.7:8080"), place("192.0.2.7", 8080));
    }

    #[test]
    fn an_address_is_read_or_refused() {
        assert_eq!(Place::read("http://house.example").expect("read"), place("house.example", 80));
        assert_eq!(Place::read("http://[::1]:8080/readyz").expect("read"), place("::1", 8080));
        for wrong in ["house.example", "ftp://house.example", "http://", "http://house:port", "http://a@b"] {
            assert!(Place::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_status_is_read_from_http_only() {
        assert_eq!(status(b"HTTP/1.1 503 Service Unavailable\r\n\r\n"), Some(503));
        assert_eq!(status(b"SSH-2.0-OpenSSH\r\n"), None);
    }
}
