//! Answers at an even pace: what a stranger waits for ends no sooner than so long after it began, so that what differs within
//! that time (a row more or less, a thought more, what is written down beside it) tells nothing.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Longer than what is looked up for a login takes, and shorter than anybody notices.
const PACE: Duration = Duration::from_millis(25);

/// Until when an answer waits.
pub(super) struct Pace(Instant);

impl Pace {
    /// Before anything is looked up.
    pub(super) fn begin() -> Self {
        Self(Instant::now() + PACE)
    }

    /// Waits for what is left of it.
    pub(super) async fn end(self) {
        sleep_until(self.0).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_done_at_once_takes_its_time_too() {
        let begun = Instant::now();
        Pace::begin().end().await;
        assert!(begun.elapsed() >= PACE);
    }
}
