//! Failed logins with addresses nobody here has, folded by network and hour.
//!
//! Only the 1st, 10th, 100th, ... is written, so a flood of them cannot flood the log.

use serde::{Deserialize, Serialize};

use crate::{
    identity::Event,
    kernel::{Decider, Personal, Stamp},
};

/// From this count on it is no typing mistake any more.
pub const INSISTING: u32 = 100;

/// How many were written down for one network within one hour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strangers {
    written: u32,
}

/// Count a failed login.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// How many there were within the hour, this one included.
    pub count: u32,
    /// The address that was typed, where it looks like one.
    pub typed: Option<Personal>,
}

/// Counting is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Never {}

/// Somebody unknown tried to come in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrangersRefused {
    /// How many times within the hour, so far.
    pub count: u32,
    /// The address that was typed, where it looks like one.
    pub typed: Option<Personal>,
}

/// Somebody unknown keeps trying.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrangersInsisted {
    /// How many times within the hour, so far.
    pub count: u32,
    /// The address that was typed last, where it looks like one.
    pub typed: Option<Personal>,
}

/// Whether a count is one that is written down: 1, 10, 100, ...
#[must_use]
pub fn is_round(count: u32) -> bool {
    count > 0 && 10_u32.pow(count.ilog10()) == count
}

impl Decider for Strangers {
    const KIND: &'static str = "identity.strangers";
    type Command = Record;
    type Event = Event;
    type Refusal = Never;

    fn decide(&self, Record { count, typed }: Record, _stamp: &Stamp) -> Result<Vec<Event>, Never> {
        Ok(match count {
            _ if count <= self.written || !is_round(count) => vec![],
            INSISTING.. => vec![StrangersInsisted { count, typed }.into()],
            _ => vec![StrangersRefused { count, typed }.into()],
        })
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::StrangersRefused(it) => self.written = it.count,
            Event::StrangersInsisted(it) => self.written = it.count,
            _ => {}
        }
    }
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::Scenario;

    fn record(count: u32) -> Record {
        Record { count, typed: None }
    }

    #[test]
    fn a_thousand_tries_leave_four_lines() {
        let mut state = Strangers::default();
        let stamp = Scenario::<Strangers>::given([]);
        let mut lines = 0;
        for count in 1..=1000 {
            let events = stamp.decided(&state, record(count)).unwrap_or_default();
            lines += events.len();
            events.iter().for_each(|event| state.evolve(event));
        }
        assert_eq!(lines, 4);
    }

    #[test]
    fn the_hundredth_is_no_typing_mistake() {
        let nine = Scenario::<Strangers>::given([]);
        nine.when(record(10)).then([StrangersRefused { count: 10, typed: None }.into()]);
        nine.when(record(100)).then([StrangersInsisted { count: 100, typed: None }.into()]);
        nine.when(record(11)).then_nothing();
    }

    #[test]
    fn what_was_written_is_not_written_again() {
        Scenario::<Strangers>::given([StrangersRefused { count: 10, typed: None }.into()])
            .when(record(10))
            .then_nothing();
    }
}
