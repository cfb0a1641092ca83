//! Scenarios of choosing.

use super::{
    Choices, Choose, Numbers, Refusal, Rule,
    events::{WatchRuleSet, WatchRuleSwitchedOff},
};
use crate::{
    alerts::Event,
    kernel::{Decider, Scenario},
};

const SPRAYING: Choose = Choose { rule: Rule::Spraying, on: None, limit: None, span: None };

fn set(limit: u32, span: u32) -> Event {
    WatchRuleSet { rule: "spraying".into(), limit, span }.into()
}

fn off() -> Event {
    WatchRuleSwitchedOff { rule: "spraying".into() }.into()
}

#[test]
fn what_is_not_given_stays() {
    let house = Scenario::<Choices>::given([set(5, 30)]);
    house.when(Choose { limit: Some(7), ..SPRAYING }).then([set(7, 30)]);
    house.when(Choose { limit: Some(5), on: Some(true), ..SPRAYING }).then_nothing();
}

#[test]
fn a_rule_is_switched_off_and_on_and_keeps_its_numbers() {
    let house = Scenario::<Choices>::given([set(5, 30)]);
    house.when(Choose { on: Some(false), ..SPRAYING }).then([off()]);
    let dark = Scenario::<Choices>::given([set(5, 30), off()]);
    dark.when(Choose { on: Some(false), ..SPRAYING }).then_nothing();
    dark.when(Choose { limit: Some(6), ..SPRAYING }).then([set(6, 30), off()]);
    dark.when(Choose { on: Some(true), ..SPRAYING }).then([set(5, 30)]);
    let state = Choices::fold(&[set(5, 30), off()]);
    assert_eq!((state.of(Rule::Spraying).on, state.of(Rule::Spraying).numbers.limit), (false, 5));
}

#[test]
fn a_number_that_makes_no_sense_is_refused() {
    let house = Scenario::<Choices>::given([]);
    for (limit, span, refusal) in [
        (Some(1), None, Refusal::OutOfRange { field: "limit", given: 1, least: 2, most: 50 }),
        (None, Some(1441), Refusal::OutOfRange { field: "span", given: 1441, least: 1, most: 1440 }),
    ] {
        house.when(Choose { limit, span, ..SPRAYING }).then_refused(refusal);
    }
}

#[test]
fn every_rule_has_a_name_of_its_own_and_usual_numbers_that_it_allows() {
    for rule in Rule::ALL {
        assert_eq!(Rule::named(rule.name()), Some(rule));
        let Numbers { limit, span } = rule.usual();
        let usual = Choose { rule, on: None, limit: Some(limit), span: rule.spec().span.map(|_| span) };
        assert_eq!(usual.numbers(rule.usual()), Ok(rule.usual()));
        assert!(rule.spec().asks.contains("{limit}"));
        assert_eq!(rule.spec().asks.contains("{span}"), rule.spec().span.is_some());
    }
}
