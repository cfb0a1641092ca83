//! Answers at an even pace: what a stranger waits for ends no sooner than so long after it began, so that what differs within
//! that time (a row more or less, a thought more, what is written down beside it) tells nothing.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep_until};

/// Longer than what is looked up for a login takes, and shorter than anybody notices.
const PACE: Duration = Duration::from_millis(25);

/// Does something, and takes its time for it.
pub(super) async fn evenly<T>(work: impl Future<Output = T>) -> T {
    let over = Instant::now() + PACE;
    let done = work.await;
    sleep_until(over).await;
    done
}

/// The same where it fails: success tells itself.
pub(super) async fn evenly_refused<T, E>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let over = Instant::now() + PACE;
    let done = work.await;
    if done.is_err() {
        sleep_until(over).await;
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_done_at_once_takes_its_time_too() {
        let begun = Instant::now();
        assert_eq!(evenly(async { 7 }).await, 7);
        assert!(begun.elapsed() >= PACE);
        let begun = Instant::now();
        assert_eq!(evenly_refused(async { Err::<(), _>(7) }).await, Err(7));
        assert!(begun.elapsed() >= PACE);
    }
}
