//! The clock of the machine, where it was set while the house ran, or was wrong when it started.
//!
//! Written down so that whoever reads the diary knows what its times are worth.

use serde::{Deserialize, Serialize};

use crate::{
    household::Event,
    kernel::{Decider, Stamp},
};

/// Less than this is no jump: clocks are set right a little all the time.
pub const NOTED_S: i64 = 30;

/// The clock has no state; each jump stands for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock;

/// The clock jumped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockJumped {
    /// By how many seconds it shows more than it should; below 0 where it shows less.
    pub by_s: i64,
    /// For how many seconds the house had run; 0 where it started with a clock that lies behind its log.
    pub ran_s: u32,
}

impl ClockJumped {
    pub(super) fn sentence(&self) -> String {
        let (by, way) = (span(self.by_s.unsigned_abs()), if self.by_s < 0 { "back" } else { "forward" });
        match self.ran_s {
            0 => format!("The house was started with a clock that lies {by} behind its diary"),
            _ => format!("The clock was set {way} by {by}"),
        }
    }
}

/// Seconds in words.
#[must_use]
pub fn span(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} seconds"),
        120..7200 => format!("{} minutes", seconds / 60),
        7200..172_800 => format!("{} hours", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// Writing it down is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Never {}

impl Decider for Clock {
    const KIND: &'static str = "household.clock";
    type Command = ClockJumped;
    type Event = Event;
    type Refusal = Never;

    fn decide(&self, jumped: ClockJumped, _stamp: &Stamp) -> Result<Vec<Event>, Never> {
        Ok(if jumped.by_s.abs() >= NOTED_S { vec![jumped.into()] } else { vec![] })
    }

    fn evolve(&mut self, _event: &Event) {}
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::{EventTable, Scenario};

    fn jumped(by_s: i64, ran_s: u32) -> ClockJumped {
        ClockJumped { by_s, ran_s }
    }

    #[test]
    fn a_clock_that_is_set_right_a_little_did_not_jump() {
        let house = Scenario::<Clock>::given([]);
        house.when(jumped(29, 60)).then_nothing();
        house.when(jumped(-29, 60)).then_nothing();
        house.when(jumped(30, 60)).then([jumped(30, 60).into()]);
    }

    #[test]
    fn it_is_told_which_way_and_how_far() {
        let sentence = |by_s, ran_s| Event::from(jumped(by_s, ran_s)).sentence();
        assert_eq!(sentence(10_800, 90), "The clock was set forward by 3 hours");
        assert_eq!(sentence(-90, 90), "The clock was set back by 90 seconds");
        assert_eq!(sentence(-864_000, 0), "The house was started with a clock that lies 10 days behind its diary");
    }
}
