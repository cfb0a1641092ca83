//! Requests that were refused because a limit was reached, folded by network, limit and hour.
//!
//! Whoever stops when told to is not written down. Only the 100th, 1,000th, ... is, so a flood of
//! them cannot flood the log.

use serde::{Deserialize, Serialize};

use crate::{
    household::limits::Limit,
    identity::Event,
    kernel::{Decider, Stamp},
};

/// From this count on somebody does not listen.
pub const HEEDLESS: u32 = 100;
/// From this count on it is a flood.
pub const FLOOD: u32 = 1000;

/// How many were written down for one network and limit within one hour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Insistence {
    written: u32,
}

/// Count a refused request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which limit was reached.
    pub limit: Limit,
    /// How many were refused within the hour, this one included.
    pub count: u32,
}

/// Counting is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Never {}

/// Somebody goes on asking although they were told to wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitIgnored {
    /// The limit's word.
    pub limit: String,
    /// How many times within the hour, so far.
    pub count: u32,
}

/// Somebody floods the house with requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitStormed {
    /// The limit's word.
    pub limit: String,
    /// How many times within the hour, so far.
    pub count: u32,
}

/// Whether a count is one that is written down: 100, 1,000, ...
#[must_use]
pub fn is_told(count: u32) -> bool {
    count >= HEEDLESS && 10_u32.pow(count.ilog10()) == count
}

pub(super) fn told(limit: &str, count: u32) -> String {
    let counted = Limit::of_word(limit).map_or(limit, |limit| limit.counted());
    format!("{count} times within an hour, after the limit of {counted} was reached")
}

impl Decider for Insistence {
    const KIND: &'static str = "identity.insistence";
    type Command = Record;
    type Event = Event;
    type Refusal = Never;

    fn decide(&self, Record { limit, count }: Record, _stamp: &Stamp) -> Result<Vec<Event>, Never> {
        let limit = limit.word().to_owned();
        Ok(match count {
            _ if count <= self.written || !is_told(count) => vec![],
            FLOOD.. => vec![LimitStormed { limit, count }.into()],
            _ => vec![LimitIgnored { limit, count }.into()],
        })
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::LimitIgnored(it) => self.written = it.count,
            Event::LimitStormed(it) => self.written = it.count,
            _ => {}
        }
    }
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::Scenario;

    fn record(count: u32) -> Record {
        Record { limit: Limit::LoginHour, count }
    }

    fn ignored(count: u32) -> Event {
        LimitIgnored { limit: "login_hour".into(), count }.into()
    }

    #[test]
    fn a_hundred_thousand_refusals_leave_four_lines() {
        let (mut state, stamp, mut lines) = (Insistence::default(), Scenario::<Insistence>::given([]), 0);
        for count in 1..=100_000 {
            let events = stamp.decided(&state, record(count)).unwrap_or_default();
            lines += events.len();
            events.iter().for_each(|event| state.evolve(event));
        }
        assert_eq!(lines, 4);
    }

    #[test]
    fn whoever_stops_when_told_to_is_not_written_down() {
        let nobody = Scenario::<Insistence>::given([]);
        nobody.when(record(10)).then_nothing();
        nobody.when(record(99)).then_nothing();
        nobody.when(record(100)).then([ignored(100)]);
        nobody.when(record(1000)).then([LimitStormed { limit: "login_hour".into(), count: 1000 }.into()]);
    }

    #[test]
    fn what_was_written_is_not_written_again() {
        Scenario::<Insistence>::given([ignored(100)]).when(record(100)).then_nothing();
    }
}
