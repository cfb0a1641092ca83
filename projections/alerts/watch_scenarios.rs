//! Given changes of rules and what they found, then rows.

use domain::{
    Event, Fact,
    alerts::{Event as Told, watch::events::*},
    at,
};

use super::{context, watch};
use crate::testing::{ADA, fact, rows_of};

fn told(position: u64, event: impl Into<Told>) -> Fact<Event> {
    fact(position, Event::from(event.into()))
}

fn spraying() -> SprayingSuspected {
    SprayingSuspected { from: None, accounts: 3, within_minutes: 10, began_us: 0, evidence: vec![1] }
}

#[test]
fn changes_of_a_rule_are_remembered_with_whoever_made_them() {
    let facts = [
        told(1, WatchRuleSet { rule: "spraying".into(), limit: 4, span: 20 }),
        told(2, WatchRuleSet { rule: "guessing".into(), limit: 9, span: 60 }),
        told(3, WatchRuleSwitchedOff { rule: "spraying".into() }),
    ];
    let rows = rows_of(&context(), &facts);
    let page = watch::history(&rows, Some("spraying"), None, 9).expect("the query is well-formed");
    let changes: Vec<_> = page.items.iter().map(|it| (it.position, it.on, it.limit, it.span, it.account)).collect();
    assert_eq!(changes, [(3, false, None, None, Some(ADA)), (1, true, Some(4), Some(20), Some(ADA))]);
    let all = watch::history(&rows, None, None, 2).expect("the query is well-formed");
    assert_eq!((all.items.len(), all.next), (2, Some(2)));
}

#[test]
fn what_a_rule_found_last_and_how_often_is_known() {
    let rows = rows_of(&context(), &[told(5, spraying()), told(9, spraying())]);
    let found = |rule| watch::found(&rows, rule, at(0, 0)).expect("the query is well-formed");
    assert_eq!((found("spraying").last.map(|(position, _)| position), found("spraying").count), (Some(9), 2));
    assert_eq!(found("guessing"), watch::Found::default());
    let later =
        watch::found(&rows, "spraying", at(0, 0) + chrono::Duration::days(9)).expect("the query is well-formed");
    assert_eq!((later.last.is_some(), later.count), (true, 0));
}
