//! Addresses and networks: how they are declared, and which are counted as one.
//!
//! Looking at requests is absent: what proxies say of a client is heard elsewhere.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

/// An address, or a network such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whole = if self.address.is_ipv4() { 32 } else { 128 };
        if self.prefix == whole { self.address.fmt(f) } else { write!(f, "{}/{}", self.address, self.prefix) }
    }
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
