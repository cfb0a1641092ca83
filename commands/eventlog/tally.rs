//! What the metrics show of a log: counts and durations, never contents.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use crate::Distribution;

/// What was written since the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Appends that were written.
    pub appends: u64,
    /// Events that were written.
    pub events: u64,
    /// Appends that were refused or failed.
    pub refused: u64,
    /// Commits that carried them.
    pub batches: u64,
    /// Appends that wait for their answer just now.
    pub waiting: u64,
    /// What it takes on the disk; nothing for a log in memory.
    pub stored_bytes: u64,
    /// Durations of commits, in microseconds.
    pub commits: Distribution,
    /// How many appends each commit carried.
    pub sizes: Distribution,
    /// How long those who asked for appends waited for their answer, in microseconds.
    pub answers: Distribution,
}

const DURATIONS_US: &[u64] = &[100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000];
const SIZES: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/// Counts as it happens.
pub(crate) struct Meter {
    events: AtomicU64,
    refused: AtomicU64,
    waiting: AtomicU64,
    commits: Mutex<Distribution>,
    sizes: Mutex<Distribution>,
    answers: Mutex<Distribution>,
}

impl Default for Meter {
    fn default() -> Self {
        let durations = || Mutex::new(Distribution::new(DURATIONS_US));
        let sizes = Mutex::new(Distribution::new(SIZES));
        let (events, refused, waiting) = Default::default();
        Self { events, refused, waiting, commits: durations(), sizes, answers: durations() }
    }
}

impl Meter {
    pub(crate) fn arrives(&self) {
        self.waiting.fetch_add(1, Relaxed);
    }

    pub(crate) fn leaves(&self) {
        self.waiting.fetch_sub(1, Relaxed);
    }

    pub(crate) fn refuses(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    pub(crate) fn answers(&self, waited: Duration) {
        add(&self.answers, micros(waited));
    }

    pub(crate) fn commits(&self, appends: u64, events: u64, took: Duration) {
        self.events.fetch_add(events, Relaxed);
        add(&self.sizes, appends);
        add(&self.commits, micros(took));
    }

    pub(crate) fn tally(&self) -> Tally {
        let (commits, sizes, answers) = (read(&self.commits), read(&self.sizes), read(&self.answers));
        Tally {
            appends: sizes.sum,
            events: self.events.load(Relaxed),
            refused: self.refused.load(Relaxed),
            batches: commits.count(),
            waiting: self.waiting.load(Relaxed),
            stored_bytes: 0,
            commits,
            sizes,
            answers,
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn add(to: &Mutex<Distribution>, value: u64) {
    to.lock().unwrap_or_else(PoisonError::into_inner).add(value);
}

fn read(distribution: &Mutex<Distribution>) -> Distribution {
    distribution.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
