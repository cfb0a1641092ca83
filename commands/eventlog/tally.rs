//! What the metrics show of a log: counts and durations, never contents.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// What was written since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// Time spent in those commits altogether.
    pub commit_us: u64,
    /// Commits by duration: one count per bound of [`Tally::BOUNDS_US`], and one for the longer ones.
    pub commits: [u64; Tally::BOUNDS_US.len() + 1],
}

impl Tally {
    /// Upper bounds of the durations that are counted apart, in microseconds.
    pub const BOUNDS_US: [u64; 10] = [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 1_000_000];
}

/// Counts as it happens.
#[derive(Default)]
pub(crate) struct Meter {
    appends: AtomicU64,
    events: AtomicU64,
    refused: AtomicU64,
    batches: AtomicU64,
    waiting: AtomicU64,
    commit_us: AtomicU64,
    commits: [AtomicU64; Tally::BOUNDS_US.len() + 1],
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

    pub(crate) fn commits(&self, appends: u64, events: u64, took: Duration) {
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = Tally::BOUNDS_US.partition_point(|&bound| bound < took_us);
        self.appends.fetch_add(appends, Relaxed);
        self.events.fetch_add(events, Relaxed);
        self.batches.fetch_add(1, Relaxed);
        self.commit_us.fetch_add(took_us, Relaxed);
        self.commits[bucket].fetch_add(1, Relaxed);
    }

    pub(crate) fn tally(&self) -> Tally {
        Tally {
            appends: self.appends.load(Relaxed),
            events: self.events.load(Relaxed),
            refused: self.refused.load(Relaxed),
            batches: self.batches.load(Relaxed),
            waiting: self.waiting.load(Relaxed),
            stored_bytes: 0,
            commit_us: self.commit_us.load(Relaxed),
            commits: std::array::from_fn(|bucket| self.commits[bucket].load(Relaxed)),
        }
    }
}
