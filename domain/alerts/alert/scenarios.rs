//! Scenarios of an alert.

use uuid::Uuid;

use super::*;
use crate::kernel::{Scenario, at};

const ADA: AccountId = AccountId(Uuid::from_u128(1));
const BOB: AccountId = AccountId(Uuid::from_u128(2));
const ALERT: AlertId = AlertId(Uuid::from_u128(5));

fn raised() -> Event {
    let raised_at_us = at(12, 0).timestamp_micros();
    let (kind, severity) = ("identity.account_locked.v1".to_owned(), "critical".to_owned());
    AlertRaised { alert: ALERT, person: ADA, about: 3, kind, severity, raised_at_us }.into()
}

fn delivered() -> Event {
    AlertDelivered { alert: ALERT, person: ADA, about: 3, mail: ALERT, in_folder: false }.into()
}

fn failure() -> Command {
    Command::RecordFailure { alert: ALERT, reason: "451 busy".into() }
}

fn failed(attempts: u32, retry_at: DateTime<Utc>) -> Event {
    let reason = Personal::of(ADA, "451 busy");
    let retry_at_us = retry_at.timestamp_micros();
    AlertFailed { alert: ALERT, person: ADA, about: 3, attempts, retry_at_us, reason }.into()
}

#[test]
fn raising_twice_tells_once() {
    let Event::AlertRaised(again) = raised() else { unreachable!("it was raised") };
    Scenario::<Alert>::given([raised()]).when(Command::Raise(again)).then_nothing();
}

#[test]
fn a_failure_waits_twice_as_long_as_the_one_before() {
    let first = failed(1, at(12, 0) + Duration::seconds(30));
    Scenario::<Alert>::given([raised()]).when(failure()).then([first.clone()]);
    let second = failed(2, at(12, 0) + Duration::seconds(60));
    Scenario::<Alert>::given([raised(), first]).when(failure()).then([second]);
}

#[test]
fn after_a_day_it_is_given_up() {
    let late = at(12, 0) + Duration::hours(TRIED_FOR_HOURS);
    let earlier = failed(30, late);
    Scenario::<Alert>::given([raised(), earlier]).at(late).when(failure()).then([
        failed(31, late + Duration::hours(1)),
        AlertAbandoned { alert: ALERT, person: ADA, about: 3, attempts: 31 }.into(),
    ]);
}

#[test]
fn what_was_delivered_neither_fails_nor_is_delivered_again() {
    let alert = Scenario::<Alert>::given([raised(), delivered()]);
    alert.when(failure()).then_nothing();
    alert.when(Command::RecordDelivery { alert: ALERT, mail: ALERT, in_folder: false }).then_nothing();
}

#[test]
fn only_the_person_told_acknowledges() {
    let alert = Scenario::<Alert>::given([raised()]);
    let acknowledge = Command::Acknowledge { alert: ALERT };
    alert.clone().by(Who::Person(BOB)).when(acknowledge.clone()).then_refused(Refusal::NoSuchAlert);
    let seen = AlertAcknowledged { alert: ALERT, person: ADA, about: 3 };
    alert.by(Who::Person(ADA)).when(acknowledge).then([seen.into()]);
}
