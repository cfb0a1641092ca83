//! How people come to the house: where it listens, what encrypts it, under which names it is known
//! and whose word on addresses counts.
//!
//! Certificates themselves are absent, above all their keys: whoever runs the house keeps them and
//! tells here what may be known of them.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use tokio::sync::watch;

use domain::Network;

/// What encrypts the connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// Nothing in here.
    Off,
    /// A certificate that somebody else renews.
    Files,
    /// A certificate of the house's own authority.
    Local,
    /// A certificate that is fetched from an authority by ACME.
    Acme,
}

/// What may be known of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Who signed it.
    pub issuer: String,
    /// Names and addresses it is good for.
    pub names: Vec<String>,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// The SHA-256 of it, in hex.
    pub sha256: String,
}

impl CertificateFacts {
    /// The hash in the pairs in which browsers and phones show it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let pairs = self.sha256.as_bytes().chunks(2);
        let pairs: Vec<_> = pairs.map(|pair| String::from_utf8_lossy(pair).to_uppercase()).collect();
        pairs.join(":")
    }
}

/// The house's own authority.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Its certificate as phones take it (PEM).
    pub certificate: Bytes,
    /// What may be known of it.
    pub facts: CertificateFacts,
}

/// The machine the house runs on, as its network knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Machine {
    /// Its name.
    pub hostname: Option<String>,
    /// Its addresses, without those that never leave it.
    pub addresses: Vec<IpAddr>,
}

/// Answers to an authority's HTTP-01 challenges, while it asks.
#[derive(Clone, Debug, Default)]
pub struct Challenges(Arc<Mutex<BTreeMap<String, String>>>);

impl Challenges {
    /// Answers a token from now on.
    pub fn answer(&self, token: String, answer: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(token, answer);
    }

    /// Answers nothing any more.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The answer to a token.
    pub fn of(&self, token: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
    }
}

/// How people come to the house.
#[derive(Clone)]
pub struct Entrance {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where it listens besides, for those who ask without encryption.
    pub plain: Option<SocketAddr>,
    /// What encrypts it.
    pub encryption: Encryption,
    /// The names it was given.
    pub names: Vec<String>,
    /// Proxies in front whose word counts.
    pub proxies: Vec<Network>,
    /// Where they serve files of the data folder from, where they do.
    pub accel_prefix: Option<String>,
    /// The certificate in use.
    pub certificate: watch::Receiver<Option<CertificateFacts>>,
    /// The house's own authority, where there is one.
    pub authority: Option<Authority>,
    /// What is answered to authorities.
    pub challenges: Challenges,
    /// Looks at the machine.
    pub machine: fn() -> Machine,
}

impl Entrance {
    /// Without encryption and without a proxy.
    #[must_use]
    pub fn plain(listen: SocketAddr) -> Self {
        Self {
            listen,
            plain: None,
            encryption: Encryption::Off,
            names: Vec::new(),
            proxies: Vec::new(),
            accel_prefix: None,
            certificate: watch::channel(None).1,
            authority: None,
            challenges: Challenges::default(),
            machine: Machine::default,
        }
    }

    /// Whether people reach it over HTTPS: its own, or that of a proxy.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.encryption != Encryption::Off || !self.proxies.is_empty()
    }

    /// Whether browsers may be told to come over HTTPS only. A phone that does not trust the house's
    /// own authority yet could not come at all any more.
    #[must_use]
    pub const fn is_trusted_everywhere(&self) -> bool {
        matches!(self.encryption, Encryption::Files | Encryption::Acme)
    }

    /// The address on this very machine.
    #[must_use]
    pub fn own_url(&self) -> String {
        let address = self.listen.ip();
        if address.is_unspecified() { self.url("localhost") } else { self.url(&written(address)) }
    }

    /// The addresses a browser could open, the best first; one at least.
    #[must_use]
    pub fn urls(&self) -> Vec<String> {
        let mut hosts = self.names.clone();
        if self.listen.ip().is_unspecified() {
            let Machine { hostname, addresses } = (self.machine)();
            hosts.extend(hostname.filter(|name| !name.contains('.')).map(|name| format!("{name}.local")));
            // All of the older kind come to `[::]`, too; none of the newer kind come to `0.0.0.0`.
            let is_reached = |address: &IpAddr| address.is_ipv4() || self.listen.is_ipv6();
            hosts.extend(addresses.into_iter().filter(is_reached).map(written));
        } else {
            hosts.push(written(self.listen.ip()));
        }
        if hosts.is_empty() {
            hosts.push("localhost".to_owned());
        }
        let mut urls: Vec<String> = Vec::new();
        for url in hosts.iter().map(|host| self.url(host)) {
            if !urls.contains(&url) {
                urls.push(url);
            }
        }
        urls
    }

    /// The same for somebody who opens one for the first time. With a certificate of the house's own an address in
    /// numbers comes first: it opens everywhere at home, and a name only where something announces it.
    #[must_use]
    pub fn urls_to_open(&self) -> Vec<String> {
        let mut urls = self.urls();
        if !self.is_trusted_everywhere() {
            urls.sort_by_key(|url| Self::is_by_name(url));
        }
        urls
    }

    /// Whether a URL tells a name, and no address in numbers.
    #[must_use]
    pub fn is_by_name(url: &str) -> bool {
        let host = url.split_once("://").map_or(url, |(_, host)| host);
        !host.starts_with('[') && host.contains(|sign: char| sign.is_ascii_alphabetic())
    }

    /// What addresses begin with.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        if matches!(self.encryption, Encryption::Off) { "http" } else { "https" }
    }

    /// The address of the house under a name.
    #[must_use]
    pub fn url(&self, host: &str) -> String {
        let (scheme, port) = (self.scheme(), self.listen.port());
        let usual = if scheme == "http" { 80 } else { 443 };
        if port == usual { format!("{scheme}://{host}") } else { format!("{scheme}://{host}:{port}") }
    }
}

/// An address as it stands in a URL.
fn written(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("[{v6}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine() -> Machine {
        let addresses = vec!["192.168.1.7".parse().unwrap(), "fd00::7".parse().unwrap()];
        Machine { hostname: Some("pi".to_owned()), addresses }
    }

    #[test]
    fn a_house_that_listens_everywhere_is_found_by_name_and_address() {
        let listen = "[::]:8443".parse().unwrap();
        let entrance = Entrance { encryption: Encryption::Local, machine, ..Entrance::plain(listen) };
        let (name, four, six) = ("https://pi.local:8443", "https://192.168.1.7:8443", "https://[fd00::7]:8443");
        assert_eq!(
            (entrance.urls(), entrance.urls_to_open()),
            (vec![name.into(), four.into(), six.into()], vec![four.into(), six.into(), name.into()])
        );
        let entrance = Entrance { listen: "0.0.0.0:8443".parse().unwrap(), ..entrance };
        assert_eq!(entrance.urls(), [name, four]);
    }

    #[test]
    fn a_hash_is_shown_as_phones_show_it() {
        let (from, sha256) = (DateTime::UNIX_EPOCH, "00abff".to_owned());
        let facts = CertificateFacts { issuer: String::new(), names: vec![], from, until: from, sha256 };
        assert_eq!(facts.fingerprint(), "00:AB:FF");
    }

    #[test]
    fn the_given_names_come_first_and_a_usual_port_is_left_out() {
        let listen = "0.0.0.0:443".parse().unwrap();
        let names = vec!["house.example".to_owned(), "pi.local".to_owned()];
        let entrance = Entrance { encryption: Encryption::Acme, names, machine, ..Entrance::plain(listen) };
        assert_eq!(entrance.urls()[..2], ["https://house.example", "https://pi.local"]);
        assert_eq!(entrance.urls_to_open(), entrance.urls(), "its certificate is for these names");
        let alone = Entrance::plain("127.0.0.1:80".parse().unwrap());
        assert_eq!(alone.urls(), ["http://127.0.0.1"]);
    }
}
