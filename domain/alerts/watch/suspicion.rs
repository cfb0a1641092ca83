//! Something a rule found suspicious, told once.
//!
//! Its id is made of the rule and the entry that was the last straw, so that finding it again tells nothing new.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Rule;
use crate::{
    Event,
    alerts::Event as Told,
    kernel::{Decider, Fact, Position, Stamp},
};

/// What a rule found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// When.
    pub at: DateTime<Utc>,
    /// The entry that was the last straw.
    pub because: Position,
    /// What tells it from other findings of the rule.
    pub anchor: Uuid,
    /// What is written down.
    pub event: Told,
}

impl Finding {
    /// Found when a fact came.
    pub(super) fn of(fact: &Fact<Event>, event: Told) -> Self {
        Self { at: fact.stamp.at, because: fact.position, anchor: fact.id.0, event }
    }
}

/// Something suspicious.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspicion {
    /// Which rule found it.
    pub rule: Rule,
    /// What it found.
    pub found: Finding,
}

impl Suspicion {
    /// The name of its stream: the same rule and entry, the same stream.
    #[must_use]
    pub fn id(&self) -> Uuid {
        let name = self.rule.name().bytes().fold(0_u128, |hash, byte| hash.rotate_left(8) ^ u128::from(byte));
        Uuid::from_u128(self.found.anchor.as_u128() ^ name)
    }

    /// The entries it rests on.
    #[must_use]
    pub fn evidence(&self) -> &[Position] {
        match &self.found.event {
            Told::GuessingSuspected(it) => &it.evidence,
            Told::SprayingSuspected(it) => &it.evidence,
            Told::StrangersSuspected(it) => &it.evidence,
            Told::ScanningSuspected(it) => &it.evidence,
            Told::VolumeSuspected(it) => &it.evidence,
            Told::KeyElsewhere(it) => &it.evidence,
            Told::ClockSuspected(it) => &it.evidence,
            Told::BackupOverdue(it) => &it.evidence,
            _ => &[],
        }
    }
}

/// The rule by which an event was raised.
#[must_use]
pub const fn rule_of(event: &Told) -> Option<Rule> {
    match event {
        Told::GuessingSuspected(_) => Some(Rule::Guessing),
        Told::SprayingSuspected(_) => Some(Rule::Spraying),
        Told::StrangersSuspected(_) => Some(Rule::Strangers),
        Told::ScanningSuspected(_) => Some(Rule::Scanning),
        Told::VolumeSuspected(_) => Some(Rule::Volume),
        Told::KeyElsewhere(_) => Some(Rule::Keys),
        Told::ClockSuspected(_) => Some(Rule::Clock),
        Told::BackupOverdue(_) => Some(Rule::Backups),
        _ => None,
    }
}

/// The stream of one suspicion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raised(bool);

/// Telling is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Never {}

impl Decider for Raised {
    const KIND: &'static str = "alerts.suspicion";
    type Command = Told;
    type Event = Told;
    type Refusal = Never;

    fn decide(&self, event: Told, _stamp: &Stamp) -> Result<Vec<Told>, Never> {
        Ok(if self.0 { vec![] } else { vec![event] })
    }

    fn evolve(&mut self, _event: &Told) {
        self.0 = true;
    }
}
