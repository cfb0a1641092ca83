//! Which addresses are counted as one.
//!
//! Looking at requests is absent: what proxies say of a client is heard elsewhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

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
    fn one_household_is_counted_once() {
        assert_eq!(counted_as("2001:db8::7".parse().unwrap()), counted_as("2001:db8::8".parse().unwrap()));
        assert_ne!(counted_as("10.0.0.1".parse().unwrap()), counted_as("10.0.0.2".parse().unwrap()));
    }
}
