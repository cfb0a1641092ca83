//! Scenarios of a session.

use uuid::Uuid;

use super::*;
use crate::kernel::Scenario;

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
