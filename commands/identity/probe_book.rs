//! Counts of pages that are not here and were asked for, by client and hour, in bounded memory.
//!
//! Different pages count, not requests: a program with an old address in it asks for the same one all day. Which
//! pages they were is kept as bits of a hash, so a stranger's paths take no room.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher as _},
    net::{IpAddr, Ipv6Addr},
    sync::Mutex,
};

use chrono::{DateTime, Utc};
use domain::identity::probes::{Record, is_news, is_trap};

/// Clients counted apart within an hour; the others share a count.
const CLIENTS: usize = 1024;
/// Clients that get lines of their own within an hour; what the others do stands in one.
const TOLD_APART: usize = 20;
const ELSEWHERE: &str = "elsewhere";
const WORDS: usize = 16;

/// The counts of the present hour.
#[derive(Debug, Default)]
pub(crate) struct ProbeBook(Mutex<Hour>);

#[derive(Debug, Default)]
struct Hour {
    hour: i64,
    told_apart: usize,
    clients: HashMap<String, Client>,
}

#[derive(Debug)]
struct Client {
    pages: [u64; WORDS],
    record: Record,
    told: Record,
}

impl Default for Client {
    fn default() -> Self {
        let nothing = Record { pages: 0, traps: 0 };
        Self { pages: [0; WORDS], record: nothing, told: nothing }
    }
}

impl Client {
    /// Counts a page unless it was counted; a few that share a bit are taken for one.
    fn count(&mut self, path: &str) {
        let mut hasher = DefaultHasher::new();
        path.hash(&mut hasher);
        let place = usize::try_from(hasher.finish() % (WORDS as u64 * 64)).unwrap_or_default();
        let (word, bit) = (&mut self.pages[place / 64], 1_u64 << (place % 64));
        if *word & bit == 0 {
            *word |= bit;
            self.record.pages += 1;
            self.record.traps += u32::from(is_trap(path));
        }
    }

    fn is_told(&self) -> bool {
        self.told.pages > 0
    }
}

impl ProbeBook {
    /// Counts one; what is to be written down, and under which name, if it is.
    pub(super) fn count(&self, from: Option<IpAddr>, path: &str, now: DateTime<Utc>) -> Option<(String, Record)> {
        let hour = now.timestamp().div_euclid(3600);
        let mut book = self.0.lock().ok()?;
        if book.hour != hour {
            *book = Hour { hour, ..Hour::default() };
        }
        let mut name = from.map_or_else(|| "nowhere".to_owned(), client);
        let is_known = book.clients.contains_key(&name);
        let is_told = book.clients.get(&name).is_some_and(Client::is_told);
        if (!is_known && book.clients.len() >= CLIENTS) || (!is_told && book.told_apart >= TOLD_APART) {
            ELSEWHERE.clone_into(&mut name);
        }
        let client = book.clients.entry(name.clone()).or_default();
        client.count(path);
        let record = client.record;
        if !is_news(client.told, record) {
            return None;
        }
        let is_first = !client.is_told();
        client.told = record;
        book.told_apart += usize::from(is_first);
        Some((format!("{hour} {name}"), record))
    }
}

/// Whose computer it is: one household is given a /64 of the newer addresses.
fn client(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("{}/64", Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(book: &ProbeBook, from: IpAddr, paths: impl Iterator<Item = String>) -> Vec<Record> {
        paths.filter_map(|path| book.count(Some(from), &path, domain::at(12, 0))).map(|(_, record)| record).collect()
    }

    #[test]
    fn different_pages_are_counted_and_the_same_one_once() {
        let (book, from) = (ProbeBook::default(), IpAddr::from([203, 0, 113, 7]));
        assert!(written(&book, from, (0..1000).map(|_| "/old/address".to_owned())).is_empty());
        let lines = written(&book, from, (0..300).map(|n| format!("/page/{n}")));
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert_eq!(lines[0], Record { pages: 20, traps: 0 });
    }

    #[test]
    fn a_flood_of_clients_takes_bounded_memory_and_leaves_few_lines() {
        let book = ProbeBook::default();
        let mut lines = 0;
        for n in 0..100_000_u32 {
            let from = IpAddr::from((0x0a00_0000 + n).to_be_bytes());
            lines += written(&book, from, ["/.env".to_owned(), format!("/wp-login.php?{n}")].into_iter()).len();
            assert!(book.0.lock().unwrap().clients.len() <= CLIENTS + 1);
        }
        assert!((TOLD_APART..TOLD_APART + 12).contains(&lines), "{lines}");
    }

    #[test]
    fn neighbours_within_a_household_count_together_and_each_hour_begins_anew() {
        let book = ProbeBook::default();
        let count = |from: &str, path: &str, hour| book.count(Some(from.parse().unwrap()), path, domain::at(hour, 0));
        assert_eq!(count("2001:db8::1", "/.env", 12), None);
        assert_eq!(count("2001:db8:0:1::1", "/.git/config", 12), None);
        let both = count("2001:db8::2", "/.git/config", 12).map(|(_, record)| record);
        assert_eq!(both, Some(Record { pages: 2, traps: 2 }));
        assert_eq!(count("2001:db8::2", "/.aws/credentials", 13), None);
    }
}
