//! A clock that went wrong: it jumped while the house ran, or the house was started with one that lies behind what is
//! written down already. Times of the diary, locks and codes are worth no more than the clock they came from.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Detector, Numbers, events::ClockSuspected, suspicion::Finding};
use crate::{
    Event,
    household::Event as House,
    kernel::{Fact, Position},
};

/// A machine without a clock of its own is set right when the network comes, shortly after the start.
const SET_AFTER_START_S: u32 = 600;

/// The rule at work.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    newest: Option<(DateTime<Utc>, Position)>,
}

impl Detector for Clock {
    fn take(&mut self, fact: &Fact<Event>, numbers: Numbers) -> Option<Finding> {
        let (at, most) = (fact.stamp.at, TimeDelta::minutes(numbers.limit.into()));
        let forward = match &fact.event {
            Event::Household(House::ClockJumped(it)) if it.ran_s >= SET_AFTER_START_S => it.by_s.max(0),
            _ => 0,
        };
        let (newest, before) = self.newest.unwrap_or((at, fact.position));
        let behind = newest - at;
        let (by_s, evidence) = if behind >= most {
            (-behind.num_seconds(), vec![before, fact.position])
        } else if forward > 0 && TimeDelta::seconds(forward) >= most {
            (forward, vec![fact.position])
        } else {
            self.newest = Some((newest.max(at), if at >= newest { fact.position } else { before }));
            return None;
        };
        // The time goes on from here, or each entry after it would be told of.
        self.newest = Some((at, fact.position));
        Some(Finding::of(fact, ClockSuspected { by_s, evidence }.into()))
    }

    fn begin(&mut self) {
        self.newest = None;
    }
}
