//! The one clock. Nothing else in the house asks what time it is.

use std::{future::Future, pin::Pin};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// Tells the time, and when a time has come.
pub trait Clock: Send + Sync {
    /// The time, to the microsecond, as it is stored.
    fn now(&self) -> DateTime<Utc>;
    /// How long it is since some moment in the past: nobody sets this one, and it goes on while the machine sleeps.
    fn elapsed(&self) -> TimeDelta;
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

    fn elapsed(&self) -> TimeDelta {
        let since_boot = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        TimeDelta::seconds(since_boot.tv_sec) + TimeDelta::nanoseconds(since_boot.tv_nsec)
    }

    fn until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let wait = (at - self.now()).to_std().unwrap_or_default();
        Box::pin(tokio::time::sleep(wait))
    }
}

/// A clock that is set by hand.
#[derive(Debug)]
pub struct HandClock(watch::Sender<Hands>);

/// What the clock shows, and by how much that is more than has passed.
#[derive(Clone, Copy, Debug)]
struct Hands {
    now: DateTime<Utc>,
    jumped: TimeDelta,
}

impl HandClock {
    /// A clock that stands at a time.
    #[must_use]
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(watch::Sender::new(Hands { now, jumped: TimeDelta::zero() }))
    }

    /// Moves the hands on.
    pub fn advance(&self, by: TimeDelta) {
        self.0.send_modify(|hands| hands.now += by);
    }

    /// Sets the hands wrong: they show another time, and none has passed.
    pub fn jump(&self, by: TimeDelta) {
        self.0.send_modify(|hands| (hands.now, hands.jumped) = (hands.now + by, hands.jumped + by));
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.borrow().now
    }

    fn elapsed(&self) -> TimeDelta {
        let hands = *self.0.borrow();
        hands.now - DateTime::UNIX_EPOCH - hands.jumped
    }

    fn until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut hands = self.0.subscribe();
        Box::pin(async move {
            // The sender lives as long as the clock, so waiting cannot fail.
            let _ = hands.wait_for(|hands| hands.now >= at).await;
        })
    }
}
