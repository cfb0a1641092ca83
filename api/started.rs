//! When the house was started: when its doors opened. A demo has lived through five weeks by then.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use commands::Clock;

/// The moment, once it has come.
#[derive(Clone, Debug)]
pub struct Started {
    built: DateTime<Utc>,
    opened: Arc<OnceLock<DateTime<Utc>>>,
}

impl Started {
    /// Put together, and not open yet.
    pub fn not_yet(clock: &dyn Clock) -> Self {
        Self { built: clock.now(), opened: Arc::default() }
    }

    /// The doors open; the first time counts.
    pub fn open(&self, clock: &dyn Clock) {
        self.opened.get_or_init(|| clock.now());
    }

    /// When that was.
    pub fn at(&self) -> DateTime<Utc> {
        self.opened.get().copied().unwrap_or(self.built)
    }
}
