//! Scenarios of second factors: what counts once, what goes on, and what is not taken away unawares.

use uuid::Uuid;

use super::*;
use crate::kernel::{Scenario, at};

const ADA: AccountId = AccountId(Uuid::from_u128(1));
const APP: FactorId = FactorId(Uuid::from_u128(2));
const KEY: FactorId = FactorId(Uuid::from_u128(3));
const CODES: CodeSetId = CodeSetId(Uuid::from_u128(4));

fn name(text: &str) -> Personal {
    Personal::of(ADA, text)
}

fn app() -> Event {
    TotpAdded { account: ADA, factor: APP, name: name("Phone"), step: 100 }.into()
}

fn key(counter: u32) -> Event {
    PasskeyAdded { account: ADA, factor: KEY, name: name("Laptop"), counter }.into()
}

fn codes() -> Event {
    RecoveryCodesMade { account: ADA, set: CODES, count: 10 }.into()
}

fn ask(command: Command) -> Ask {
    Ask { account: ADA, command }
}

fn totp(step: u64) -> Ask {
    ask(Command::UseTotp { factor: APP, step })
}

fn passkey(counter: u32) -> Ask {
    ask(Command::UsePasskey { factor: KEY, counter })
}

fn remove(factor: FactorId, mail_works: bool, required: Requirement, confirmed: bool) -> Ask {
    ask(Command::Remove { factor, mail_works, required, confirmed })
}

#[test]
fn a_code_counts_once_and_none_before_it_after() {
    let used = |step| Event::from(TotpUsed { account: ADA, factor: APP, step });
    let fresh = Scenario::<Factors>::given([app()]);
    fresh.when(totp(100)).then_refused(Refusal::Replayed);
    fresh.when(totp(101)).then([used(101)]);
    let later = Scenario::<Factors>::given([app(), used(101)]);
    later.when(totp(101)).then_refused(Refusal::Replayed);
    later.when(totp(100)).then_refused(Refusal::Replayed);
    later.when(totp(102)).then([used(102)]);
}

#[test]
fn an_app_that_was_removed_shows_nothing_any_more() {
    let gone = FactorRemoved { account: ADA, factor: APP, kind: "app".into(), name: name("Phone") };
    Scenario::<Factors>::given([app(), gone.into()]).when(totp(101)).then_refused(Refusal::NoSuchFactor);
}

#[test]
fn a_passkey_is_no_app() {
    let wrong = ask(Command::UsePasskey { factor: APP, counter: 500 });
    Scenario::<Factors>::given([app(), key(0)]).when(wrong).then_refused(Refusal::NoSuchFactor);
}

#[test]
fn a_counter_goes_on_or_is_doubted() {
    let used = |counter| Event::from(PasskeyUsed { account: ADA, factor: KEY, counter });
    let counting = Scenario::<Factors>::given([key(7)]);
    counting.when(passkey(8)).then([used(8)]);
    for backwards in [7, 6, 0] {
        counting.when(passkey(backwards)).then_refused(Refusal::Doubtful);
    }
    let doubted = PasskeyDoubted { account: ADA, factor: KEY, known: 7, shown: 6 };
    counting.when(ask(Command::Doubt { factor: KEY, shown: 6 })).then([doubted.into()]);
    let uncounting = Scenario::<Factors>::given([key(0), used(0)]);
    uncounting.when(passkey(0)).then([used(0)]);
}

#[test]
fn each_recovery_code_is_good_once_until_new_ones_are_made() {
    let used = |number, left| Event::from(RecoveryCodeUsed { account: ADA, set: CODES, number, left });
    let code = |set, number| ask(Command::UseRecoveryCode { set, number });
    let fresh = Scenario::<Factors>::given([codes()]);
    fresh.when(code(CODES, 3)).then([used(3, 9)]);
    fresh.when(code(CODES, 10)).then_refused(Refusal::UsedUp);
    let once = Scenario::<Factors>::given([codes(), used(3, 9)]);
    once.when(code(CODES, 3)).then_refused(Refusal::UsedUp);
    once.when(code(CODES, 0)).then([used(0, 8)]);
    let other = CodeSetId(Uuid::from_u128(5));
    let anew = RecoveryCodesMade { account: ADA, set: other, count: 10 };
    Scenario::<Factors>::given([codes(), anew.into()]).when(code(CODES, 0)).then_refused(Refusal::UsedUp);
}

#[test]
fn the_last_factor_goes_only_where_mail_works_or_it_is_meant() {
    let gone = Event::from(FactorRemoved { account: ADA, factor: APP, kind: "app".into(), name: name("Phone") });
    let one = Scenario::<Factors>::given([app()]);
    one.when(remove(APP, false, Requirement::Any, false)).then_refused(Refusal::LastFactor);
    one.when(remove(APP, false, Requirement::Any, true)).then([gone.clone()]);
    one.when(remove(APP, true, Requirement::Any, false)).then([gone.clone()]);
    let two = Scenario::<Factors>::given([app(), key(0)]);
    two.when(remove(APP, false, Requirement::Any, false)).then([gone]);
}

#[test]
fn what_the_house_requires_stays_however_it_is_meant() {
    let two = Scenario::<Factors>::given([app(), key(0)]);
    two.when(remove(APP, true, Requirement::App, true)).then_refused(Refusal::Required(Requirement::App));
    let gone = FactorRemoved { account: ADA, factor: APP, kind: "app".into(), name: name("Phone") };
    two.when(remove(APP, true, Requirement::Strong, false)).then([gone.into()]);
    let one = Scenario::<Factors>::given([key(0)]);
    one.when(remove(KEY, true, Requirement::Strong, true)).then_refused(Refusal::Required(Requirement::Strong));
}

#[test]
fn whoever_lacks_what_is_required_may_still_remove_the_rest() {
    let gone = FactorRemoved { account: ADA, factor: APP, kind: "app".into(), name: name("Phone") };
    let lacking = Scenario::<Factors>::given([app()]);
    lacking.when(remove(APP, true, Requirement::Passkey, false)).then([gone.into()]);
}

#[test]
fn ten_factors_are_enough() {
    let many = (10..20).map(|n| {
        let factor = FactorId(Uuid::from_u128(n));
        Event::from(PasskeyAdded { account: ADA, factor, name: name("Key"), counter: 0 })
    });
    let add = Command::Add { factor: APP, kind: Kind::App, name: name("Phone"), mark: 1 };
    Scenario::<Factors>::given(many).when(ask(add)).then_refused(Refusal::TooMany);
}

#[test]
fn a_reset_takes_everything() {
    let reset = Event::from(FactorsReset { account: ADA });
    Scenario::<Factors>::given([app(), codes()]).when(ask(Command::Reset)).then([reset.clone()]);
    let after = Scenario::<Factors>::given([app(), codes(), reset]);
    after.when(ask(Command::Reset)).then_nothing();
    after.when(totp(200)).then_refused(Refusal::NoSuchFactor);
    after.when(ask(Command::UseRecoveryCode { set: CODES, number: 0 })).then_refused(Refusal::UsedUp);
}

#[test]
fn an_unfinished_login_is_told_once_an_hour() {
    let begun_at_us = at(11, 57).timestamp_micros();
    let note = |begun_at_us| ask(Command::NoteUnfinished { begun_at_us });
    let told = Event::from(LoginUnfinished { account: ADA, begun_at_us });
    Scenario::<Factors>::given([]).when(note(begun_at_us)).then([told.clone()]);
    let again = Scenario::<Factors>::given([told]);
    again.clone().at(at(12, 59)).when(note(at(12, 55).timestamp_micros())).then_nothing();
    let next = at(12, 57).timestamp_micros();
    let anew = LoginUnfinished { account: ADA, begun_at_us: next };
    again.at(at(13, 0)).when(note(next)).then([anew.into()]);
}
