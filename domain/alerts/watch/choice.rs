//! Which rules of the watch are on, and with which numbers.

use std::collections::BTreeMap;

use super::{
    Numbers, Rule,
    events::{WatchRuleSet, WatchRuleSwitchedOff},
    rule::Number,
};
use crate::{
    alerts::Event,
    kernel::{Decider, Stamp},
};

/// What was chosen; the rest is on, with its usual numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices(BTreeMap<Rule, Choice>);

/// How a rule is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Whether it looks.
    pub on: bool,
    /// Its numbers.
    pub numbers: Numbers,
}

/// Change what is given of a rule, leave the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choose {
    /// Which rule.
    pub rule: Rule,
    /// Whether it looks.
    pub on: Option<bool>,
    /// How much is suspicious.
    pub limit: Option<u32>,
    /// Its other number.
    pub span: Option<u32>,
}

/// Why a rule is not set so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The number is too small, or too large.
    #[error("{field}: {given} is out of range; use {least} to {most}")]
    OutOfRange {
        /// `limit` or `span`.
        field: &'static str,
        /// What was asked for.
        given: u32,
        /// The least it may be.
        least: u32,
        /// The most it may be.
        most: u32,
    },
    /// The rule has one number only.
    #[error("span: this rule has no second number")]
    NoSpan,
}

impl Choices {
    /// Of one rule alone.
    pub(super) fn of_one(rule: Rule, choice: Choice) -> Self {
        Self([(rule, choice)].into())
    }

    /// How a rule is set.
    #[must_use]
    pub fn of(&self, rule: Rule) -> Choice {
        self.0.get(&rule).copied().unwrap_or(Choice { on: true, numbers: rule.usual() })
    }
}

impl Choose {
    /// The numbers that would be in force.
    ///
    /// # Errors
    /// When one is out of its range.
    pub fn numbers(&self, present: Numbers) -> Result<Numbers, Refusal> {
        let spec = self.rule.spec();
        let limit = self.limit.map_or(Ok(present.limit), |given| within("limit", given, spec.limit))?;
        let span = match (self.span, spec.span) {
            (None, _) => present.span,
            (Some(given), Some(number)) => within("span", given, number)?,
            (Some(_), None) => return Err(Refusal::NoSpan),
        };
        Ok(Numbers { limit, span })
    }
}

fn within(field: &'static str, given: u32, Number { least, most, .. }: Number) -> Result<u32, Refusal> {
    if (least..=most).contains(&given) { Ok(given) } else { Err(Refusal::OutOfRange { field, given, least, most }) }
}

impl Decider for Choices {
    const KIND: &'static str = "alerts.watch";
    type Command = Choose;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, choose: Choose, _stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let (before, rule) = (self.of(choose.rule), choose.rule.name().to_owned());
        let after = Choice { on: choose.on.unwrap_or(before.on), numbers: choose.numbers(before.numbers)? };
        let Numbers { limit, span } = after.numbers;
        let switched_off = || WatchRuleSwitchedOff { rule: rule.clone() }.into();
        let set = || WatchRuleSet { rule: rule.clone(), limit, span }.into();
        Ok(match after {
            same if same == before => vec![],
            // Setting a number of a rule switches it on, so that what is off is said last.
            Choice { on: false, numbers } if numbers != before.numbers => vec![set(), switched_off()],
            Choice { on: false, .. } => vec![switched_off()],
            Choice { on: true, .. } => vec![set()],
        })
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::WatchRuleSet(it) => {
                if let Some(rule) = Rule::named(&it.rule) {
                    let numbers = Numbers { limit: it.limit, span: it.span };
                    self.0.insert(rule, Choice { on: true, numbers });
                }
            }
            Event::WatchRuleSwitchedOff(it) => {
                if let Some(rule) = Rule::named(&it.rule) {
                    self.0.insert(rule, Choice { on: false, ..self.of(rule) });
                }
            }
            _ => {}
        }
    }
}
