//! Given events of any context, then entries of the diary.

use domain::{
    Event, Fact, Personal, Who, at,
    household::{Event as House, settings::events::HouseNamed},
    identity::{Event as Identity, account::events::*},
};
use rusqlite::Connection;

use super::{Entry, Filter, Linked, Order, Query, context, linked, page};
use crate::testing::{ADA, BOB, Log, PATIENCE, Running, SESSION, fact, fact_at, logged_in, opened, rows_of};

fn entries(rows: &Connection, filter: Filter) -> Vec<Entry> {
    let query = Query { filter, order: Order::Oldest, after: None, limit: 99 };
    page(rows, &query).expect("the query is well-formed").items
}

fn because(cause: u64, mut fact: Fact<Event>) -> Fact<Event> {
    fact.stamp.because = Some(cause);
    fact
}

fn locked(position: u64) -> Fact<Event> {
    fact_at(position, at(12, 5), Who::Stranger, Identity::from(AccountLocked { account: BOB, wait_s: 60, until_us: 0 }))
}

#[test]
fn an_entry_says_what_happened_and_who_asked_when_and_from_where() {
    let rows = rows_of(&context(), &[fact(1, opened(ADA, "Ada")), because(1, fact(2, logged_in(ADA)))]);
    let entry = entries(&rows, Filter::default()).pop().expect("two entries are there");
    assert_eq!((entry.position, entry.at, entry.severity), (2, at(12, 0), "notice"));
    assert_eq!((entry.context.as_str(), entry.kind.as_str()), ("identity", "identity.logged_in.v2"));
    assert_eq!((entry.sentence.as_str(), entry.because), ("Logged in by passkey", Some(1)));
    assert_eq!(
        (entry.who.who.as_str(), entry.who.account, entry.who.name.as_deref()),
        ("person", Some(ADA), Some("Ada"))
    );
    assert_eq!((entry.session, entry.from.as_deref()), (Some(SESSION), Some("192.0.2.1")));
    assert_eq!(entry.concerns.and_then(|person| person.name).as_deref(), Some("Ada"));
}

#[test]
fn people_are_shown_by_their_present_name_or_as_erased() {
    let mut facts = vec![fact(1, opened(ADA, "Ada")), fact(2, logged_in(ADA))];
    facts.push(fact(3, Identity::from(AccountRenamed { account: ADA, name: Personal::of(ADA, "Countess") })));
    let name = |facts: &[Fact<Event>]| entries(&rows_of(&context(), facts), Filter::default()).swap_remove(1).who.name;
    assert_eq!(name(&facts).as_deref(), Some("Countess"));
    let erased = Personal::sealed(ADA, vec![]);
    facts.push(fact(4, Identity::from(AccountRenamed { account: ADA, name: erased })));
    assert_eq!(name(&facts), None);
}

#[test]
fn people_below_admin_see_what_they_asked_for_and_what_concerns_them() {
    let named = fact_at(4, at(12, 0), Who::House, House::from(HouseNamed { name: "Mill".into() }));
    let rows = rows_of(&context(), &[fact(1, opened(ADA, "Ada")), fact(2, opened(BOB, "Bob")), locked(3), named]);
    let seen = |by| {
        let filter = Filter { visible_to: Some(by), ..Filter::default() };
        entries(&rows, filter).iter().map(|entry| entry.position).collect::<Vec<_>>()
    };
    assert_eq!((seen(ADA), seen(BOB)), (vec![1, 2], vec![2, 3]));
}

#[test]
fn an_entry_stands_between_its_cause_and_its_consequences() {
    let facts = [fact(1, opened(BOB, "Bob")), locked(2), because(2, locked(3)), because(2, fact(4, logged_in(ADA)))];
    let rows = rows_of(&context(), &facts);
    let positions = |entries: &[Entry]| entries.iter().map(|entry| entry.position).collect::<Vec<_>>();
    let of = |position, by| linked(&rows, position, by, &[]).expect("the query is well-formed");
    let Linked { entry, cause, consequences } = of(2, None).expect("the entry is there");
    assert_eq!((entry.position, cause, positions(&consequences)), (2, None, vec![3, 4]));
    assert_eq!(of(3, None).and_then(|linked| linked.cause).map(|cause| cause.position), Some(2));
    assert_eq!(of(2, Some(BOB)).map(|linked| positions(&linked.consequences)), Some(vec![3]));
    assert_eq!(of(4, Some(BOB)), None);
    assert_eq!(of(99, None), None);
}

#[tokio::test]
async fn an_export_tells_every_entry_once_in_order() {
    let (log, folder) = (Log::new(), tempfile::tempdir().expect("a folder can be made"));
    for _ in 0..1201 {
        log.write(logged_in(ADA)).await;
    }
    let running = Running::over(folder.path(), &log, vec![context()]).await.expect("the views open");
    running.reads("history").at_least(1201, PATIENCE).await.expect("the view arrives");
    let mut export = super::Export::new(running.reads("history"), Filter::default());
    let mut seen = Vec::new();
    loop {
        let entries = export.next().await.expect("the view answers");
        if entries.is_empty() {
            break;
        }
        seen.extend(entries.iter().map(|entry| entry.position));
    }
    assert_eq!(seen, (1..=1201).collect::<Vec<_>>());
    running.end().await;
}
