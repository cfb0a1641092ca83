//! Scenarios of the watch: when each rule tells, when it does not yet, and that it tells once.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{events::*, *};
use crate::{
    identity::{account::events::LoginFailed, strangers::StrangersRefused},
    kernel::{AccountId, CommandId, EventId, PersonId, Personal, Stamp, Who, at},
};

/// A log that is written as it is told.
pub struct Log {
    pub facts: Vec<Fact<Event>>,
    pub now: DateTime<Utc>,
}

impl Log {
    pub fn new() -> Self {
        Self { facts: vec![], now: at(12, 0) }
    }

    pub fn pass(&mut self, by: TimeDelta) -> &mut Self {
        self.now += by;
        self
    }

    pub fn write(&mut self, from: &str, event: impl Into<Event>) -> &mut Self {
        self.write_by(Who::Stranger, from, event)
    }

    pub fn write_by(&mut self, who: Who, from: &str, event: impl Into<Event>) -> &mut Self {
        let position = self.facts.len() as u64 + 1;
        let command = CommandId(Uuid::from_u128(u128::from(position) << 16));
        let from = Some(Personal::of(PersonId::STRANGERS, from));
        let stamp =
            Stamp { from, ..Stamp { at: self.now, who, session: None, key: None, from: None, command, because: None } };
        self.facts.push(Fact { position, id: EventId(command.0), stamp, event: event.into() });
        self
    }

    /// What a watch says to all of it.
    pub fn told(&self, mut watch: Watch) -> Vec<Suspicion> {
        self.facts.iter().flat_map(|fact| watch.take(fact)).collect()
    }

    /// What a rule says to it with its usual numbers.
    pub fn tried(&self, rule: Rule) -> Vec<Suspicion> {
        self.told(Watch::trial(rule, rule.usual(), 0))
    }

    pub fn sentences(&self, rule: Rule) -> Vec<String> {
        self.tried(rule).iter().map(|suspicion| suspicion.found.event.sentence()).collect()
    }
}

pub fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number << 64))
}

pub fn wrong(number: u128) -> crate::identity::Event {
    LoginFailed { account: account(number), failures: 1, known_device: false }.into()
}

fn slip(number: u128) -> crate::identity::Event {
    LoginFailed { account: account(number), failures: 1, known_device: true }.into()
}

pub fn unknown(count: u32) -> crate::identity::Event {
    StrangersRefused { count, typed: None }.into()
}

#[test]
fn twelve_failures_on_one_account_within_a_day_are_told_of_once() {
    let mut log = Log::new();
    for number in 0..11 {
        log.write(&format!("203.0.113.{number}"), wrong(1)).pass(TimeDelta::minutes(60));
    }
    assert!(log.tried(Rule::Guessing).is_empty());
    log.write("203.0.113.77", wrong(1));
    let told = log.sentences(Rule::Guessing);
    assert_eq!(told, ["Somebody is guessing at one account: 12 wrong passwords or codes within a day"]);
    for _ in 0..11 {
        log.write("203.0.113.77", wrong(1));
    }
    assert_eq!(log.tried(Rule::Guessing).len(), 1, "it has not doubled yet");
    log.write("203.0.113.77", wrong(1));
    assert_eq!(log.tried(Rule::Guessing).len(), 2);
}

#[test]
fn failures_of_several_accounts_or_days_or_on_known_devices_are_not_added_up() {
    let mut log = Log::new();
    for _ in 0..11 {
        log.write("203.0.113.7", wrong(1)).write("203.0.113.7", slip(1));
        log.write("203.0.113.8", wrong(2)).pass(TimeDelta::hours(3));
    }
    assert!(log.tried(Rule::Guessing).is_empty());
}

#[test]
fn one_address_that_fails_at_three_accounts_is_told_of() {
    let mut log = Log::new();
    log.write("203.0.113.7", wrong(1)).write("203.0.113.7", wrong(1)).write("203.0.113.8", wrong(3));
    log.pass(TimeDelta::minutes(4)).write("203.0.113.7", wrong(2));
    assert!(log.tried(Rule::Spraying).is_empty(), "two accounts, and a third from elsewhere");
    log.pass(TimeDelta::minutes(4)).write("203.0.113.7", wrong(3));
    let [found] = log.tried(Rule::Spraying).try_into().expect("told once");
    assert_eq!(found.found.event.sentence(), "Somebody at 203.0.113.7 tried 3 accounts within 10 minutes");
    assert_eq!((found.evidence(), found.found.because), (&[2, 4, 5][..], 5));
}

#[test]
fn an_address_that_takes_its_time_or_sits_at_a_known_device_is_not() {
    let mut log = Log::new();
    for number in 1..=8 {
        log.write("203.0.113.7", wrong(number)).write("192.168.1.2", slip(number)).pass(TimeDelta::minutes(5));
    }
    assert!(log.tried(Rule::Spraying).is_empty());
}

#[test]
fn addresses_of_one_household_are_one_address() {
    let mut log = Log::new();
    for (number, host) in [(1, "2001:db8::7"), (2, "2001:db8::8"), (3, "2001:db8::1:9")] {
        log.write(host, wrong(number));
    }
    assert_eq!(log.tried(Rule::Spraying).len(), 1);
    let mut mapped = Log::new();
    mapped.write("::ffff:203.0.113.7", wrong(1)).write("203.0.113.7", wrong(2)).write("203.0.113.7", wrong(3));
    assert_eq!(mapped.tried(Rule::Spraying).len(), 1);
}

#[test]
fn unknown_addresses_from_ten_networks_are_told_of_and_from_one_they_are_not() {
    let mut log = Log::new();
    for number in 0..9 {
        log.write(&format!("198.51.{number}.7"), unknown(1)).write("203.0.113.7", unknown(10));
    }
    let told = log.sentences(Rule::Strangers);
    assert_eq!(told, ["10 networks tried unknown mail addresses within an hour, 19 times at least"]);
    let mut one = Log::new();
    for count in [1, 10, 100, 1000] {
        one.write("203.0.113.7", unknown(count)).write("203.0.113.8", unknown(count));
    }
    assert!(one.tried(Rule::Strangers).is_empty());
}

#[test]
fn a_rule_tells_of_a_dozen_a_day_whoever_they_are_about() {
    let mut log = Log::new();
    for client in 0..100 {
        for number in 1..=3 {
            log.write(&format!("203.0.113.{client}"), wrong(number));
        }
    }
    assert_eq!(log.tried(Rule::Spraying).len(), MOST_A_DAY);
    log.pass(TimeDelta::days(1)).write("198.51.100.1", wrong(1));
    log.write("198.51.100.1", wrong(2)).write("198.51.100.1", wrong(3));
    assert_eq!(log.tried(Rule::Spraying).len(), MOST_A_DAY + 1);
}

#[test]
fn a_rule_that_is_switched_on_begins_there_and_one_that_is_off_is_silent() {
    let off = || super::super::Event::from(WatchRuleSwitchedOff { rule: "spraying".into() });
    let on = || super::super::Event::from(WatchRuleSet { rule: "spraying".into(), limit: 2, span: 10 });
    let mut log = Log::new();
    log.write("-", off()).write("203.0.113.7", wrong(1)).write("203.0.113.7", wrong(2));
    log.write("203.0.113.7", wrong(3)).write("-", on()).write("203.0.113.7", wrong(4));
    assert!(log.told(Watch::since(0)).is_empty());
    log.write("203.0.113.7", wrong(5));
    let [found] = log.told(Watch::since(0)).try_into().expect("told once");
    assert_eq!(found.evidence(), [6, 7]);
}

#[test]
fn the_same_finding_has_the_same_name_and_others_have_others() {
    let mut log = Log::new();
    for number in 1..=3 {
        log.write("203.0.113.7", wrong(number));
    }
    let (first, again) = (log.tried(Rule::Spraying), log.tried(Rule::Spraying));
    assert_eq!(first[0].id(), again[0].id());
    let other = Suspicion { rule: Rule::Guessing, found: first[0].found.clone() };
    assert_ne!(first[0].id(), other.id());
}
