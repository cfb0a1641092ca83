//! Scenarios of a session.

use uuid::Uuid;

use super::{events::*, *};
use crate::kernel::{Personal, Scenario, at};

const ADA: AccountId = AccountId(Uuid::from_u128(1));
const BOB: AccountId = AccountId(Uuid::from_u128(2));
const SESSION: SessionId = SessionId(Uuid::from_u128(9));

fn opened() -> Event {
    SessionOpened { session: SESSION, account: ADA, device: Personal::of(ADA, "Firefox"), until_us: 0 }.into()
}

fn ended(reason: Reason) -> Event {
    SessionEnded { session: SESSION, account: ADA, reason: reason.words().to_owned() }.into()
}

fn end(as_admin: bool) -> Ask {
    Ask { session: SESSION, command: Command::End(Reason::EndedElsewhere), as_admin }
}

#[test]
fn a_person_ends_their_own_session() {
    Scenario::<Session>::given([opened()]).by(Who::Person(ADA)).when(end(false)).then([ended(Reason::EndedElsewhere)]);
}

#[test]
fn nobody_but_an_admin_ends_the_session_of_another() {
    let session = Scenario::<Session>::given([opened()]).by(Who::Person(BOB));
    session.when(end(false)).then_refused(Refusal::NoSuchSession);
    session.when(end(true)).then([ended(Reason::EndedElsewhere)]);
}

#[test]
fn an_ended_session_ends_no_more() {
    Scenario::<Session>::given([opened(), ended(Reason::Idle)]).by(Who::Person(ADA)).when(end(false)).then_nothing();
}

fn ask(command: Command) -> Ask {
    Ask { session: SESSION, command, as_admin: false }
}

fn refused(failures: u32) -> Event {
    ProofRefused { session: SESSION, account: ADA, kind: "password".to_owned(), failures }.into()
}

fn delayed(wait_s: u32, from: DateTime<Utc>) -> Event {
    let until_us = (from + chrono::Duration::seconds(wait_s.into())).timestamp_micros();
    ProofsDelayed { session: SESSION, account: ADA, wait_s, until_us }.into()
}

const WRONG: Command = Command::RecordWrongProof(ProofKind::Password);

#[test]
fn the_third_wrong_proof_brings_a_wait_and_the_next_one_a_longer_wait() {
    let session = Scenario::<Session>::given([opened(), refused(1)]).by(Who::Person(ADA));
    session.when(ask(WRONG)).then([refused(2)]);
    let session = Scenario::<Session>::given([opened(), refused(1), refused(2)]).by(Who::Person(ADA));
    session.when(ask(WRONG)).then([refused(3), delayed(60, at(12, 0))]);
    let session = Scenario::<Session>::given([opened(), refused(3), delayed(60, at(11, 0))]).by(Who::Person(ADA));
    session.when(ask(WRONG)).then([refused(4), delayed(120, at(12, 0))]);
}

#[test]
fn the_fifth_wrong_proof_ends_the_session() {
    let session = Scenario::<Session>::given([opened(), refused(4), delayed(120, at(11, 0))]).by(Who::Person(ADA));
    session.when(ask(WRONG)).then([refused(5), ended(Reason::WrongProofs)]);
}

#[test]
fn during_a_wait_not_even_the_right_proof_counts() {
    let session = Scenario::<Session>::given([opened(), refused(3), delayed(60, at(12, 0))]).by(Who::Person(ADA));
    let until = at(12, 1);
    session.when(ask(Command::Prove(ProofKind::Password))).then_refused(Refusal::ProofsDelayed { until });
    session.when(ask(WRONG)).then_refused(Refusal::ProofsDelayed { until });
}

#[test]
fn the_right_proof_forgives_the_wrong_ones_before_it() {
    let given = ProofGiven { session: SESSION, account: ADA, kind: "admin PIN".to_owned() };
    let session = Scenario::<Session>::given([opened(), refused(2)]).by(Who::Person(ADA));
    session.when(ask(Command::Prove(ProofKind::Pin))).then([given.clone().into()]);
    let session = Scenario::<Session>::given([opened(), refused(2), given.into()]).by(Who::Person(ADA));
    session.when(ask(WRONG)).then([refused(1)]);
}

#[test]
fn nobody_proves_anything_in_the_session_of_another_or_after_its_end() {
    let prove = ask(Command::Prove(ProofKind::Password));
    let session = Scenario::<Session>::given([opened()]).by(Who::Person(BOB));
    session.when(prove.clone()).then_refused(Refusal::NoSuchSession);
    let session = Scenario::<Session>::given([opened(), ended(Reason::Idle)]).by(Who::Person(ADA));
    session.when(prove).then_refused(Refusal::NoSuchSession);
}
