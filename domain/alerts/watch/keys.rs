//! A key that is used from a network where it never was: it may have been copied.
//!
//! A key that travels is left alone, and so is one whose habits nobody knows yet. Reading counts like changing.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Detector, Numbers, events::KeyElsewhere, suspicion::Finding};
use crate::{
    Event,
    identity::Event as Identity,
    kernel::{Fact, KeyId, Position},
};

/// Keys that are known; a house has fewer.
const MOST_KEYS: usize = 4096;

/// The rule at work.
#[derive(Clone, Debug, Default)]
pub struct Keys(BTreeMap<KeyId, Known>);

/// What is known of a key.
#[derive(Clone, Copy, Debug)]
struct Known {
    since: DateTime<Utc>,
    networks: u32,
    last: Position,
}

impl Detector for Keys {
    fn take(&mut self, fact: &Fact<Event>, numbers: Numbers) -> Option<Finding> {
        let Event::Identity(event) = &fact.event else { return None };
        let (at, position) = (fact.stamp.at, fact.position);
        match event {
            Identity::KeyIssued(it) if self.0.len() < MOST_KEYS => {
                self.0.insert(it.key, Known { since: at, networks: 1, last: position });
                None
            }
            Identity::KeyRevoked(it) => self.0.remove(&it.key).and(None),
            Identity::KeyExpired(it) => self.0.remove(&it.key).and(None),
            Identity::KeyPlaceMet(it) => {
                let known = self.0.get_mut(&it.key)?;
                let is_settled = at - known.since >= TimeDelta::days(numbers.span.into());
                let (networks, evidence) = (known.networks, vec![known.last, position]);
                (known.networks, known.last) = (networks + 1, position);
                let (key, account, from) = (it.key, it.account, fact.stamp.from.clone());
                let event = KeyElsewhere { account, key, from, networks, evidence };
                (is_settled && networks <= numbers.limit).then(|| Finding::of(fact, event.into()))
            }
            _ => None,
        }
    }

    /// Where a key was before is remembered.
    fn begin(&mut self) {}
}
