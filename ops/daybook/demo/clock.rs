//! The clock of a demo: moved by hand while the past is told, and then let go for good.
//!
//! It never goes back, so the log is in the order of time.

use std::{future::Future, pin::Pin};

use chrono::{DateTime, TimeDelta, Utc};
use commands::{Clock, SystemClock};
use tokio::sync::watch;

/// Hands that are moved, until they run.
#[derive(Debug)]
pub struct StoryClock(watch::Sender<Option<DateTime<Utc>>>);

impl StoryClock {
    /// A clock whose hands stand still.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(watch::Sender::new(Some(now)))
    }

    /// Moves the hands on; back they do not go, nor by hand once they run.
    pub fn set(&self, to: DateTime<Utc>) {
        self.0.send_modify(|hands| *hands = hands.map(|now| now.max(to)));
    }

    /// Lets the hands run with the machine's clock.
    pub fn run(&self) {
        self.0.send_replace(None);
    }

    /// Whether the hands run.
    pub fn runs(&self) -> bool {
        self.0.borrow().is_none()
    }
}

impl Clock for StoryClock {
    fn now(&self) -> DateTime<Utc> {
        let hands = *self.0.borrow();
        hands.unwrap_or_else(|| SystemClock.now())
    }

    /// A story tells of no clock that went wrong.
    fn elapsed(&self) -> TimeDelta {
        self.now() - DateTime::UNIX_EPOCH
    }

    fn until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut hands = self.0.subscribe();
        Box::pin(async move {
            // The sender lives as long as the clock, so waiting cannot fail.
            let waited = hands.wait_for(|hands| hands.is_none_or(|now| now >= at)).await.map(|hands| hands.is_none());
            if waited.unwrap_or(true) {
                SystemClock.until(at).await;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn whoever_waits_comes_back_when_the_hands_are_there() {
        let clock = Arc::new(StoryClock::at(domain::at(9, 0)));
        let waiting = tokio::spawn({
            let clock = clock.clone();
            async move { clock.until(domain::at(9, 2)).await }
        });
        clock.set(domain::at(9, 1));
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        clock.set(domain::at(9, 2));
        waiting.await.unwrap();
    }

    #[tokio::test]
    async fn it_never_goes_back_and_runs_for_good() {
        let clock = StoryClock::at(domain::at(9, 0));
        clock.set(domain::at(8, 0));
        assert_eq!(clock.now(), domain::at(9, 0));
        clock.run();
        clock.set(domain::at(10, 0));
        assert!(clock.runs() && clock.now() > domain::at(10, 0));
        clock.until(clock.now() + TimeDelta::milliseconds(1)).await;
    }
}
