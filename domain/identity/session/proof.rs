//! A fresh proof of who sits at a session, asked for before something dangerous is done.
//!
//! Wrong proofs are counted by session and nowhere else: whoever stole one guesses a handful of times
//! and is out, and the person whose it was logs in elsewhere as ever. What is proved is absent: the
//! vault keeps it with the session, so it never outlives it.

use chrono::{DateTime, Duration, Utc};

use super::{Reason, Refusal, Session, events::*};
use crate::{
    identity::Event,
    kernel::{AccountId, SessionId},
};

/// Minutes for which a proof counts; a login with both of its steps is one.
pub const PROOF_MINUTES: i64 = 10;
/// Wrong proofs in a row after which nothing is looked at for a while.
const FAILURES_UNTIL_DELAYED: u32 = 3;
/// Wrong proofs in a row that end the session.
const FAILURES_UNTIL_ENDED: u32 = 5;
const FIRST_WAIT_S: u32 = 60;

/// With what somebody proves who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProofKind {
    /// The account's password.
    Password,
    /// The admin PIN.
    Pin,
    /// A code of an authenticator app.
    App,
    /// A passkey.
    Passkey,
}

impl ProofKind {
    /// The word for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Pin => "pin",
            Self::App => "app",
            Self::Passkey => "passkey",
        }
    }

    /// The words that are stored and shown.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Pin => "admin PIN",
            Self::App => "code of the app",
            Self::Passkey => "passkey",
        }
    }
}

/// What is remembered of the proofs of a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proofs {
    failures: u32,
    delayed_until: Option<DateTime<Utc>>,
}

impl Session {
    /// Until when no proof is looked at, if any wait is under way.
    #[must_use]
    pub fn proofs_delayed_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.proofs.delayed_until.filter(|until| *until > now)
    }

    fn admit_proof(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.proofs_delayed_until(now) {
            Some(until) => Err(Refusal::ProofsDelayed { until }),
            None => Ok(()),
        }
    }

    pub(super) fn right_proof(
        &self,
        session: SessionId,
        account: AccountId,
        kind: ProofKind,
        now: DateTime<Utc>,
    ) -> Result<Vec<Event>, Refusal> {
        self.admit_proof(now)?;
        Ok(vec![ProofGiven { session, account, kind: kind.words().to_owned() }.into()])
    }

    /// One that comes in a wait was not looked at, so it is not counted.
    pub(super) fn wrong_proof(
        &self,
        session: SessionId,
        account: AccountId,
        kind: ProofKind,
        now: DateTime<Utc>,
    ) -> Result<Vec<Event>, Refusal> {
        self.admit_proof(now)?;
        let failures = self.proofs.failures + 1;
        let mut events = vec![ProofRefused { session, account, kind: kind.words().to_owned(), failures }.into()];
        if failures >= FAILURES_UNTIL_ENDED {
            let reason = Reason::WrongProofs.words().to_owned();
            events.push(SessionEnded { session, account, reason }.into());
        } else if failures >= FAILURES_UNTIL_DELAYED {
            let wait_s = FIRST_WAIT_S << (failures - FAILURES_UNTIL_DELAYED);
            let until_us = (now + Duration::seconds(wait_s.into())).timestamp_micros();
            events.push(ProofsDelayed { session, account, wait_s, until_us }.into());
        }
        Ok(events)
    }
}

impl Proofs {
    pub(super) fn evolve(&mut self, event: &Event) {
        match event {
            Event::ProofRefused(it) => self.failures = it.failures,
            Event::ProofsDelayed(it) => self.delayed_until = DateTime::from_timestamp_micros(it.until_us),
            Event::ProofGiven(_) => *self = Self::default(),
            _ => {}
        }
    }
}
