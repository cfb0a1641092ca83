//! Whom requests are counted by: the person or key that was let in, else the network they come from.

use std::net::{IpAddr, Ipv6Addr};

use uuid::Uuid;

/// Somebody whose requests are counted together. Small, so that many of them take little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// A stranger's address, or the /64 that a household gets of the newer ones.
    Network(IpAddr),
    /// The /48 around it, which somebody may hold as a whole.
    Surroundings(Ipv6Addr),
    /// A person, wherever they are.
    Person(Uuid),
    /// A key, wherever it is used.
    Key(Uuid),
    /// Strangers for whom there was no room to count them apart.
    Crowd(u8),
}

impl Client {
    /// What is counted besides, so that whoever holds many networks is one client still.
    pub fn surroundings(self) -> Option<Self> {
        match self {
            Self::Network(IpAddr::V6(v6)) => {
                Some(Self::Surroundings(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 80))))
            }
            _ => None,
        }
    }

    /// As people are told of it: the network, where it is one.
    pub fn network(self) -> Option<String> {
        match self {
            Self::Network(IpAddr::V4(v4)) => Some(v4.to_string()),
            Self::Network(IpAddr::V6(v6)) => Some(format!("{v6}/64")),
            Self::Surroundings(v6) => Some(format!("{v6}/48")),
            Self::Person(_) | Self::Key(_) | Self::Crowd(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_takes_little_room() {
        assert!(size_of::<(Client, u64)>() <= 32);
    }

    #[test]
    fn whoever_holds_many_networks_has_the_same_surroundings() {
        let of = |text: &str| Client::Network(text.parse().unwrap()).surroundings();
        assert_eq!(of("2001:db8:0:1::"), of("2001:db8:0:ffff::"));
        assert_ne!(of("2001:db8:0:1::"), of("2001:db8:1:1::"));
        assert_eq!(of("192.0.2.1"), None);
        assert_eq!(of("2001:db8:0:1::").unwrap().network().unwrap(), "2001:db8::/48");
    }
}
