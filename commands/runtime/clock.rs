//! The one clock. Nothing else in the house asks what time it is.

use std::{future::Future, pin::Pin};

use chrono::{DateTime, Utc};
use tokio::sync::watch;

/// Tells the time, and when a time has come.
pub trait Clock: Send + Sync {
    /// The time, to the microsecond, as it is stored.
    fn now(&self) -> DateTime<Utc>;
    /// Comes back when the time has come.
    fn until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the one clock")]
    fn now(&self) -> DateTime<Utc> {
        let now = Utc::now();
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    fn until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let wait = (at - self.now()).to_std().unwrap_or_default();
        Box::pin(tokio::time::sleep(wait))
    }
}

/// A clock that is set by hand.
#[derive(Debug)]
pub struct HandClock(watch::Sender<DateTime<Utc>>);

impl HandClock {
    /// A clock that stands at a time.
    #[must_use]
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(watch::Sender::new(now))
    }

    /// Moves the hands on.
    pub fn advance(&self, by: chrono::Duration) {
        self.0.send_modify(|now| *now += by);
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.borrow()
    }

    fn until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut hands = self.0.subscribe();
        Box::pin(async move {
            // The sender lives as long as the clock, so waiting cannot fail.
            let _ = hands.wait_for(|now| *now >= at).await;
        })
    }
}
