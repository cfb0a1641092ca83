//! One address that fails at several accounts: it is going through a list.

use super::{
    Detector, Numbers,
    client::client,
    events::SprayingSuspected,
    guessing::failed_at,
    suspicion::Finding,
    window::{Mark, Windows, minutes},
};
use crate::{Event, kernel::Fact};

/// The rule at work.
#[derive(Clone, Debug, Default)]
pub struct Spraying(Windows);

impl Detector for Spraying {
    fn take(&mut self, fact: &Fact<Event>, numbers: Numbers) -> Option<Finding> {
        let (account, client) = (failed_at(&fact.event)?, client(fact)?);
        let (at, position) = (fact.stamp.at, fact.position);
        let mark = Mark { at, position, key: account.0.as_u128(), weight: 1 };
        let tally = self.0.count(client, mark, minutes(numbers.span), numbers.limit)?;
        let event = SprayingSuspected {
            from: fact.stamp.from.clone(),
            accounts: tally.keys,
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
