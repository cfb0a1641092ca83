//! Whatever is asked of days, they count what a look at every single entry would.

use chrono::{DateTime, Duration, Utc};
use domain::{Day, Event, Fact, Who, at, identity::Event as Identity, identity::account::events::*, zone_of};

use super::{
    DayCount, Entry, Filter, context, days,
    search_scenarios::{all_entries, filters, holds, mixed},
};
use crate::testing::{ADA, fact_at, logged_in, rows_of};

/// Changes its clocks on the eighth of March; by whole hours from UTC; by half an hour; by three quarters; on a half hour.
const ZONES: [&str; 5] = ["America/New_York", "UTC", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"];

fn counted(all: &[Entry], filter: &Filter, day: Day) -> DayCount {
    let of_day = |entry: &&Entry| entry.at >= day.from && entry.at < day.until && holds(filter, entry);
    let found: Vec<_> = all.iter().filter(of_day).collect();
    let of = |severity: &str| found.iter().filter(|entry| entry.severity == severity).count() as u64;
    DayCount { day, entries: found.len() as u64, warnings: of("warning"), criticals: of("critical") }
}

#[test]
fn every_filter_counts_what_a_look_at_each_entry_counts_in_every_zone() {
    let rows = rows_of(&context(), &mixed());
    let all = all_entries(&rows);
    let (from, until) = (at(0, 0) - Duration::days(2), at(0, 0) + Duration::days(18));
    for zone in ZONES.map(|zone| zone_of(zone).expect("a zone")) {
        let of_zone = Day::between(from, until, zone);
        for filter in filters() {
            let filter = Filter { from: None, until: None, ..filter };
            let expected: Vec<_> = of_zone.iter().map(|day| counted(&all, &filter, *day)).collect();
            assert_eq!(days(&rows, &filter, &of_zone), Ok(expected), "{zone} {filter:?}");
        }
    }
}

/// One every ten minutes.
fn steady(from: &str, until: &str) -> Vec<Fact<Event>> {
    let time = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
    let moments = std::iter::successors(Some(time(from)), |at| Some(*at + Duration::minutes(10)));
    let moments = moments.take_while(|at| *at < time(until));
    (1..).zip(moments).map(|(position, at)| fact_at(position, at, Who::Person(ADA), logged_in(ADA))).collect()
}

#[test]
fn a_day_on_which_clocks_change_counts_its_own_hours() {
    for (from, until, hours) in [
        ("2026-03-27T00:00:00Z", "2026-03-31T00:00:00Z", [24, 23, 24]),
        ("2026-10-23T00:00:00Z", "2026-10-27T00:00:00Z", [24, 25, 24]),
    ] {
        let rows = rows_of(&context(), &steady(from, until));
        let zone = zone_of("Europe/Berlin").expect("a zone");
        let (from, until) = (from.parse::<DateTime<Utc>>(), until.parse::<DateTime<Utc>>());
        let inner =
            Day::between(from.expect("a time") + Duration::days(1), until.expect("a time") - Duration::days(1), zone);
        for filter in [Filter::default(), Filter { person: Some(ADA), ..Filter::default() }] {
            let counts = days(&rows, &filter, &inner).expect("the query is well-formed");
            assert_eq!(counts.iter().map(|it| it.entries / 6).collect::<Vec<_>>(), hours);
        }
    }
}

#[test]
fn a_zone_that_was_off_by_odd_seconds_is_counted_to_the_second() {
    let rows = rows_of(&context(), &steady("1971-06-01T00:00:00Z", "1971-06-04T00:00:00Z"));
    let day = Day::on("1971-06-02".parse().expect("a date"), zone_of("Africa/Monrovia").expect("a zone"));
    assert_eq!(day.from.to_rfc3339(), "1971-06-02T00:44:30+00:00");
    let counts = days(&rows, &Filter::default(), &[day]).expect("the query is well-formed");
    assert_eq!(counts.iter().map(|it| it.entries).collect::<Vec<_>>(), [144]);
}

#[test]
fn warnings_and_criticals_are_counted_apart() {
    let failed = Identity::from(LoginFailed { account: ADA, failures: 1, known_device: false });
    let locked = Identity::from(AccountLocked { account: ADA, wait_s: 60, until_us: 0 });
    let facts = [logged_in(ADA), failed, locked.clone(), locked];
    let facts = (1..).zip(facts).map(|(position, event)| fact_at(position, at(12, 0), Who::Stranger, event));
    let rows = rows_of(&context(), &facts.collect::<Vec<_>>());
    let all = all_entries(&rows);
    let day = Day::of(at(12, 0), zone_of("UTC").expect("a zone"));
    let counts = days(&rows, &Filter::default(), &[day]).expect("the query is well-formed");
    assert_eq!(counts, [counted(&all, &Filter::default(), day)]);
    assert_eq!((counts[0].entries, counts[0].criticals), (4, 2));
    assert_eq!(days(&rows, &Filter::default(), &[]), Ok(Vec::new()));
}
