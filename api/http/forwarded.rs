//! What declared proxies say of a request: from whom it comes, by which scheme it was asked, and
//! for which host.
//!
//! `X-Forwarded-For` is believed from the right, as far as the addresses in it are declared
//! proxies; what a stranger writes to the left of that is never believed. `Forwarded` (RFC 7239)
//! is looked at only where there is no `X-Forwarded-*`: a proxy writes one kind and hands the other
//! on as the stranger wrote it. Past the door no such header is left for anybody to believe.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue, header::HOST, uri::Authority};

use domain::Network;

const SAID: [&str; 7] = [
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-server",
    "x-real-ip",
];

/// What is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarded {
    /// The address of whoever sent the request.
    pub client: IpAddr,
    /// Whether a declared proxy handed it on.
    pub by_proxy: bool,
    /// Whether it was asked over HTTPS, where a proxy says so.
    pub encrypted: Option<bool>,
    /// The host it was asked for, where a proxy says so.
    pub host: Option<HeaderValue>,
}

impl Forwarded {
    /// Listens to the proxies between the client and us.
    pub fn heard(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> Self {
        let trusted = |address: IpAddr| proxies.iter().any(|proxy| proxy.holds(address));
        let said = Said::in_(headers);
        let (mut client, mut hops) = (peer.to_canonical(), 0);
        while trusted(client) {
            match from_the_right(&said.clients, hops).and_then(entry_address) {
                Some(address) => client = address.to_canonical(),
                None => break,
            }
            hops += 1;
        }
        if !trusted(peer.to_canonical()) {
            return Self { client, by_proxy: false, encrypted: None, host: None };
        }
        let last = hops.saturating_sub(1);
        let scheme = at_or_left_of(&said.schemes, last);
        let host = at_or_left_of(&said.hosts, last).filter(|host| host.parse::<Authority>().is_ok());
        Self {
            client,
            by_proxy: !said.clients.is_empty() || scheme.is_some() || host.is_some(),
            encrypted: scheme.map(|scheme| scheme.eq_ignore_ascii_case("https")),
            host: host.and_then(|host| HeaderValue::try_from(host).ok()),
        }
    }

    /// Leaves nothing behind but what is believed.
    pub fn settle(&self, headers: &mut HeaderMap) {
        for name in SAID {
            headers.remove(name);
        }
        if let Some(host) = &self.host {
            headers.insert(HOST, host.clone());
        }
    }
}

/// Everything said, in the order it was written: the nearest proxy's word is the last.
#[derive(Debug, Default)]
struct Said<'a> {
    clients: Vec<&'a str>,
    schemes: Vec<&'a str>,
    hosts: Vec<&'a str>,
}

impl<'a> Said<'a> {
    fn in_(headers: &'a HeaderMap) -> Self {
        let said = Self {
            clients: entries(headers, "x-forwarded-for"),
            schemes: entries(headers, "x-forwarded-proto"),
            hosts: entries(headers, "x-forwarded-host"),
        };
        if said.clients.is_empty() && said.schemes.is_empty() && said.hosts.is_empty() {
            return Self::standard(headers);
        }
        said
    }

    fn standard(headers: &'a HeaderMap) -> Self {
        let mut said = Self::default();
        for element in entries(headers, "forwarded") {
            let mut client = "unknown";
            for (name, value) in element.split(';').filter_map(|pair| pair.split_once('=')) {
                let value = value.trim().trim_matches('"');
                match name.trim().to_ascii_lowercase().as_str() {
                    "for" => client = value,
                    "proto" => said.schemes.push(value),
                    "host" => said.hosts.push(value),
                    _ => {}
                }
            }
            said.clients.push(client);
        }
        said
    }
}

fn from_the_right<'a>(entries: &[&'a str], index: usize) -> Option<&'a str> {
    entries.len().checked_sub(index + 1).map(|at| entries[at])
}

/// Fewer entries than proxies: the first one began them, and each handed them on.
fn at_or_left_of<'a>(entries: &[&'a str], index: usize) -> Option<&'a str> {
    from_the_right(entries, index).or_else(|| entries.first().copied())
}

fn entries<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    let values = headers.get_all(name).iter();
    values.flat_map(|value| value.to_str().unwrap_or("?").split(',')).map(str::trim).collect()
}

/// Some proxies write the port, too.
fn entry_address(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(entry, |(address, _)| address);
    bare.parse().ok().or_else(|| entry.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(peer: &str, said: &[(&'static str, &str)], proxies: &[&str]) -> Forwarded {
        let mut headers = HeaderMap::new();
        for (name, value) in said {
            headers.append(*name, value.parse().unwrap());
        }
        let proxies: Vec<Network> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        Forwarded::heard(peer.parse().unwrap(), &headers, &proxies)
    }

    fn client(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let said: Vec<_> = forwarded.iter().map(|value| ("x-forwarded-for", *value)).collect();
        heard(peer, &said, proxies).client.to_string()
    }

    #[test]
    fn a_stranger_does_not_choose_their_own_address() {
        assert_eq!(client("9.9.9.9", &["1.2.3.4"], &[]), "9.9.9.9");
        assert_eq!(client("9.9.9.9", &["1.2.3.4"], &["10.0.0.0/8"]), "9.9.9.9");
        assert_eq!(client("10.0.0.1", &["1.2.3.4, 9.9.9.9"], &["10.0.0.0/8"]), "9.9.9.9");
    }

    #[test]
    fn a_chain_of_proxies_is_followed_from_the_right() {
        assert_eq!(client("10.0.0.1", &["9.9.9.9, 10.0.0.2"], &["10.0.0.0/8"]), "9.9.9.9");
        assert_eq!(client("10.0.0.1", &["9.9.9.9", "10.0.0.2"], &["10.0.0.0/8"]), "9.9.9.9");
        assert_eq!(client("::ffff:10.0.0.1", &["[2001:db8::7]:4711"], &["10.0.0.1"]), "2001:db8::7");
    }

    #[test]
    fn what_makes_no_sense_ends_the_chain() {
        assert_eq!(client("10.0.0.1", &["9.9.9.9, unknown"], &["10.0.0.0/8"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[], &["0.0.0.0/0"]), "10.0.0.1");
    }

    #[test]
    fn a_proxy_says_scheme_and_host_and_a_stranger_does_not() {
        let said = [("x-forwarded-proto", "https"), ("x-forwarded-host", "house.example:8443")];
        let believed = heard("10.0.0.1", &said, &["10.0.0.0/8"]);
        assert_eq!((believed.by_proxy, believed.encrypted), (true, Some(true)));
        assert_eq!(believed.host.unwrap(), "house.example:8443");
        let stranger = heard("9.9.9.9", &said, &["10.0.0.0/8"]);
        assert_eq!((stranger.by_proxy, stranger.encrypted, stranger.host), (false, None, None));
    }

    #[test]
    fn of_a_scheme_and_host_only_the_proxies_part_is_believed() {
        let said =
            [("x-forwarded-for", "9.9.9.9"), ("x-forwarded-proto", "http, https"), ("x-forwarded-host", "evil, house")];
        let believed = heard("10.0.0.1", &said, &["10.0.0.0/8"]);
        assert_eq!((believed.encrypted, believed.host.unwrap()), (Some(true), HeaderValue::from_static("house")));
        assert_eq!(heard("10.0.0.1", &[("x-forwarded-host", "no host")], &["10.0.0.0/8"]).host, None);
    }

    #[test]
    fn the_standard_header_counts_where_no_other_was_written() {
        let standard = "for=1.2.3.4, for=\"[2001:db8::7]:4711\";proto=https;host=\"house.example\"";
        let believed = heard("10.0.0.1", &[("forwarded", standard)], &["10.0.0.0/8"]);
        assert_eq!((believed.client.to_string().as_str(), believed.encrypted), ("2001:db8::7", Some(true)));
        assert_eq!(believed.host.unwrap(), "house.example");
        let both = [("forwarded", "for=1.2.3.4;host=evil.example"), ("x-forwarded-for", "9.9.9.9")];
        let believed = heard("10.0.0.1", &both, &["10.0.0.0/8"]);
        assert_eq!((believed.client.to_string().as_str(), believed.host), ("9.9.9.9", None));
    }

    #[test]
    fn past_the_door_only_what_is_believed_is_left() {
        let mut headers = HeaderMap::new();
        for name in SAID {
            headers.insert(name, HeaderValue::from_static("evil"));
        }
        headers.insert(HOST, HeaderValue::from_static("127.0.0.1:8080"));
        let host = Some(HeaderValue::from_static("house.example"));
        let client = "9.9.9.9".parse().unwrap();
        Forwarded { client, by_proxy: true, encrypted: None, host }.settle(&mut headers);
        assert_eq!((headers.len(), &headers[HOST]), (1, &HeaderValue::from_static("house.example")));
    }
}
