//! Somebody who asks for pages that are not there, to see what is.
//!
//! What is counted here was folded by client and hour when it was written down
//! ([`crate::identity::probes`]), so it is known to a step of one, two, five.

use std::collections::BTreeMap;

use super::{Detector, Numbers, client::client, events::ScanningSuspected, suspicion::Finding, window::Told};
use crate::{Event, identity::Event as Identity, kernel::Fact};

/// Clients that are remembered; beyond, all are forgotten.
const MOST_CLIENTS: usize = 1024;

/// The rule at work.
#[derive(Clone, Debug, Default)]
pub struct Scanning(BTreeMap<u128, Told>);

impl Detector for Scanning {
    fn take(&mut self, fact: &Fact<Event>, numbers: Numbers) -> Option<Finding> {
        let Event::Identity(Identity::StrangersProbed(it)) = &fact.event else { return None };
        let client = client(fact).unwrap_or_default();
        if !self.0.contains_key(&client) && self.0.len() >= MOST_CLIENTS {
            self.0.clear();
        }
        // Either is enough, so the one that is further past its limit counts.
        let parts = |count: u32, limit: u32| count.saturating_mul(100) / limit.max(1);
        let percent = parts(it.pages, numbers.limit).max(parts(it.traps, numbers.span));
        let due = self.0.entry(client).or_default().is_due(percent, 100, fact.stamp.at);
        let evidence = vec![fact.position];
        let event = ScanningSuspected { from: fact.stamp.from.clone(), pages: it.pages, traps: it.traps, evidence };
        due.then(|| Finding::of(fact, event.into()))
    }

    fn begin(&mut self) {
        self.0.clear();
    }
}
