//! Unknown mail addresses that are tried from many networks.
//!
//! What is counted here was folded by network and hour when it was written down, so it is known to a power of ten.

use super::{
    Detector, Numbers,
    client::network,
    events::StrangersSuspected,
    suspicion::Finding,
    window::{Mark, Windows, minutes},
};
use crate::{Event, identity::Event as Identity, kernel::Fact};

/// The rule at work.
#[derive(Clone, Debug, Default)]
pub struct Strangers(Windows);

const ALL: u128 = 0;

impl Detector for Strangers {
    fn take(&mut self, fact: &Fact<Event>, numbers: Numbers) -> Option<Finding> {
        let weight = match &fact.event {
            Event::Identity(Identity::StrangersRefused(it)) => it.count,
            Event::Identity(Identity::StrangersInsisted(it)) => it.count,
            _ => return None,
        };
        let (at, position) = (fact.stamp.at, fact.position);
        let mark = Mark { at, position, key: network(fact)?, weight };
        let tally = self.0.count(ALL, mark, minutes(numbers.span), numbers.limit)?;
        let event = StrangersSuspected {
            networks: tally.keys,
            tries: tally.weight,
            within_minutes: numbers.span,
            began_us: tally.began.timestamp_micros(),
            evidence: tally.evidence.clone(),
        };
        Some(Finding::of(fact, event.into()))
    }

    fn begin(&mut self) {
        self.0.clear();
    }
}
