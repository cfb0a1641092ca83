//! Given events of second factors, then rows.

use chrono::Duration;
use domain::{
    Event, Fact, Personal, Who, at,
    identity::{
        Event as Identity,
        factors::{CodeSetId, FactorId, events::*},
    },
};
use rusqlite::Connection;
use uuid::Uuid;

use super::{context, factors, sessions};
use crate::testing::{ADA, BOB, SESSION, fact, fact_at, logged_in, rows_of, session_opened};

const APP: FactorId = FactorId(Uuid::from_u128(2));
const CODES: CodeSetId = CodeSetId(Uuid::from_u128(4));

fn added() -> Fact<Event> {
    let name = Personal::of(ADA, "Phone");
    fact(1, Identity::from(TotpAdded { account: ADA, factor: APP, name, step: 1 }))
}

fn later(position: u64, event: impl Into<Identity>) -> Fact<Event> {
    fact_at(position, at(13, 0), Who::Person(ADA), event.into())
}

fn made(rows: &Connection) -> Option<factors::RecoveryCodes> {
    factors::codes(rows, ADA).expect("well-formed")
}

#[test]
fn a_factor_is_shown_with_its_name_and_last_use_until_it_is_removed() {
    let mut facts = vec![added(), later(2, TotpUsed { account: ADA, factor: APP, step: 2 })];
    facts.push(later(3, FactorRenamed { account: ADA, factor: APP, name: Personal::of(ADA, "Old phone") }));
    let rows = rows_of(&context(), &facts);
    let shown = factors::of(&rows, ADA).expect("well-formed").remove(0);
    assert_eq!((shown.kind.as_str(), shown.name.as_deref()), ("app", Some("Old phone")));
    assert_eq!((shown.added_at, shown.last_used_at), (at(12, 0), Some(at(12, 0) + Duration::hours(1))));
    assert_eq!(factors::of(&rows, BOB), Ok(vec![]));
    let name = Personal::of(ADA, "Old phone");
    facts.push(later(4, FactorRemoved { account: ADA, factor: APP, kind: "app".into(), name }));
    assert_eq!(factors::of(&rows_of(&context(), &facts), ADA), Ok(vec![]));
}

#[test]
fn codes_are_counted_down_and_made_anew() {
    let mut facts = vec![fact(1, Identity::from(RecoveryCodesMade { account: ADA, set: CODES, count: 10 }))];
    facts.push(later(2, RecoveryCodeUsed { account: ADA, set: CODES, number: 3, left: 9 }));
    let used = made(&rows_of(&context(), &facts)).expect("some");
    assert_eq!((used.made, used.left, used.last_used_at), (10, 9, Some(at(13, 0))));
    facts.push(later(3, RecoveryCodesMade { account: ADA, set: CODES, count: 10 }));
    let anew = made(&rows_of(&context(), &facts)).expect("some");
    assert_eq!((anew.left, anew.made_at, anew.last_used_at), (10, at(13, 0), None));
    facts.push(later(4, FactorsReset { account: ADA }));
    assert_eq!(made(&rows_of(&context(), &facts)), None);
}

#[test]
fn a_session_knows_by_what_it_was_opened() {
    let opened = fact(2, session_opened(ADA, SESSION.0.as_u128()));
    let rows = rows_of(&context(), &[fact(1, logged_in(ADA)), opened, fact(3, session_opened(ADA, 77))]);
    let method = |id| sessions::one(&rows, id).expect("well-formed").expect("there").method;
    assert_eq!(method(SESSION).as_deref(), Some("passkey"));
    assert_eq!(method(domain::SessionId(Uuid::from_u128(77))), None);
}
