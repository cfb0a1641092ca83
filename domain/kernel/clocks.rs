//! What the clocks of a time zone show over some time, as stretches between their changes: whoever has them can tell
//! time there without a time zone database.

use chrono::{DateTime, Offset as _, TimeDelta, Utc};
use chrono_tz::{OffsetName as _, Tz};

/// A stretch of time in which the clocks of a zone are not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// When it begins.
    pub from: DateTime<Utc>,
    /// When it ends.
    pub until: DateTime<Utc>,
    /// How far the clocks are ahead of UTC, in seconds; behind it below zero.
    pub offset_s: i32,
    /// What people call their time, such as CET; with no name, how far it is ahead: UTC+5:45.
    pub name: String,
}

/// The stretches of some time, the oldest first. Clocks that change twice within a day are not met: no zone does that.
#[must_use]
pub fn clocks(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Clock> {
    let mut found = Vec::new();
    let mut last = stretch(zone, from, from);
    while last.until < until {
        let next = (last.until + TimeDelta::days(1)).min(until);
        if shown(zone, next) == shown(zone, last.from) {
            last.until = next;
        } else {
            let change = change(zone, last.until, next);
            last.until = change;
            found.push(std::mem::replace(&mut last, stretch(zone, change, next)));
        }
    }
    found.extend((last.from < until).then_some(last));
    found
}

fn stretch(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Clock {
    let (offset_s, name) = shown(zone, from);
    Clock { from, until, offset_s, name }
}

fn shown(zone: Tz, at: DateTime<Utc>) -> (i32, String) {
    let offset = *at.with_timezone(&zone).offset();
    let seconds = offset.fix().local_minus_utc();
    (seconds, offset.abbreviation().map_or_else(|| from_utc(seconds), str::to_owned))
}

/// UTC+5:45, for zones whose time has no name.
fn from_utc(seconds: i32) -> String {
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    let sign = if seconds < 0 { '-' } else { '+' };
    if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") }
}

/// The first second at which the clocks show what they show at the end.
fn change(zone: Tz, mut before: DateTime<Utc>, mut after: DateTime<Utc>) -> DateTime<Utc> {
    let changed = shown(zone, after);
    while after - before > TimeDelta::seconds(1) {
        let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
        if shown(zone, middle) == changed { after = middle } else { before = middle }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn clocks_change_at_the_second_at_which_the_zone_changes_them() {
        let found = clocks(Tz::Europe__Berlin, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
        let told: Vec<_> = found.iter().map(|one| (one.from, one.offset_s, one.name.as_str())).collect();
        assert_eq!(
            told,
            [
                (at("2026-01-01T00:00:00Z"), 3600, "CET"),
                (at("2026-03-29T01:00:00Z"), 7200, "CEST"),
                (at("2026-10-25T01:00:00Z"), 3600, "CET")
            ]
        );
        assert_eq!(found.last().map(|one| one.until), Some(at("2027-01-01T00:00:00Z")));
    }

    #[test]
    fn stretches_follow_each_other_in_every_zone_and_say_what_the_database_says() {
        let (from, until) = (at("2025-06-01T00:00:00Z"), at("2027-08-01T00:00:00Z"));
        for zone in chrono_tz::TZ_VARIANTS {
            let found = clocks(zone, from, until);
            assert_eq!((found[0].from, found[found.len() - 1].until), (from, until), "{zone}");
            assert!(found.windows(2).all(|two| two[0].until == two[1].from), "{zone}");
            for hour in (0..(until - from).num_hours()).step_by(7) {
                let moment = from + TimeDelta::hours(hour);
                let one = found.iter().find(|one| one.from <= moment && moment < one.until).expect("a stretch");
                assert_eq!((one.offset_s, one.name.clone()), shown(zone, moment), "{zone} {moment}");
            }
        }
    }

    #[test]
    fn a_time_without_a_name_is_called_by_its_distance() {
        let name = |zone| shown(zone, at("2026-01-01T00:00:00Z")).1;
        assert_eq!([name(Tz::Asia__Kathmandu), name(Tz::America__Sao_Paulo)], ["UTC+5:45", "UTC-3"]);
        assert_eq!([name(Tz::Asia__Kolkata), name(Tz::UTC)], ["IST", "UTC"]);
    }

    #[test]
    fn no_time_has_no_stretches() {
        assert_eq!(clocks(Tz::UTC, at("2026-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z")), []);
    }
}
