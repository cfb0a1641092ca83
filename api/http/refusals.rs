//! What was refused at the door for the sake of security, as the messages of the server tell it: once a minute for each
//! client and reason, so that nobody fills the disk by being refused. The metrics count every one.
//!
//! The client's address is absent: the request log has it, by the request's id, for as long as it is kept.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

const TELL_AGAIN: TimeDelta = TimeDelta::minutes(1);
const MOST_KEPT: usize = 4096;
/// The codes of problems that whoever looks after the house wants to hear of.
const TOLD: [&str; 9] = [
    "cross_site",
    "csrf_token_missing",
    "csrf_token_wrong",
    "factor_needed",
    "not_allowed",
    "not_with_key",
    "origin_not_allowed",
    "scope_missing",
    "too_many_requests",
];

/// Who was refused lately, and why.
#[derive(Default)]
pub struct Refusals(Mutex<HashMap<(IpAddr, &'static str), DateTime<Utc>>>);

impl Refusals {
    /// Tells of a refusal, unless it is none of security or was told of a moment ago.
    pub fn note(&self, client: IpAddr, code: &'static str, now: DateTime<Utc>) {
        if TOLD.contains(&code) && self.is_news(client, code, now) {
            tracing::warn!(target: "security", code, "refused");
        }
    }

    fn is_news(&self, client: IpAddr, code: &'static str, now: DateTime<Utc>) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_old = |at: &DateTime<Utc>| now - *at >= TELL_AGAIN;
        if told.len() >= MOST_KEPT {
            told.retain(|_, at| !is_old(at));
        }
        let is_known = told.get(&(client, code)).is_some_and(|at| !is_old(at));
        let has_room = told.len() < MOST_KEPT;
        if !is_known && has_room {
            told.insert((client, code), now);
        }
        !is_known && has_room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_and_reason_is_news_once_a_minute() {
        let (refusals, now) = (Refusals::default(), domain::at(9, 0));
        let news = |last: u8, code, now| refusals.is_news([192, 0, 2, last].into(), code, now);
        assert!(news(1, "cross_site", now) && news(2, "cross_site", now) && news(1, "not_allowed", now));
        assert!(!news(1, "cross_site", now + TimeDelta::seconds(59)));
        assert!(news(1, "cross_site", now + TimeDelta::seconds(60)));
    }

    #[test]
    fn a_crowd_takes_no_more_memory_than_there_is_for_it() {
        let (refusals, now) = (Refusals::default(), domain::at(9, 0));
        let crowd = (0..10_000_u32).filter(|n| refusals.is_news(IpAddr::from(n.to_be_bytes()), "cross_site", now));
        assert_eq!(crowd.count(), MOST_KEPT);
        let later = now + TELL_AGAIN;
        assert!(refusals.is_news([192, 0, 2, 1].into(), "cross_site", later));
        assert_eq!(refusals.0.lock().unwrap().len(), 1);
    }
}
