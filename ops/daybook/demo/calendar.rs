//! The days of the story: counted back from the present one, told in the time zone of the house.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, TimeZone as _, Utc, Weekday};
use chrono_tz::Tz;

/// The days before now.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    zone: Tz,
    today: NaiveDate,
}

impl Calendar {
    /// The calendar of a moment.
    pub fn ending(now: DateTime<Utc>, zone: Tz) -> Self {
        Self { zone, today: now.with_timezone(&zone).date_naive() }
    }

    /// The day that was so many days ago.
    fn day(&self, days_ago: u32) -> NaiveDate {
        self.today.checked_sub_days(Days::new(days_ago.into())).unwrap_or(self.today)
    }

    /// A time of a day, in seconds after midnight. Where the clocks jump over it, an hour later.
    pub fn at(&self, days_ago: u32, seconds: u32) -> DateTime<Utc> {
        let midnight = self.day(days_ago).and_time(chrono::NaiveTime::MIN);
        let local = midnight + TimeDelta::seconds(seconds.into());
        let later = || self.zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest();
        let at = self.zone.from_local_datetime(&local).earliest().or_else(later);
        at.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
    }

    /// Whether nobody goes to work or school.
    pub fn is_weekend(&self, days_ago: u32) -> bool {
        matches!(self.day(days_ago).weekday(), Weekday::Sat | Weekday::Sun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_house() {
        let now = Utc.with_ymd_and_hms(2026, 11, 20, 23, 30, 0).unwrap();
        let calendar = Calendar::ending(now, Tz::Europe__Berlin);
        assert!(calendar.is_weekend(0), "in Berlin it is Saturday already");
        assert!(!calendar.is_weekend(1));
        assert_eq!(calendar.at(1, 7 * 3600), Utc.with_ymd_and_hms(2026, 11, 20, 6, 0, 0).unwrap());
    }

    #[test]
    fn an_hour_that_the_clocks_jump_over_comes_later() {
        let now = Utc.with_ymd_and_hms(2026, 3, 29, 12, 0, 0).unwrap();
        let calendar = Calendar::ending(now, Tz::Europe__Berlin);
        assert_eq!(calendar.at(0, 2 * 3600 + 1800), Utc.with_ymd_and_hms(2026, 3, 29, 1, 30, 0).unwrap());
    }
}
