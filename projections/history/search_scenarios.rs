//! Whatever is asked of the diary, it answers what a look at every single entry would.

use chrono::Duration;
use domain::{
    AccountId, Event, Fact, Severity, Who, at,
    household::{Event as House, settings::events::HouseNamed},
    identity::{Event as Identity, account::events::*},
};
use rusqlite::Connection;
use uuid::Uuid;

use super::{Entry, Filter, Order, Query, context, linked, page};
use crate::testing::{fact_at, logged_in, opened, rows_of};

const PEOPLE: u64 = 5;
const EVENTS: u64 = 400;

fn person(number: u64) -> AccountId {
    AccountId(Uuid::from_u128(u128::from(number % PEOPLE) + 1))
}

/// A mix without a pattern that indexes could hide behind; the clock goes back now and then.
pub(super) fn mixed() -> Vec<Fact<Event>> {
    let mut facts = Vec::new();
    for position in 1..=EVENTS {
        let dice = position.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
        let account = person(dice);
        let event: Event = match dice / 7 % 6 {
            _ if position <= PEOPLE => {
                opened(person(position), ["Ada", "Bob", "Cy", "Dee", "Eve"][position as usize - 1]).into()
            }
            0 => Identity::from(LoginFailed { account, failures: 2, known_device: false }).into(),
            1 => Identity::from(AccountLocked { account, wait_s: 60, until_us: 0 }).into(),
            2 => House::from(HouseNamed { name: format!("Mill {}", dice % 3) }).into(),
            _ => logged_in(account).into(),
        };
        let who = if dice % 3 == 0 { Who::House } else { Who::Person(person(dice / 11)) };
        let hours = (position as i64) - (dice % 30) as i64;
        facts.push(fact_at(position, at(0, 0) + Duration::hours(hours), who, event));
    }
    facts
}

pub(super) fn filters() -> Vec<Filter> {
    let none = Filter::default;
    let text = |text: &str| Some(text.to_owned());
    let (early, late) = (Some(at(0, 0) + Duration::hours(100)), Some(at(0, 0) + Duration::hours(210)));
    let simple = vec![
        none(),
        Filter { contexts: vec!["household".into()], ..none() },
        Filter { contexts: vec!["household".into(), "identity".into()], ..none() },
        Filter { kinds: vec!["identity.account_locked.v1".into()], ..none() },
        Filter { kinds: vec!["identity.never_happened.v1".into()], ..none() },
        Filter { least: Some(Severity::Warning), ..none() },
        Filter { person: Some(person(2)), ..none() },
        Filter { person: Some(AccountId(Uuid::from_u128(77))), ..none() },
        Filter { from: early, ..none() },
        Filter { from: early, until: late, ..none() },
        Filter { text: text("login failed"), ..none() },
        Filter { text: text("mill"), ..none() },
        Filter { text: text("eve"), ..none() },
        Filter { text: text("locked cy"), ..none() },
        Filter { text: text("weather"), ..none() },
        Filter { positions: Some(vec![9, 30, 200, 10_000]), ..none() },
        Filter { positions: Some(Vec::new()), ..none() },
        Filter { beyond: Some(100), ahead_of: Some(250), ..none() },
        Filter { beyond: Some(250), ahead_of: Some(100), ..none() },
    ];
    let mut all = simple.clone();
    for filter in simple {
        all.push(Filter { visible_to: Some(person(3)), ..filter.clone() });
        all.push(Filter { until: late, least: Some(Severity::Warning), person: Some(person(1)), ..filter });
    }
    all
}

pub(super) fn all_entries(rows: &Connection) -> Vec<Entry> {
    let query = Query { order: Order::Oldest, limit: EVENTS as usize, ..Query::default() };
    page(rows, &query).expect("the query is well-formed").items
}

pub(super) fn holds(filter: &Filter, entry: &Entry) -> bool {
    let involves = |account: AccountId| {
        entry.who.account == Some(account) || entry.concerns.as_ref().is_some_and(|it| it.id == account.into())
    };
    let names = [entry.who.name.clone(), entry.concerns.as_ref().and_then(|person| person.name.clone())];
    let told = format!("{} {} {names:?}", entry.sentence, entry.kind).to_lowercase();
    let words: Vec<_> = told.split(|letter: char| !letter.is_alphanumeric()).collect();
    let least = filter.least.map_or(0, |least| least as u8);
    let severity = Severity::of_word(entry.severity).map_or(0, |severity| severity as u8);
    (filter.contexts.is_empty() || filter.contexts.contains(&entry.context))
        && (filter.kinds.is_empty() || filter.kinds.contains(&entry.kind))
        && severity >= least
        && filter.person.is_none_or(involves)
        && filter.visible_to.is_none_or(involves)
        && filter.from.is_none_or(|from| entry.at >= from)
        && filter.until.is_none_or(|until| entry.at < until)
        && filter.positions.as_ref().is_none_or(|positions| positions.contains(&entry.position))
        && filter.beyond.is_none_or(|beyond| entry.position > beyond)
        && filter.ahead_of.is_none_or(|end| entry.position < end)
        && filter.text.iter().all(|text| text.split(' ').all(|word| words.contains(&word)))
}

#[test]
fn every_filter_finds_what_a_look_at_each_entry_finds_page_by_page_from_both_ends() {
    let rows = rows_of(&context(), &mixed());
    let all = all_entries(&rows);
    assert_eq!(all.len() as u64, EVENTS);
    for filter in filters() {
        let mut expected: Vec<_> = all.iter().filter(|entry| holds(&filter, entry)).map(|it| it.position).collect();
        for order in [Order::Oldest, Order::Newest] {
            let (mut query, mut found) = (Query { filter: filter.clone(), order, after: None, limit: 7 }, Vec::new());
            loop {
                let page = page(&rows, &query).expect("the query is well-formed");
                found.extend(page.items.iter().map(|entry| entry.position));
                query.after = page.next;
                if page.next.is_none() {
                    break;
                }
            }
            assert_eq!(found, expected, "{filter:?} {order:?}");
            expected.reverse();
        }
    }
}

#[test]
fn the_last_word_may_be_the_beginning_of_one() {
    let rows = rows_of(&context(), &mixed());
    let found = |text: &str| {
        let filter = Filter { text: Some(text.into()), ..Filter::default() };
        page(&rows, &Query { filter, limit: 500, ..Query::default() }).expect("the query is well-formed").items.len()
    };
    assert_eq!(found("account lock"), found("account locked"));
    assert_eq!(found("lock account"), 0);
    assert!(found("account locked") > 0);
}

#[test]
fn nothing_that_can_be_typed_is_a_malformed_question() {
    let rows = rows_of(&context(), &mixed());
    let odd = [
        "\"",
        "'",
        "*",
        "login*",
        "^login",
        "text:login",
        "login AND",
        "OR",
        "NOT login",
        "NEAR(a b)",
        "(",
        "a-b",
        "-login",
        "\0",
        "login\0",
        "Ⓐ Ⓑ",
        "é e\u{301}",
        "हिन्दी",
        "日本語",
        "🙂",
        "\u{E000}1",
        "\u{E001}1",
        "{text}",
        "a+b",
        "--",
        ";",
    ];
    for text in odd.map(str::to_owned).into_iter().chain([String::new(), "login ".repeat(5000), "x".repeat(100_000)]) {
        for order in [Order::Newest, Order::Oldest] {
            let filter = Filter { text: Some(text.clone()), visible_to: Some(person(1)), ..Filter::default() };
            let answer = page(&rows, &Query { filter, order, limit: 5, after: None });
            assert!(answer.is_ok(), "{text:?}: {answer:?}");
        }
    }
}

#[test]
fn what_stands_for_a_person_in_the_index_cannot_be_asked_for() {
    let rows = rows_of(&context(), &mixed());
    let filter = Filter { text: Some("\u{E001}1".into()), ..Filter::default() };
    let found = page(&rows, &Query { filter, limit: 5, ..Query::default() }).expect("the query is well-formed");
    let ones = found.items.iter().filter(|entry| entry.sentence.contains('1')).count();
    assert_eq!(ones, found.items.len());
}

#[test]
fn any_number_of_kinds_can_be_asked_for_at_once() {
    let rows = rows_of(&context(), &mixed());
    let all = all_entries(&rows).len();
    let kinds: Vec<_> = (0..2000).map(|number| format!("('study.thing_{number}.v1', 'study', 0)")).collect();
    let sql = format!("INSERT INTO kinds (name, context, severity) VALUES {}", kinds.join(", "));
    rows.execute_batch(&sql).expect("there is room for more kinds");
    let contexts = ["study", "identity", "household"].map(str::to_owned).to_vec();
    let query = Query { filter: Filter { contexts, ..Filter::default() }, limit: 500, ..Query::default() };
    assert_eq!(page(&rows, &query).expect("the query is well-formed").items.len(), all);
}

#[test]
fn a_position_beyond_everything_is_a_position_like_any_other() {
    let rows = rows_of(&context(), &mixed());
    for (order, found) in [(Order::Newest, 5), (Order::Oldest, 0)] {
        for text in [None, Some("login".to_owned())] {
            let filter = Filter { text, ..Filter::default() };
            let query = Query { filter, order, after: Some(u64::MAX), limit: 5 };
            assert_eq!(page(&rows, &query).map(|page| page.items.len()), Ok(found));
        }
    }
    assert_eq!(linked(&rows, u64::MAX, None, &[]), Ok(None));
}
