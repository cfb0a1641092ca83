//! One event told to one person: raised, mailed or failed, perhaps acknowledged.
//!
//! What is told is absent: the entry it is about stands in the log and is read when the mail is
//! written.

pub mod events;

use chrono::{DateTime, Duration, Utc};
use events::*;

use crate::{
    alerts::Event,
    kernel::{AccountId, AlertId, Decider, Personal, Position, Stamp, Who},
};

#[cfg(test)]
mod scenarios;

/// How long delivery is tried before it is given up.
pub const TRIED_FOR_HOURS: i64 = 24;
const FIRST_WAIT_S: i64 = 30;
const LONGEST_WAIT_S: i64 = 3600;

/// The state of one alert.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alert {
    /// Who is told, and about which entry.
    pub told: Option<(AccountId, Position)>,
    /// It was mailed.
    pub delivered: bool,
    /// It was given up.
    pub abandoned: bool,
    /// The person has seen it.
    pub acknowledged: bool,
    raised_at: Option<DateTime<Utc>>,
    attempts: u32,
}

/// What can be asked of an alert.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Tell a person of an event.
    Raise(AlertRaised),
    /// The mail server took the mail, or it lies in the folder.
    RecordDelivery {
        /// Which alert this is.
        alert: AlertId,
        /// The mail's id, its first alert's: several alerts can share a mail.
        mail: AlertId,
        /// Whether it lies in the folder.
        in_folder: bool,
    },
    /// The mail server did not take it.
    RecordFailure {
        /// What it said.
        reason: String,
        /// Which alert this is.
        alert: AlertId,
    },
    /// The person has seen it.
    Acknowledge {
        /// Which alert this is.
        alert: AlertId,
    },
}

/// Why an alert does not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was never raised, or is somebody else's.
    #[error("there is no such alert")]
    NoSuchAlert,
}

impl Alert {
    /// When to try next, after so many failures: 30 s, 1 min, 2 min, ... an hour.
    fn retry_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let wait_s = FIRST_WAIT_S.checked_shl(self.attempts.min(10)).unwrap_or(LONGEST_WAIT_S).min(LONGEST_WAIT_S);
        now + Duration::seconds(wait_s)
    }

    fn settled(&self) -> bool {
        self.delivered || self.abandoned
    }

    fn fail(&self, alert: AlertId, reason: &str, now: DateTime<Utc>) -> Result<Vec<Event>, Refusal> {
        let (person, about) = self.told.ok_or(Refusal::NoSuchAlert)?;
        if self.settled() {
            return Ok(vec![]);
        }
        let attempts = self.attempts + 1;
        let retry_at = self.retry_at(now);
        let reason = Personal::of(person, reason);
        let retry_at_us = retry_at.timestamp_micros();
        let mut events = vec![AlertFailed { alert, person, about, attempts, retry_at_us, reason }.into()];
        if self.raised_at.is_some_and(|raised| retry_at > raised + Duration::hours(TRIED_FOR_HOURS)) {
            events.push(AlertAbandoned { alert, person, about, attempts }.into());
        }
        Ok(events)
    }
}

impl Decider for Alert {
    const KIND: &'static str = "alerts.alert";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, command: Command, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        match (command, self.told) {
            (Command::Raise(raised), None) => Ok(vec![raised.into()]),
            (Command::Raise(_), Some(_)) => Ok(vec![]),
            (Command::RecordFailure { alert, reason }, _) => self.fail(alert, &reason, stamp.at),
            (_, None) => Err(Refusal::NoSuchAlert),
            (Command::RecordDelivery { .. }, Some(_)) if self.settled() => Ok(vec![]),
            (Command::RecordDelivery { alert, mail, in_folder }, Some((person, about))) => {
                Ok(vec![AlertDelivered { alert, person, about, mail, in_folder }.into()])
            }
            (Command::Acknowledge { .. }, Some((person, _))) if stamp.who != Who::Person(person) => {
                Err(Refusal::NoSuchAlert)
            }
            (Command::Acknowledge { .. }, Some(_)) if self.acknowledged => Ok(vec![]),
            (Command::Acknowledge { alert }, Some((person, about))) => {
                Ok(vec![AlertAcknowledged { alert, person, about }.into()])
            }
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::AlertRaised(it) => {
                self.told = Some((it.person, it.about));
                self.raised_at = DateTime::from_timestamp_micros(it.raised_at_us);
            }
            Event::AlertDelivered(_) => self.delivered = true,
            Event::AlertFailed(it) => self.attempts = it.attempts,
            Event::AlertAbandoned(_) => self.abandoned = true,
            Event::AlertAcknowledged(_) => self.acknowledged = true,
            _ => {}
        }
    }
}
