//! Which certificate a visitor is shown: the one in use, or to an authority that only looks whether
//! a name is ours (TLS-ALPN-01), the one that answers its question.
//!
//! Swapped while the house runs: handshakes that began with the old one end with it.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use api::CertificateFacts;
use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio::sync::watch;

use super::pair::Pair;

/// The protocol of an authority that only looks (RFC 8737).
const ONLY_LOOKING: &[u8] = b"acme-tls/1";

/// Chooses the certificate.
pub struct Chooser {
    current: RwLock<Arc<CertifiedKey>>,
    answers: RwLock<BTreeMap<String, Arc<CertifiedKey>>>,
    facts: watch::Sender<Option<CertificateFacts>>,
}

impl std::fmt::Debug for Chooser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chooser")
    }
}

impl Chooser {
    /// Begins with a certificate.
    pub fn new(first: &Pair) -> Arc<Self> {
        let (current, answers) = (RwLock::new(first.key.clone()), RwLock::default());
        Arc::new(Self { current, answers, facts: watch::Sender::new(Some(first.facts.clone())) })
    }

    /// Shows another one from now on.
    pub fn replace(&self, pair: &Pair) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = pair.key.clone();
        self.facts.send_replace(Some(pair.facts.clone()));
    }

    /// What may be known of the one in use.
    pub fn facts(&self) -> watch::Receiver<Option<CertificateFacts>> {
        self.facts.subscribe()
    }

    /// Answers an authority that asks for a name.
    pub fn answer(&self, name: &str, key: Arc<CertifiedKey>) {
        self.answers.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_ascii_lowercase(), key);
    }

    /// Answers none any more.
    pub fn forget(&self) {
        self.answers.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// How the house speaks TLS: 1.2 and 1.3, and in it HTTP/1.1.
    ///
    /// # Errors
    /// When the cryptography at hand knows neither.
    pub fn config(self: &Arc<Self>) -> Result<Arc<ServerConfig>, rustls::Error> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(self.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec(), ONLY_LOOKING.to_vec()];
        Ok(Arc::new(config))
    }
}

impl ResolvesServerCert for Chooser {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let mut protocols = hello.alpn().into_iter().flatten();
        if protocols.next() == Some(ONLY_LOOKING) && protocols.next().is_none() {
            let name = hello.server_name()?.to_ascii_lowercase();
            return self.answers.read().unwrap_or_else(PoisonError::into_inner).get(&name).cloned();
        }
        Some(self.current.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}
