//! Given events of identity, then rows.

use chrono::Duration;
use domain::{
    AccountId, Event, Fact, Role, SessionId, Who, at,
    identity::{account::events::*, session::SessionEnded},
};
use uuid::Uuid;

use super::{accounts, context, sessions};
use crate::testing::{ADA, BOB, fact, fact_at, logged_in, opened, rows_of, session_opened};

fn account(facts: &[Fact<Event>], id: AccountId) -> accounts::Account {
    let found = accounts::one(&rows_of(&context(), facts), id).expect("the query is well-formed");
    found.expect("the account is there")
}

fn failed(position: u64) -> Fact<Event> {
    let event = LoginFailed { account: ADA, failures: 1, known_device: false };
    fact_at(position, at(12, 5), Who::Stranger, domain::identity::Event::from(event))
}

fn locked(position: u64) -> Fact<Event> {
    let until_us = at(12, 30).timestamp_micros();
    fact(position, domain::identity::Event::from(AccountLocked { account: ADA, wait_s: 60, until_us }))
}

#[test]
fn an_account_is_shown_as_it_was_opened() {
    let ada = account(&[fact(1, opened(ADA, "Ada"))], ADA);
    assert_eq!((ada.name.as_deref(), ada.email.as_deref()), (Some("Ada"), Some("ada@house.example")));
    assert_eq!((ada.role, ada.opened_at, ada.length, ada.position), (Role::Member, at(12, 0), 1, 1));
}

#[test]
fn failures_and_the_lock_are_shown_until_the_person_comes_in() {
    let mut facts = vec![fact(1, opened(ADA, "Ada")), failed(2), failed(3), locked(4)];
    let outside = account(&facts, ADA);
    assert_eq!((outside.failures, outside.locked_until), (2, Some(at(12, 30))));
    assert_eq!(outside.last_failure_at, Some(at(12, 5)));
    facts.push(fact(5, logged_in(ADA)));
    let inside = account(&facts, ADA);
    assert_eq!((inside.failures, inside.locked_until, inside.last_login_at), (0, None, Some(at(12, 0))));
    assert_eq!(inside.length, 5);
}

#[test]
fn what_happens_to_one_account_leaves_the_others_alone() {
    let facts = [fact(1, opened(ADA, "Ada")), fact(2, opened(BOB, "Bob")), failed(3)];
    assert_eq!(account(&facts, BOB).failures, 0);
}

#[test]
fn closed_accounts_are_listed_only_when_asked_for() {
    let closed = fact(3, domain::identity::Event::from(AccountClosed { account: ADA }));
    let rows = rows_of(&context(), &[fact(1, opened(ADA, "Ada")), fact(2, opened(BOB, "Bob")), closed]);
    let count = |closed| accounts::page(&rows, &accounts::Query { closed, after: 0, limit: 9 }).map(|p| p.items.len());
    assert_eq!((count(false), count(true)), (Ok(1), Ok(2)));
}

#[test]
fn pages_of_accounts_follow_one_another_without_gap() {
    let facts: Vec<_> = (1..=5).map(|n| fact(n, opened(AccountId(Uuid::from_u128(n.into())), "Eve"))).collect();
    let rows = rows_of(&context(), &facts);
    let (mut after, mut seen) = (Some(0), Vec::new());
    while let Some(from) = after {
        let query = accounts::Query { closed: false, after: from, limit: 2 };
        let page = accounts::page(&rows, &query).expect("the query is well-formed");
        seen.extend(page.items.iter().map(|account| account.position));
        after = page.next;
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
}

#[test]
fn open_sessions_are_those_that_neither_ended_nor_ran_out() {
    let ended = SessionEnded { session: SessionId(Uuid::from_u128(1)), account: ADA, reason: "logged out".into() };
    let facts = [
        fact(1, session_opened(ADA, 1)),
        fact(2, session_opened(ADA, 2)),
        fact(3, session_opened(BOB, 3)),
        fact(4, domain::identity::Event::from(ended)),
    ];
    let rows = rows_of(&context(), &facts);
    let positions = |open_at| {
        let query = sessions::Query { account: ADA, open_at, before: None, limit: 9 };
        let page = sessions::page(&rows, &query).expect("the query is well-formed");
        page.items.iter().map(|session| session.position).collect::<Vec<_>>()
    };
    assert_eq!(positions(Some(at(12, 1))), [2]);
    assert_eq!(positions(Some(at(20, 0) + Duration::seconds(1))), [0_u64; 0]);
    assert_eq!(positions(None), [2, 1]);
}

#[test]
fn a_session_tells_from_where_and_why_it_ended() {
    let session = SessionId(Uuid::from_u128(1));
    let ended = SessionEnded { session, account: ADA, reason: "logged out".into() };
    let facts = [fact(1, session_opened(ADA, 1)), fact(2, domain::identity::Event::from(ended))];
    let found = sessions::one(&rows_of(&context(), &facts), session).expect("the query is well-formed");
    let found = found.expect("the session is there");
    assert_eq!((found.from.as_deref(), found.device.as_deref()), (Some("192.0.2.1"), Some("Firefox")));
    assert_eq!((found.reason.as_deref(), found.ended_at), (Some("logged out"), Some(at(12, 0))));
}
