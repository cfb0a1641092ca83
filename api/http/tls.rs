//! The guard of the encrypted door: shakes hands within a time, and not with too many of one
//! address at once, so that nobody who dawdles keeps others out.
//!
//! Whoever comes without encryption is told apart by the first byte and sent to where the plain
//! router sends them. Certificates are absent: the configuration brings what chooses them.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::net::TcpStream;
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig, server::TlsStream};
use tokio_util::either::Either;

use super::client_address::counted_as;

/// How long it may take until both sides can speak.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Handshakes under way with one address.
const MOST_OF_ONE: usize = 64;
/// What a handshake begins with; no word of HTTP does.
const HANDSHAKE_RECORD: u8 = 0x16;
/// The protocol in which an authority only looks at the certificate (RFC 8737).
const ONLY_LOOKING: &[u8] = b"acme-tls/1";

/// A connection on which HTTP is spoken.
pub type Wire = Either<TcpStream, Box<TlsStream<TcpStream>>>;

/// Lets connections in.
#[derive(Clone)]
pub struct Guard {
    acceptor: TlsAcceptor,
    under_way: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Guard {
    /// With certificates as the configuration chooses them.
    pub fn new(config: Arc<ServerConfig>) -> Self {
        Self { acceptor: config.into(), under_way: Arc::default() }
    }

    /// The connection, encrypted or plain as it came; `None` where nothing will be said on it.
    pub async fn let_in(&self, stream: TcpStream, peer: SocketAddr) -> Option<Wire> {
        let _place = self.place(peer.ip())?;
        match tokio::time::timeout(HANDSHAKE, self.shake_hands(stream)).await {
            Ok(Ok(wire)) => wire,
            Ok(Err(error)) => {
                tracing::debug!(%error, %peer, "a handshake failed");
                None
            }
            Err(_) => {
                tracing::debug!(%peer, "a handshake took too long");
                None
            }
        }
    }

    async fn shake_hands(&self, stream: TcpStream) -> std::io::Result<Option<Wire>> {
        let mut first = [0];
        if stream.peek(&mut first).await? == 0 {
            return Ok(None);
        }
        if first[0] != HANDSHAKE_RECORD {
            return Ok(Some(Either::Left(stream)));
        }
        let stream = self.acceptor.accept(stream).await?;
        let is_silent = stream.get_ref().1.alpn_protocol() == Some(ONLY_LOOKING);
        Ok((!is_silent).then(|| Either::Right(Box::new(stream))))
    }

    fn place(&self, address: IpAddr) -> Option<Place> {
        let address = counted_as(address);
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let count = under_way.entry(address).or_default();
        if *count >= MOST_OF_ONE {
            tracing::debug!(%address, "too many handshakes of one address");
            return None;
        }
        *count += 1;
        Some(Place { address, under_way: self.under_way.clone() })
    }
}

/// Held while a handshake is under way.
struct Place {
    address: IpAddr,
    under_way: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = under_way.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                under_way.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio_rustls::rustls::{crypto::ring, server::ResolvesServerCertUsingSni};

    use super::*;

    fn guard() -> Guard {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(ResolvesServerCertUsingSni::new()));
        Guard::new(Arc::new(config))
    }

    #[test]
    fn one_address_holds_so_many_places_and_no_more() {
        let guard = guard();
        let (one, other) = ([10, 0, 0, 1].into(), [10, 0, 0, 2].into());
        let mut places: Vec<_> = (0..MOST_OF_ONE).map(|_| guard.place(one).unwrap()).collect();
        assert!(guard.place(one).is_none() && guard.place(other).is_some());
        places.pop();
        assert!(guard.place(one).is_some());
        drop(places);
        assert!(guard.under_way.lock().unwrap().is_empty());
    }
}
