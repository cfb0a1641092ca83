//! An address or a network, as people write them: `192.168.1.2`, `10.0.0.0/8`, `fd00::/8`.
//!
//! An IPv4 address in the clothes of IPv6 (`::ffff:10.0.0.1`) is the IPv4 address. Names of hosts are deliberately
//! absent: what they lead to changes.

use core::{net::IpAddr, str::FromStr};

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
    fn an_address_is_the_same_in_either_dress() {
        let four: Network = "10.0.0.0/8".parse().unwrap();
        assert!(four.holds("::ffff:10.1.2.3".parse().unwrap()) && !four.holds("::ffff:11.1.2.3".parse().unwrap()));
        assert_eq!("::ffff:10.0.0.1".parse::<Network>().unwrap().to_string(), "10.0.0.1");
        assert!(!"::/0".parse::<Network>().unwrap().holds("10.0.0.1".parse().unwrap()), "all of the other kind");
    }
}
