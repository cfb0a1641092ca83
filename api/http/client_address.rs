//! Where a request comes from: the peer, or what proxies that were declared say of it.
//!
//! X-Forwarded-For is believed from the right, as far as the addresses in it are declared
//! proxies; what a stranger writes to the left of that is never believed.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use axum::http::HeaderMap;

/// An address, or a network such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// The text is no network.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is neither an address nor a network; use forms like 192.168.1.2 or 10.0.0.0/8")]
pub struct NoNetwork(String);

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let refuse = || NoNetwork(text.to_owned());
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address = IpAddr::from_str(address).map_err(|_| refuse())?.to_canonical();
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(most), u8::from_str).map_err(|_| refuse())?;
        if prefix > most { Err(refuse()) } else { Ok(Self { address, prefix }) }
    }
}

impl Network {
    /// Whether an address is in it.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix)).unwrap_or(0);
                ours.to_bits() & mask == theirs.to_bits() & mask
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
                ours.to_bits() & mask == theirs.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// The address of whoever sent the request.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let trusted = |address: IpAddr| proxies.iter().any(|proxy| proxy.holds(address));
    let mut client = peer.to_canonical();
    let values = headers.get_all("x-forwarded-for").iter().rev();
    let mut entries = values.flat_map(|value| value.to_str().unwrap_or("?").rsplit(','));
    while trusted(client) {
        match entries.next().and_then(|entry| entry_address(entry.trim())) {
            Some(address) => client = address.to_canonical(),
            None => break,
        }
    }
    client
}

/// Some proxies write the port, too.
fn entry_address(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(entry, |(address, _)| address);
    bare.parse().ok().or_else(|| entry.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
}

/// What is counted together: an address, or what one household gets of the newer ones.
pub fn counted_as(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into(),
    }
}

/// Stands for requests that came over no network.
pub const NOWHERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let proxies: Vec<Network> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        client_address(peer.parse().unwrap(), &headers, &proxies).to_string()
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
    fn networks_are_read_or_refused() {
        for wrong in ["", "house", "10.0.0.0/33", "::/129", "10.0.0.0/x"] {
            assert_eq!(wrong.parse::<Network>(), Err(NoNetwork(wrong.to_owned())));
        }
        assert!("fd00::/8".parse::<Network>().unwrap().holds("fd12::1".parse().unwrap()));
    }

    #[test]
    fn one_household_is_counted_once() {
        assert_eq!(counted_as("2001:db8::7".parse().unwrap()), counted_as("2001:db8::8".parse().unwrap()));
        assert_ne!(counted_as("10.0.0.1".parse().unwrap()), counted_as("10.0.0.2".parse().unwrap()));
    }
}
