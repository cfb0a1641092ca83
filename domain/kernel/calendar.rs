//! Days as people live them: the calendar days of a time zone, as stretches of time.
//!
//! Days follow each other without gap or overlap, whatever the clocks do: one on which they change has 23
//! or 25 hours, one that a zone left out has none. What day it is now is deliberately absent.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

/// A time zone of the IANA database.
pub type Zone = Tz;

/// Longer than any change of clocks, seen from a midnight taken for UTC.
const FAR: TimeDelta = TimeDelta::days(2);

/// One calendar day of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which day.
    pub date: NaiveDate,
    /// When it begins.
    pub from: DateTime<Utc>,
    /// When the next one begins.
    pub until: DateTime<Utc>,
}

impl Day {
    /// A day by its date.
    #[must_use]
    pub fn on(date: NaiveDate, zone: Tz) -> Self {
        let next = date.succ_opt().unwrap_or(date);
        Self { date, from: beginning(date, zone), until: beginning(next, zone) }
    }

    /// The day that holds a moment.
    #[must_use]
    pub fn of(moment: DateTime<Utc>, zone: Tz) -> Self {
        let moment = within_reason(moment);
        let day = Self::on(moment.with_timezone(&zone).date_naive(), zone);
        // Clocks that are set back over midnight show yesterday once more.
        if moment >= day.until { Self::on(day.date.succ_opt().unwrap_or(day.date), zone) } else { day }
    }

    /// The days from the one that holds a moment to the one in which another ends, the oldest first.
    #[must_use]
    pub fn between(from: DateTime<Utc>, until: DateTime<Utc>, zone: Tz) -> Vec<Self> {
        let (first, until) = (Self::of(from, zone), within_reason(until));
        let days = first.date.iter_days().map(|date| Self::on(date, zone));
        let days = days.take_while(|day| day.from < until);
        days.filter(|day| day.from < day.until).collect()
    }
}

/// A name of the time zone database, whatever its letters' case.
#[must_use]
pub fn zone_of(name: &str) -> Option<Tz> {
    name.parse().ok()
}

fn beginning(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    let shown = zone.from_local_datetime(&midnight).earliest();
    shown.map_or_else(|| after_gap(midnight, zone), |shown| shown.to_utc())
}

/// Where clocks are set past midnight, the day begins at that moment.
fn after_gap(midnight: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let (mut before, mut after) = (midnight.and_utc() - FAR, midnight.and_utc() + FAR);
    while after - before > TimeDelta::seconds(1) {
        let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
        if middle.with_timezone(&zone).naive_local() < midnight { before = middle } else { after = middle }
    }
    after
}

/// Times beyond are nobody's days, and some of them have no local form at all.
fn within_reason(moment: DateTime<Utc>) -> DateTime<Utc> {
    let year = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN).and_utc();
    moment.clamp(year(1), year(10_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(date: &str, zone: Tz) -> (i64, String, String) {
        let Day { from, until, .. } = Day::on(date.parse().expect("a date"), zone);
        ((until - from).num_minutes(), from.to_rfc3339(), until.to_rfc3339())
    }

    #[test]
    fn a_day_on_which_clocks_change_is_shorter_or_longer() {
        let berlin = Tz::Europe__Berlin;
        let minutes = |date| day(date, berlin).0;
        assert_eq!([minutes("2026-03-28"), minutes("2026-03-29"), minutes("2026-10-25")], [1440, 1380, 1500]);
        assert_eq!(day("2026-03-29", berlin).1, "2026-03-28T23:00:00+00:00");
        assert_eq!(day("2026-10-25", berlin).2, "2026-10-25T23:00:00+00:00");
        assert_eq!(day("2026-04-05", Tz::Australia__Lord_Howe).0, 1470, "half an hour, too");
    }

    #[test]
    fn a_day_without_a_midnight_begins_when_the_clocks_jump() {
        let cairo = Tz::Africa__Cairo;
        assert_eq!(day("2024-04-26", cairo).0, 1380);
        assert_eq!(day("2024-04-26", cairo).1, "2024-04-25T22:00:00+00:00");
        assert_eq!(day("2024-04-25", cairo).2, day("2024-04-26", cairo).1);
    }

    #[test]
    fn a_day_that_a_zone_left_out_has_no_length_and_is_in_no_list() {
        let apia = Tz::Pacific__Apia;
        assert_eq!(day("2011-12-30", apia).0, 0);
        let (from, until) = (Day::on("2011-12-29".parse().expect("a date"), apia).from, day("2011-12-31", apia).2);
        let days = Day::between(from, until.parse().expect("a time"), apia);
        assert_eq!(days.iter().map(|day| day.date.to_string()).collect::<Vec<_>>(), ["2011-12-29", "2011-12-31"]);
    }

    #[test]
    fn days_follow_each_other_in_every_zone_and_each_moment_is_in_one() {
        let year = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a date").and_time(NaiveTime::MIN).and_utc();
        let years = [(1987, 1988), (2011, 2012), (2024, 2025)];
        for (zone, (from, until)) in chrono_tz::TZ_VARIANTS.iter().flat_map(|zone| years.map(|years| (*zone, years))) {
            let days = Day::between(year(from), year(until), zone);
            assert!(days.len() >= 365, "{zone}");
            for (day, next) in days.iter().zip(&days[1..]) {
                assert_eq!(day.until, next.from, "{zone} {}", day.date);
                assert_eq!(Day::of(day.from, zone), *day, "{zone}");
                assert_eq!(Day::of(day.until - TimeDelta::seconds(1), zone), *day, "{zone}");
            }
        }
    }

    #[test]
    fn the_ends_of_time_are_no_trouble() {
        for zone in [Tz::Pacific__Kiritimati, Tz::Pacific__Pago_Pago] {
            assert_eq!(Day::between(DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC, zone), []);
            assert_eq!(Day::of(DateTime::<Utc>::MIN_UTC, zone), Day::of(within_reason(DateTime::<Utc>::MIN_UTC), zone));
        }
        assert_eq!((zone_of("Europe/Berlin"), zone_of("Moon/Base")), (Some(Tz::Europe__Berlin), None));
    }
}
