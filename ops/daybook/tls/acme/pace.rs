//! How long to wait after a failure: twice as long each time, and never exactly; longer where the
//! authority said no, because it counts those.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ring::rand::{SecureRandom as _, SystemRandom};

const AFTER_NO_ANSWER: TimeDelta = TimeDelta::seconds(30);
/// Let's Encrypt allows five failures an hour for a name.
const AFTER_A_NO: TimeDelta = TimeDelta::minutes(5);
const LONGEST: TimeDelta = TimeDelta::hours(6);
/// The clock may be set, or the machine may sleep: nothing is waited for longer than this at once.
const LOOK_EVERY: Duration = Duration::from_secs(600);

/// When to try again.
#[derive(Debug, Default)]
pub struct Pace {
    failures: u32,
    not_before: Option<DateTime<Utc>>,
}

impl Pace {
    /// It failed; passing troubles are those in which nobody said no.
    pub fn failed(&mut self, is_passing: bool, now: DateTime<Utc>) {
        let first = if is_passing { AFTER_NO_ANSWER } else { AFTER_A_NO };
        let wait = (first * (1 << self.failures.min(12))).min(LONGEST);
        self.failures += 1;
        self.not_before = Some(now + wait * (900 + chance()) / 1000);
    }

    /// The earliest time for the next attempt.
    pub fn not_before(&self) -> DateTime<Utc> {
        self.not_before.unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// How long to wait now for what is due then.
    pub fn wait(&self, due: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
        let wait = (due.max(self.not_before()) - now).to_std().unwrap_or_default();
        wait.clamp(Duration::from_secs(1), LOOK_EVERY)
    }
}

/// A number below 200, a different one each time.
fn chance() -> i32 {
    let mut byte = [0];
    // Without randomness all houses would come at once, and that is all.
    let _ = SystemRandom::new().fill(&mut byte);
    i32::from(byte[0]) * 200 / 256
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_is_followed_by_a_longer_wait_up_to_a_quarter_of_a_day() {
        let now: DateTime<Utc> = "2026-03-01T09:00:00Z".parse().expect("a time");
        let (mut pace, mut waits) = (Pace::default(), Vec::new());
        for _ in 0..20 {
            pace.failed(false, now);
            waits.push(pace.not_before() - now);
        }
        let within = |wait: TimeDelta, middle: TimeDelta| wait >= middle * 9 / 10 && wait < middle * 11 / 10;
        assert!(within(waits[0], TimeDelta::minutes(5)) && within(waits[1], TimeDelta::minutes(10)), "{waits:?}");
        assert!(waits[7..].iter().all(|wait| within(*wait, LONGEST)), "{waits:?}");
        assert_eq!(pace.wait(now, now), LOOK_EVERY);
    }

    #[test]
    fn what_is_due_is_waited_for_no_longer_than_it_takes() {
        let now: DateTime<Utc> = "2026-03-01T09:00:00Z".parse().expect("a time");
        assert_eq!(Pace::default().wait(now + TimeDelta::seconds(7), now), Duration::from_secs(7));
        assert_eq!(Pace::default().wait(now, now), Duration::from_secs(1));
    }
}
