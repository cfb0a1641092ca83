//! Counts of failed logins with unknown addresses, and of refused keys, by network (or key) and hour, in bounded memory.
//!
//! The rule writes only round counts down; between them a restart may lose a few.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::Mutex,
};

use chrono::{DateTime, Utc};

/// Networks counted apart within an hour; the others share a count.
const NETWORKS: usize = 256;

/// The counts of the present hour.
#[derive(Debug, Default)]
pub(crate) struct StrangerBook(Mutex<Hour>);

#[derive(Debug, Default)]
struct Hour {
    hour: i64,
    counts: HashMap<String, u32>,
}

impl StrangerBook {
    /// Counts one; answers which count it was, and how many there are in it.
    pub(super) fn count(&self, from: Option<IpAddr>, now: DateTime<Utc>) -> Option<(String, u32)> {
        self.count_under(from.map_or_else(|| "nowhere".to_owned(), network), now)
    }

    /// The same under any name.
    pub(super) fn count_under(&self, mut name: String, now: DateTime<Utc>) -> Option<(String, u32)> {
        let hour = now.timestamp().div_euclid(3600);
        let mut book = self.0.lock().ok()?;
        if book.hour != hour {
            *book = Hour { hour, counts: HashMap::new() };
        }
        if !book.counts.contains_key(&name) && book.counts.len() >= NETWORKS {
            "elsewhere".clone_into(&mut name);
        }
        let count = book.counts.entry(name.clone()).or_default();
        *count = count.saturating_add(1);
        Some((format!("{hour} {name}"), *count))
    }
}

/// The network of an address: what one household or server is usually given.
pub(super) fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_networks_shares_a_count() {
        let book = StrangerBook::default();
        let now = domain::at(12, 0);
        for n in 0..u8::MAX {
            assert_eq!(book.count(Some(IpAddr::from([10, n, 1, 1])), now).map(|(_, count)| count), Some(1));
        }
        book.count(Some(IpAddr::from([11, 0, 0, 1])), now);
        assert_eq!(book.count(Some(IpAddr::from([12, 0, 0, 1])), now).map(|(_, count)| count), Some(1));
        assert_eq!(book.count(Some(IpAddr::from([13, 0, 0, 1])), now).map(|(_, count)| count), Some(2));
    }

    #[test]
    fn neighbours_count_together_and_each_hour_begins_anew() {
        let book = StrangerBook::default();
        book.count(Some(IpAddr::from([10, 0, 0, 1])), domain::at(12, 0));
        let second = book.count(Some(IpAddr::from([10, 0, 0, 2])), domain::at(12, 59));
        assert_eq!(second.map(|(_, count)| count), Some(2));
        let next_hour = book.count(Some(IpAddr::from([10, 0, 0, 1])), domain::at(13, 0));
        assert_eq!(next_hour.map(|(_, count)| count), Some(1));
    }
}
