//! How often somebody may ask, try or cause something: chosen by the people who look after the house,
//! within bounds that leave every household its own door open.
//!
//! Counting is absent: it is done at the door, in memory, and what is counted is no fact.

mod limit;

use serde::{Deserialize, Serialize};

pub use limit::Limit;

use crate::{
    household::Event,
    kernel::{Decider, Stamp},
};

/// All limits as they are in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits([u32; Limit::ALL.len()]);

impl Default for Limits {
    fn default() -> Self {
        Self(Limit::ALL.map(Limit::usual))
    }
}

impl Limits {
    /// What a limit is set to; 0 where it is switched off.
    #[must_use]
    pub const fn count(&self, limit: Limit) -> u32 {
        self.0[limit.place()]
    }

    /// The same; `None` where it is switched off.
    #[must_use]
    pub fn of(&self, limit: Limit) -> Option<u32> {
        Some(self.count(limit)).filter(|count| *count > 0)
    }
}

/// Set these, leave the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change(pub Vec<(Limit, u32)>);

impl Change {
    /// Everything in it that does not fit.
    #[must_use]
    pub fn faults(&self) -> Vec<OutOfBounds> {
        self.0.iter().filter_map(|(limit, count)| fit(*limit, *count).err()).collect()
    }
}

/// A limit is not set: it would leave too little, or be none any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {count} is out of bounds; use {} to {}{}", limit.word(), limit.least(), limit.most(), off(*limit))]
pub struct OutOfBounds {
    /// Which one.
    pub limit: Limit,
    /// What was asked for.
    pub count: u32,
}

const fn off(limit: Limit) -> &'static str {
    if limit.may_be_off() { ", or 0 for no limit" } else { "" }
}

fn fit(limit: Limit, count: u32) -> Result<(), OutOfBounds> {
    let fits = (limit.least()..=limit.most()).contains(&count) || (count == 0 && limit.may_be_off());
    if fits { Ok(()) } else { Err(OutOfBounds { limit, count }) }
}

/// A limit is another one from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitSet {
    /// Its word.
    pub limit: String,
    /// How many from now on; 0 for no limit.
    pub count: u32,
}

impl LimitSet {
    pub(super) fn told(&self) -> String {
        let known = Limit::of_word(&self.limit);
        let counted = known.map_or(self.limit.as_str(), |limit| limit.counted());
        match (self.count, known) {
            (0, _) => format!("There is no limit to {counted} any more"),
            (count, Some(limit)) => format!("At most {count} {counted} are let through {}", limit.period()),
            (count, None) => format!("The limit {counted} was set to {count}"),
        }
    }
}

impl Decider for Limits {
    const KIND: &'static str = "household.limits";
    type Command = Change;
    type Event = Event;
    type Refusal = OutOfBounds;

    fn decide(&self, change: Change, _stamp: &Stamp) -> Result<Vec<Event>, OutOfBounds> {
        let mut events = Vec::new();
        for (limit, count) in change.0 {
            fit(limit, count)?;
            if count != self.count(limit) {
                events.push(LimitSet { limit: limit.word().to_owned(), count }.into());
            }
        }
        Ok(events)
    }

    fn evolve(&mut self, event: &Event) {
        if let Event::LimitSet(it) = event
            && let Some(limit) = Limit::of_word(&it.limit)
        {
            self.0[limit.place()] = it.count;
        }
    }
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::Scenario;

    fn set(limit: Limit, count: u32) -> Event {
        LimitSet { limit: limit.word().into(), count }.into()
    }

    #[test]
    fn only_what_differs_is_set() {
        let house = Scenario::<Limits>::given([set(Limit::LoginHour, 40)]);
        let change = Change(vec![(Limit::LoginHour, 40), (Limit::StrangerDay, 300)]);
        house.when(change).then([set(Limit::StrangerDay, 300)]);
    }

    #[test]
    fn one_that_is_out_of_bounds_sets_none() {
        let change = Change(vec![(Limit::StrangerHour, 60), (Limit::LoginHour, 0)]);
        let refusal = OutOfBounds { limit: Limit::LoginHour, count: 0 };
        assert_eq!(change.faults(), [refusal]);
        assert_eq!(refusal.to_string(), "login_hour: 0 is out of bounds; use 5 to 1000");
        Scenario::<Limits>::given([]).when(change).then_refused(refusal);
    }

    #[test]
    fn what_is_guessed_at_or_mailed_is_never_without_a_limit() {
        for limit in Limit::ALL {
            let refused = !Change(vec![(limit, 0)]).faults().is_empty();
            assert_eq!(refused, !limit.may_be_off(), "{limit:?}");
            assert!((limit.least()..=limit.most()).contains(&limit.usual()), "{limit:?}");
            assert_eq!(Limit::of_word(limit.word()), Some(limit));
            assert_eq!(Limit::ALL[limit.place()], limit);
        }
        let off = Scenario::<Limits>::given([]).when(Change(vec![(Limit::StrangerDay, 0)]));
        off.then([set(Limit::StrangerDay, 0)]);
    }

    #[test]
    fn a_household_comes_in_by_the_least_that_can_be_set() {
        for (limit, needed) in [(Limit::LoginHour, 5), (Limit::ProofHour, 10), (Limit::LinkHour, 5)] {
            assert!(limit.least() >= needed, "{limit:?}");
        }
    }

    #[test]
    fn it_is_told_in_words() {
        let told = |limit: Limit, count| LimitSet { limit: limit.word().into(), count }.told();
        let hour = "At most 60 requests of a stranger are let through an hour";
        assert_eq!(told(Limit::StrangerHour, 60), hour);
        assert_eq!(told(Limit::PersonMinute, 0), "There is no limit to requests of a person any more");
    }
}
