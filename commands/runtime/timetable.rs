//! When the workers that wait for a time go on: told before they wait, so that a time that has
//! come and still stands here means that one of them is at work.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};

const NEVER: i64 = i64::MAX;

/// When they go on. In the beginning all of them are at work.
#[derive(Debug, Default)]
pub struct Timetable {
    sweep_us: AtomicI64,
    letter_us: AtomicI64,
    watch_us: AtomicI64,
}

impl Timetable {
    /// When the sessions are swept next.
    #[must_use]
    pub fn next_sweep(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.sweep_us.load(Ordering::Relaxed)).unwrap_or_default()
    }

    /// When the next letter with alerts leaves, if one waits.
    #[must_use]
    pub fn next_letter(&self) -> Option<DateTime<Utc>> {
        let at = self.letter_us.load(Ordering::Relaxed);
        DateTime::from_timestamp_micros(at).filter(|_| at != NEVER)
    }

    /// When the watch will find something because nothing happens, if it will.
    #[must_use]
    pub fn next_watch(&self) -> Option<DateTime<Utc>> {
        let at = self.watch_us.load(Ordering::Relaxed);
        DateTime::from_timestamp_micros(at).filter(|_| at != NEVER)
    }

    pub(crate) fn set_next_watch(&self, at: Option<DateTime<Utc>>) {
        self.watch_us.store(at.map_or(NEVER, |at| at.timestamp_micros()), Ordering::Relaxed);
    }

    pub(crate) fn set_next_sweep(&self, at: DateTime<Utc>) {
        self.sweep_us.store(at.timestamp_micros(), Ordering::Relaxed);
    }

    pub(crate) fn set_next_letter(&self, at: Option<DateTime<Utc>>) {
        self.letter_us.store(at.map_or(NEVER, |at| at.timestamp_micros()), Ordering::Relaxed);
    }
}
