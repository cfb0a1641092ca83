//! Many failures on one account, from wherever they come.
//!
//! Failures on devices the person has used before are left out: those are theirs.

use super::{
    Detector, Numbers,
    events::GuessingSuspected,
    suspicion::Finding,
    window::{Mark, Windows, minutes},
};
use crate::{
    Event,
    identity::Event as Identity,
    kernel::{AccountId, EventTable, Fact},
};

/// The rule at work.
#[derive(Clone, Debug, Default)]
pub struct Guessing(Windows);

/// The account that somebody failed at: a password, a code, whatever else was refused there.
pub fn failed_at(event: &Event) -> Option<AccountId> {
    let Event::Identity(event) = event else { return None };
    if let Identity::LoginFailed(it) = event {
        return (!it.known_device).then_some(it.account);
    }
    // A key that is good no more is shown by a program that was forgotten, all day long.
    let refused = event.name().contains("_refused.") && !event.name().starts_with("identity.key");
    refused.then(|| event.concerns()).flatten().map(|person| AccountId(person.0))
}

impl Detector for Guessing {
    fn take(&mut self, fact: &Fact<Event>, numbers: Numbers) -> Option<Finding> {
        let account = failed_at(&fact.event)?;
        let (at, position) = (fact.stamp.at, fact.position);
        let mark = Mark { at, position, key: position.into(), weight: 1 };
        let tally = self.0.count(account.0.as_u128(), mark, minutes(numbers.span), numbers.limit)?;
        let event = GuessingSuspected {
            account,
            failures: tally.keys,
            within_minutes: numbers.span,
            from: fact.stamp.from.clone(),
            began_us: tally.began.timestamp_micros(),
            evidence: tally.evidence.clone(),
        };
        Some(Finding::of(fact, event.into()))
    }

    fn begin(&mut self) {
        self.0.clear();
    }
}
