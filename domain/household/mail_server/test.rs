//! A letter on trial: whether the mail server takes one. So many a minute and no more, or the
//! house would be a tool to pester a mail server with.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    household::Event,
    kernel::{AccountId, Decider, Personal, Stamp},
};

/// How many letters are tried within a minute.
pub const TESTS_A_MINUTE: usize = 3;

/// When letters were tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailTest {
    tried: Vec<DateTime<Utc>>,
}

/// What can be asked of it.
#[derive(Clone, Debug, PartialEq)]
pub enum TestCommand {
    /// May a letter be tried now?
    Ask,
    /// It was, and this came of it.
    Record(MailTested),
}

/// A few were tried within the last minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a few test mails were sent within the last minute, or one is on its way; wait a minute")]
pub struct TooManyTests;

/// A letter was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailTested {
    /// Who tried it, and to whom it was sent.
    pub account: AccountId,
    /// The server, or the folder's word.
    pub server: String,
    /// Whether it took the letter.
    pub accepted: bool,
    /// What it said; mail servers like to repeat addresses.
    pub said: Personal,
    /// When: microseconds since 1970, UTC; so many are tried within a minute and no more.
    pub at_us: i64,
}

impl MailTested {
    /// What came of it, for the diary.
    #[must_use]
    pub fn told(&self) -> String {
        let outcome = if self.accepted { "was accepted by" } else { "was not accepted by" };
        format!("A test mail {outcome} {}: {}", self.server, self.said.shown())
    }
}

impl Decider for MailTest {
    const KIND: &'static str = "household.mail_test";
    type Command = TestCommand;
    type Event = Event;
    type Refusal = TooManyTests;

    fn decide(&self, command: TestCommand, stamp: &Stamp) -> Result<Vec<Event>, TooManyTests> {
        let recent = |tried: &&DateTime<Utc>| **tried > stamp.at - Duration::minutes(1);
        match command {
            TestCommand::Ask if self.tried.iter().filter(recent).count() >= TESTS_A_MINUTE => Err(TooManyTests),
            TestCommand::Ask => Ok(vec![]),
            TestCommand::Record(tested) => Ok(vec![tested.into()]),
        }
    }

    fn evolve(&mut self, event: &Event) {
        if let Event::MailTested(it) = event {
            self.tried.extend(DateTime::from_timestamp_micros(it.at_us));
            let old = self.tried.len().saturating_sub(TESTS_A_MINUTE);
            self.tried.drain(..old);
        }
    }
}
