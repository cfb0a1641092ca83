//! Who reached a limit lately, and how often they went on: for the people who look after the house,
//! and for the rule that writes down who does not listen.
//!
//! Kept in memory, for a few hundred clients: it is no record. What must be remembered is an event.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::household::limits::Limit;

use super::client::Client;

const MOST_KEPT: usize = 256;
const KEPT: TimeDelta = TimeDelta::hours(24);
const ELSEWHERE: Client = Client::Crowd(u8::MAX);

/// Somebody who reached a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limited {
    /// Who.
    pub client: Client,
    /// Which limit.
    pub limit: Limit,
    /// How many of their requests were refused, in all that is remembered.
    pub refused: u64,
    /// When the last one was.
    pub last: DateTime<Utc>,
    hour: i64,
    in_hour: u32,
}

/// Who reached a limit lately.
#[derive(Default)]
pub struct Lately(Mutex<HashMap<(Client, Limit), Limited>>);

impl Lately {
    /// Counts a refused request; answers under whom, and how many there were within the hour.
    pub fn note(&self, client: Client, limit: Limit, now: DateTime<Utc>) -> (Client, u32) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hour = now.timestamp().div_euclid(3600);
        if !kept.contains_key(&(client, limit)) && kept.len() >= MOST_KEPT {
            kept.retain(|_, limited| limited.hour == hour);
        }
        let has_room = kept.len() < MOST_KEPT || kept.contains_key(&(client, limit));
        let client = if has_room { client } else { ELSEWHERE };
        let new = Limited { client, limit, refused: 0, last: now, hour, in_hour: 0 };
        let limited = kept.entry((client, limit)).or_insert(new);
        if limited.hour != hour {
            (limited.hour, limited.in_hour) = (hour, 0);
        }
        (limited.refused, limited.last) = (limited.refused + 1, now);
        limited.in_hour = limited.in_hour.saturating_add(1);
        (client, limited.in_hour)
    }

    /// Everybody of the last day, the latest first.
    pub fn all(&self, now: DateTime<Utc>) -> Vec<Limited> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, limited| now - limited.last < KEPT);
        let mut all: Vec<_> = kept.values().copied().collect();
        all.sort_unstable_by_key(|limited| std::cmp::Reverse(limited.last));
        all
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn client(number: u32) -> Client {
        Client::Network(IpAddr::from(number.to_be_bytes()))
    }

    #[test]
    fn each_hour_is_counted_anew_and_a_day_is_remembered() {
        let (lately, nine) = (Lately::default(), domain::at(9, 0));
        assert_eq!(lately.note(client(1), Limit::LoginHour, nine).1, 1);
        assert_eq!(lately.note(client(1), Limit::LoginHour, nine).1, 2);
        assert_eq!(lately.note(client(1), Limit::LinkHour, nine).1, 1);
        assert_eq!(lately.note(client(1), Limit::LoginHour, domain::at(10, 0)).1, 1);
        let all = lately.all(domain::at(10, 0));
        assert_eq!((all.len(), all[0].refused, all[0].limit), (2, 3, Limit::LoginHour));
        assert!(lately.all(nine + TimeDelta::hours(25)).is_empty());
    }

    #[test]
    fn a_crowd_is_counted_together() {
        let (lately, now) = (Lately::default(), domain::at(9, 0));
        for number in 0..1000 {
            lately.note(client(number), Limit::StrangerHour, now);
        }
        assert_eq!(lately.all(now).len(), MOST_KEPT + 1);
        assert_eq!(lately.note(client(5000), Limit::StrangerHour, now), (ELSEWHERE, 1000 - MOST_KEPT as u32 + 1));
        lately.note(client(5000), Limit::StrangerHour, domain::at(10, 0));
        assert_eq!(lately.all(domain::at(10, 0)).len(), 1, "the next hour has room");
    }
}
