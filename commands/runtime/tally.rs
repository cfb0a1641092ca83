//! How many commands there were, by kind and outcome, how long they took and how often they were begun anew; and how
//! many letters left. For whoever measures the house: counts and durations, never contents.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use eventlog::Distribution;

use super::{Done, Failure};

const DURATIONS_US: &[u64] = &[250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 2_500_000];

/// Counts since the start.
#[derive(Debug, Default)]
pub struct CommandTally(Mutex<BTreeMap<&'static str, KindTally>>);

/// The commands on streams of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindTally {
    /// How many, by outcome: `changed`, `unchanged`, `refused`, `conflict`, `stale`, `full` or `fault`.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// How often one was decided anew because somebody else was faster.
    pub retries: u64,
    /// How long they took, in microseconds, whatever became of them.
    pub durations: Distribution,
}

impl Default for KindTally {
    fn default() -> Self {
        Self { outcomes: BTreeMap::new(), retries: 0, durations: Distribution::new(DURATIONS_US) }
    }
}

impl CommandTally {
    pub(super) fn count<R>(&self, kind: &'static str, outcome: &Result<Done, Failure<R>>, took: Duration) {
        let outcome = match outcome {
            Ok(Done { changed: true, .. }) => "changed",
            Ok(_) => "unchanged",
            Err(Failure::Refused(_)) => "refused",
            Err(Failure::Conflict) => "conflict",
            Err(Failure::Stale { .. }) => "stale",
            Err(Failure::Full) => "full",
            Err(Failure::Fault(_)) => "fault",
        };
        self.change(kind, |tally| {
            *tally.outcomes.entry(outcome).or_default() += 1;
            tally.durations.add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        });
    }

    pub(super) fn retried(&self, kind: &'static str) {
        self.change(kind, |tally| tally.retries += 1);
    }

    fn change(&self, kind: &'static str, change: impl FnOnce(&mut KindTally)) {
        change(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default());
    }

    /// All counts, by the kind of stream, such as `identity.account`.
    #[must_use]
    pub fn kinds(&self) -> BTreeMap<&'static str, KindTally> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What letters are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Alerts that were gathered for one person.
    Alerts,
    /// A code for a login.
    Code,
    /// A link that somebody asked for.
    Link,
    /// News of a change, with a way to say that it was somebody else.
    Notice,
}

impl Subject {
    /// As it is counted.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Alerts => "alerts",
            Self::Code => "code",
            Self::Link => "link",
            Self::Notice => "notice",
        }
    }
}

/// Letters that were tried since the start, by subject and whether they left.
#[derive(Debug, Default)]
pub struct LetterTally(Mutex<BTreeMap<(Subject, bool), u64>>);

impl LetterTally {
    pub(crate) fn count<E>(&self, subject: Subject, sent: &Result<(), E>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry((subject, sent.is_ok())).or_default() += 1;
    }

    /// All counts.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<(Subject, bool), u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
