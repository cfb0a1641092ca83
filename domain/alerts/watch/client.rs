//! Whose computer an address stands for: an address of the older kind, and of the newer kind the /64 that one
//! household is given (RFC 6177).
//!
//! Nothing is asked of the network here: `core::net` knows how addresses are written, and nothing else.

use core::net::IpAddr;

use crate::{
    Event,
    kernel::{Fact, Personal},
};

/// Whoever asked, as one number; `None` where the address was erased, or there was none.
pub fn client(fact: &Fact<Event>) -> Option<u128> {
    Some(match address(fact)? {
        IpAddr::V4(v4) => v4.to_bits().into(),
        IpAddr::V6(v6) => v6.to_bits() & (u128::MAX << 64),
    })
}

/// The network of whoever asked: what one provider hands out together.
pub fn network(fact: &Fact<Event>) -> Option<u128> {
    Some(match address(fact)? {
        IpAddr::V4(v4) => (v4.to_bits() & (u32::MAX << 8)).into(),
        IpAddr::V6(v6) => v6.to_bits() & (u128::MAX << 80),
    })
}

fn address(fact: &Fact<Event>) -> Option<IpAddr> {
    let text = fact.stamp.from.as_ref().and_then(Personal::text)?;
    text.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}
