//! Scenarios of the rules that know what is usual: scans, busy people, clocks, backups.

use chrono::TimeDelta;
use uuid::Uuid;

use super::{
    scenarios::{Log, account, unknown, wrong},
    *,
};
use crate::{
    alerts::{alert::events::AlertAcknowledged, subscription::SubscriptionChanged},
    household::{
        Event as House,
        backup::{SOUND, UNSOUND, events::*},
        clock::ClockJumped,
    },
    identity::{
        key::events::{KeyIssued, KeyRevoked},
        key_places::KeyPlaceMet,
        probes::StrangersProbed,
    },
    kernel::{AlertId, KeyId, Personal, Who},
};

fn probed(pages: u32, traps: u32) -> crate::identity::Event {
    StrangersProbed { pages, traps }.into()
}

fn chosen() -> crate::alerts::Event {
    SubscriptionChanged { person: account(1), context: "identity".into(), least: "notice".into() }.into()
}

fn made(generation: &str) -> House {
    let place = "/srv/backup".to_owned();
    BackupMade { generation: generation.into(), place, head: 7, written_bytes: 1, took_ms: 1 }.into()
}

fn checked(generation: &str, outcome: &str) -> House {
    let (place, reason) = ("/srv/backup".to_owned(), String::new());
    BackupChecked { generation: generation.into(), place, outcome: outcome.into(), reason, took_ms: 1 }.into()
}

fn jumped(by_s: i64, ran_s: u32) -> House {
    ClockJumped { by_s, ran_s }.into()
}

#[test]
fn many_pages_or_a_few_traps_are_a_scan_and_told_of_as_they_double() {
    let mut log = Log::new();
    log.write("203.0.113.7", probed(20, 0)).write("203.0.113.7", probed(30, 2));
    assert!(log.tried(Rule::Scanning).is_empty());
    log.write("203.0.113.7", probed(40, 5)).write("203.0.113.7", probed(50, 6)).write("203.0.113.8", probed(50, 0));
    assert_eq!(
        log.sentences(Rule::Scanning),
        [
            "Somebody at 203.0.113.7 is looking for weak spots: 40 pages, 5 of them only scanners ask for",
            "Somebody at 203.0.113.8 is looking around: 50 pages that are not here within an hour",
        ]
    );
    log.write("203.0.113.7", probed(100, 9)).write("203.0.113.7", probed(200, 10));
    assert_eq!(log.tried(Rule::Scanning).len(), 4);
}

/// Somebody who does so many things, one a second.
fn busy(log: &mut Log, times: u32) {
    for _ in 0..times {
        log.pass(TimeDelta::seconds(1)).write_by(Who::Person(account(1)), "192.168.1.7", chosen());
    }
}

#[test]
fn two_hundred_things_in_an_hour_are_told_of_unless_they_are_usual() {
    let mut log = Log::new();
    busy(&mut log, 199);
    assert!(log.tried(Rule::Volume).is_empty());
    busy(&mut log, 1);
    assert_eq!(
        log.sentences(Rule::Volume),
        ["Somebody did 200 things within an hour, and 0 in the busiest hour before"]
    );
    log.pass(TimeDelta::days(2));
    busy(&mut log, 900);
    assert_eq!(log.tried(Rule::Volume).len(), 1, "five times two hundred are a thousand");
    log.pass(TimeDelta::days(40));
    busy(&mut log, 200);
    assert_eq!(log.tried(Rule::Volume).len(), 2, "what was usual is forgotten after four weeks");
}

#[test]
fn what_follows_from_one_command_counts_once_and_seen_alerts_and_strangers_not_at_all() {
    let mut log = Log::new();
    let seen =
        || crate::alerts::Event::from(AlertAcknowledged { alert: AlertId(Uuid::nil()), person: account(1), about: 1 });
    for _ in 0..300 {
        log.write_by(Who::Person(account(1)), "192.168.1.7", seen()).write("192.168.1.7", chosen());
    }
    busy(&mut log, 1);
    let command = log.facts.last().expect("a fact").stamp.command;
    for _ in 0..300 {
        log.write_by(Who::Person(account(1)), "192.168.1.7", chosen());
        log.facts.last_mut().expect("a fact").stamp.command = command;
    }
    assert!(log.tried(Rule::Volume).is_empty());
}

#[test]
fn who_is_switched_on_to_an_hour_that_is_busy_already_is_counted_from_there() {
    let mut log = Log::new();
    busy(&mut log, 150);
    let since = log.facts.len() as u64;
    busy(&mut log, 199);
    assert!(log.told(Watch::trial(Rule::Volume, Rule::Volume.usual(), since)).is_empty());
    busy(&mut log, 1);
    assert_eq!(log.told(Watch::trial(Rule::Volume, Rule::Volume.usual(), since)).len(), 1);
}

fn issued(key: u128) -> crate::identity::Event {
    let (key, account) = (KeyId(Uuid::from_u128(key)), account(1));
    let (name, scopes) = (Personal::of(account, "printer"), vec!["*:act".to_owned()]);
    KeyIssued { key, account, name, scopes, until_us: None, networks: None }.into()
}

fn met(key: u128, place: u32) -> crate::identity::Event {
    KeyPlaceMet {
        key: KeyId(Uuid::from_u128(key)),
        account: account(1),
        place: place.to_string(),
        before: "home".into(),
    }
    .into()
}

#[test]
fn a_key_that_stayed_at_home_for_a_week_is_told_of_when_it_is_used_from_elsewhere() {
    let mut log = Log::new();
    log.write("-", issued(1)).pass(TimeDelta::days(7)).pass(TimeDelta::seconds(-1)).write("fd00::7", met(1, 1));
    assert!(log.tried(Rule::Keys).is_empty(), "its first week");
    log.pass(TimeDelta::seconds(1)).write("203.0.113.7", met(1, 2));
    let sentence = "A key was used from 203.0.113.7, and before that from very few networks only";
    assert_eq!(log.sentences(Rule::Keys), [sentence]);
    log.write("198.51.100.7", met(1, 3)).write("198.51.100.7", met(2, 1));
    assert_eq!(log.tried(Rule::Keys).len(), 1, "from now on it travels; and nobody knows the other one");
}

#[test]
fn a_key_that_was_revoked_or_made_this_week_is_not() {
    let mut log = Log::new();
    let (key, account) = (KeyId(Uuid::from_u128(1)), account(1));
    let revoked: crate::identity::Event = KeyRevoked { key, account, name: Personal::of(account, "printer") }.into();
    log.write("-", issued(1)).pass(TimeDelta::days(9)).write("-", revoked).write("203.0.113.7", met(1, 2));
    log.write("-", issued(2)).pass(TimeDelta::days(6)).write("203.0.113.7", met(2, 1));
    assert!(log.tried(Rule::Keys).is_empty());
}

#[test]
fn a_clock_that_is_set_while_the_house_runs_is_told_of_and_one_that_is_set_right_at_the_start_is_not() {
    let mut log = Log::new();
    log.write("-", jumped(7200, 300)).write("-", jumped(5399, 9000)).write("-", jumped(-60, 9000));
    assert!(log.tried(Rule::Clock).is_empty());
    log.write("-", jumped(5400, 9000));
    assert_eq!(log.sentences(Rule::Clock), ["The clock jumped forward by 90 minutes"]);
}

#[test]
fn entries_that_lie_before_the_one_before_them_are_told_of_once() {
    let mut log = Log::new();
    log.write("-", chosen()).pass(TimeDelta::minutes(-89)).write("-", chosen());
    assert!(log.tried(Rule::Clock).is_empty());
    log.pass(TimeDelta::minutes(-1)).write("-", jumped(-5400, 0)).write("-", chosen());
    let [found] = log.tried(Rule::Clock).try_into().expect("told once");
    assert_eq!(found.found.event.sentence(), "The clock went back by 90 minutes: times in the diary overlap");
    assert_eq!(found.evidence(), [1, 3]);
    log.pass(TimeDelta::minutes(1)).write("-", chosen());
    assert_eq!(log.tried(Rule::Clock).len(), 1, "the time goes on from there");
}

#[test]
fn backups_that_stop_are_told_of_after_eight_days_and_then_as_the_wait_doubles() {
    let mut log = Log::new();
    log.pass(TimeDelta::days(100)).write("-", chosen());
    assert!(log.tried(Rule::Backups).is_empty(), "there never was one");
    log.write("-", made("A")).pass(TimeDelta::days(8)).pass(TimeDelta::seconds(-1)).write("-", chosen());
    assert!(log.tried(Rule::Backups).is_empty());
    log.pass(TimeDelta::seconds(1)).write("-", chosen());
    assert_eq!(log.sentences(Rule::Backups), ["There has been no good backup for 8 days; the last one is A"]);
    log.pass(TimeDelta::days(7)).write("-", chosen());
    assert_eq!(log.tried(Rule::Backups).len(), 1);
    log.pass(TimeDelta::days(1)).write("-", chosen());
    assert_eq!(log.sentences(Rule::Backups)[1], "There has been no good backup for 16 days; the last one is A");
    let ids: Vec<_> = log.tried(Rule::Backups).iter().map(Suspicion::id).collect();
    assert_ne!(ids[0], ids[1]);
    log.write("-", made("B")).pass(TimeDelta::days(7)).write("-", chosen());
    assert_eq!(log.tried(Rule::Backups).len(), 2);
}

#[test]
fn a_backup_that_is_unsound_is_none() {
    let mut log = Log::new();
    log.write("-", made("A")).pass(TimeDelta::days(5)).write("-", made("B"));
    log.write("-", checked("A", SOUND)).write("-", checked("B", UNSOUND)).pass(TimeDelta::days(3));
    log.write("-", chosen());
    assert_eq!(log.sentences(Rule::Backups), ["There has been no good backup for 8 days; the last one is A"]);
}

#[test]
fn a_watch_knows_when_a_backup_will_be_too_old_and_says_so_without_an_entry() {
    let mut log = Log::new();
    log.write("-", made("A"));
    let mut watch = Watch::since(0);
    assert!(log.facts.iter().all(|fact| watch.take(fact).is_empty()));
    let due = log.now + TimeDelta::days(8);
    assert_eq!(watch.due(), Some(due));
    assert!(watch.rest(due - TimeDelta::seconds(1)).is_empty());
    let [found] = watch.rest(due + TimeDelta::hours(3)).try_into().expect("told once");
    assert_eq!((found.found.at, found.rule), (due, Rule::Backups));
    assert!(watch.rest(due + TimeDelta::days(1)).is_empty());
    assert_eq!(watch.due(), Some(log.now + TimeDelta::days(16)));
}

/// Days in which every rule finds something.
fn troubled() -> Log {
    let mut log = Log::new();
    log.write("-", chosen()).write("-", issued(1));
    for number in 0..400_u128 {
        let client = number % 2 + (number / 50) * 100;
        log.write(&format!("198.51.{}.{}", client / 256, client % 256), wrong(number % 5));
        log.write(&format!("198.{}.100.1", number % 30), unknown(1)).pass(TimeDelta::seconds(97));
    }
    log.write("-", made("A"));
    busy(&mut log, 210);
    log.write("203.0.113.7", probed(200, 2)).pass(TimeDelta::hours(-2)).write("203.0.113.8", probed(9, 9));
    log.write("-", jumped(90_000, 90_000)).pass(TimeDelta::days(30)).write("-", met(1, 9));
    log
}

#[test]
fn a_watch_says_what_a_trial_from_the_same_position_says() {
    let log = troubled();
    for since in [0, 1, 100, 555, 802, 900, 1000, log.facts.len() as u64] {
        let mut live = log.told(Watch::since(since));
        let mut tried: Vec<_> = Rule::ALL.iter().flat_map(|r| log.told(Watch::trial(*r, r.usual(), since))).collect();
        live.sort_by_key(|it| (it.found.because, it.rule));
        tried.sort_by_key(|it| (it.found.because, it.rule));
        assert_eq!(live, tried, "since {since}");
        let remembers = |it: &Suspicion| [Rule::Backups, Rule::Keys].contains(&it.rule);
        let rests_on = |it: &Suspicion| remembers(it) || it.evidence().iter().all(|entry| *entry > since);
        assert!(tried.iter().all(rests_on), "since {since}: {tried:?}");
        let silent: Vec<_> = Rule::ALL.iter().filter(|rule| tried.iter().all(|it| it.rule != **rule)).collect();
        assert!(since > 1 || silent.is_empty(), "{silent:?}");
    }
}

#[test]
fn a_quiet_house_is_told_of_nothing() {
    let mut log = Log::new();
    for day in 0..60_u128 {
        for person in 1..=5 {
            log.write_by(Who::Person(account(person)), "192.168.1.7", chosen()).pass(TimeDelta::minutes(9));
            log.write("192.168.1.7", wrong(person)).pass(TimeDelta::minutes(31));
        }
        log.write("-", made(&day.to_string())).write("192.168.1.9", probed(20, 0)).write("198.51.100.1", unknown(1));
        busy(&mut log, 60);
        log.pass(TimeDelta::hours(19));
    }
    for rule in Rule::ALL {
        assert_eq!(log.sentences(rule), [""; 0], "{rule:?}");
    }
}

#[test]
fn a_hundred_thousand_addresses_take_bounded_time_and_are_told_of_a_few_times() {
    let mut log = Log::new();
    for number in 0..100_000_u32 {
        let [_, b, c, d] = number.to_be_bytes();
        let from = format!("10.{b}.{c}.{d}");
        match number % 3 {
            0 => log.write(&from, wrong(u128::from(number % 5))),
            1 => log.write(&from, unknown(1)),
            _ => log.write(&from, probed(50, 5)),
        };
        log.pass(TimeDelta::milliseconds(10));
    }
    let told = log.told(Watch::since(0)).len();
    assert!((10..60).contains(&told), "{told}");
}
