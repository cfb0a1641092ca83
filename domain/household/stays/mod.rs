//! For how long somebody who came in stays in: without a request, and in all. Chosen by role, within bounds that
//! let nobody shut themselves out and leave nobody's session open for ever.
//!
//! No rule here ends a session: whoever looks at one asks what is in force, so a shorter time counts at once.

mod term;

use chrono::Duration;
use serde::{Deserialize, Serialize};

pub use term::Term;

use crate::{
    household::Event,
    kernel::{Decider, Role, Stamp},
};

/// All terms as they are in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stays([u32; Term::ALL.len()]);

impl Default for Stays {
    fn default() -> Self {
        Self(Term::ALL.map(Term::usual))
    }
}

impl Stays {
    /// What a term is set to, in its unit.
    #[must_use]
    pub const fn count(&self, term: Term) -> u32 {
        self.0[term.place()]
    }

    /// After how long without a request a session of this role ends.
    #[must_use]
    pub fn idle(&self, role: Role) -> Duration {
        Duration::minutes(self.count(Term::idle(role)).into())
    }

    /// After how long a session of this role ends, used or not.
    #[must_use]
    pub fn whole(&self, role: Role) -> Duration {
        Duration::hours(self.count(Term::whole(role)).into())
    }
}

/// Set these, leave the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change(pub Vec<(Term, u32)>);

impl Change {
    /// Everything in it that does not fit.
    #[must_use]
    pub fn faults(&self) -> Vec<OutOfBounds> {
        self.0.iter().filter_map(|(term, count)| fit(*term, *count).err()).collect()
    }
}

/// A term is not set: people would be put out while they read, or stay in for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {count} is out of bounds; use {} to {}", term.word(), term.least(), term.most())]
pub struct OutOfBounds {
    /// Which one.
    pub term: Term,
    /// What was asked for.
    pub count: u32,
}

fn fit(term: Term, count: u32) -> Result<(), OutOfBounds> {
    if (term.least()..=term.most()).contains(&count) { Ok(()) } else { Err(OutOfBounds { term, count }) }
}

/// Sessions of a role last another time from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaySet {
    /// The word of the term.
    pub term: String,
    /// How much from now on, in its unit.
    pub count: u32,
}

impl StaySet {
    pub(super) fn told(&self) -> String {
        match Term::of_word(&self.term) {
            Some(term) => term.told(self.count),
            None => format!("The time {} of sessions was set to {}", self.term, self.count),
        }
    }
}

impl Decider for Stays {
    const KIND: &'static str = "household.stays";
    type Command = Change;
    type Event = Event;
    type Refusal = OutOfBounds;

    fn decide(&self, change: Change, _stamp: &Stamp) -> Result<Vec<Event>, OutOfBounds> {
        let mut events = Vec::new();
        for (term, count) in change.0 {
            fit(term, count)?;
            if count != self.count(term) {
                events.push(StaySet { term: term.word().to_owned(), count }.into());
            }
        }
        Ok(events)
    }

    fn evolve(&mut self, event: &Event) {
        if let Event::StaySet(it) = event
            && let Some(term) = Term::of_word(&it.term)
        {
            self.0[term.place()] = it.count;
        }
    }
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::Scenario;

    fn set(term: Term, count: u32) -> Event {
        StaySet { term: term.word().into(), count }.into()
    }

    #[test]
    fn a_session_ends_after_half_an_hour_of_quiet_or_a_week_unless_somebody_says_otherwise() {
        for role in [Role::Viewer, Role::Member, Role::Admin] {
            let usual = Stays::default();
            assert_eq!((usual.idle(role), usual.whole(role)), (Duration::minutes(30), Duration::days(7)), "{role}");
        }
        let house = Stays::fold(&[set(Term::ViewerIdle, 600), set(Term::AdminWhole, 12)]);
        assert_eq!((house.idle(Role::Viewer), house.idle(Role::Admin)), (Duration::hours(10), Duration::minutes(30)));
        assert_eq!((house.whole(Role::Viewer), house.whole(Role::Admin)), (Duration::days(7), Duration::hours(12)));
    }

    #[test]
    fn only_what_differs_is_set_and_one_that_is_out_of_bounds_sets_none() {
        let house = Scenario::<Stays>::given([set(Term::AdminIdle, 10)]);
        let change = Change(vec![(Term::AdminIdle, 10), (Term::MemberIdle, 60)]);
        house.when(change).then([set(Term::MemberIdle, 60)]);
        let change = Change(vec![(Term::MemberIdle, 60), (Term::AdminIdle, 1441)]);
        let refusal = OutOfBounds { term: Term::AdminIdle, count: 1441 };
        assert_eq!(change.faults(), [refusal]);
        assert_eq!(refusal.to_string(), "admin_idle_minutes: 1441 is out of bounds; use 5 to 1440");
        house.when(change).then_refused(refusal);
    }

    #[test]
    fn no_session_is_without_an_end_and_each_term_has_its_word() {
        for term in Term::ALL {
            assert!(!Change(vec![(term, 0)]).faults().is_empty(), "{term:?}");
            assert!((term.least()..=term.most()).contains(&term.usual()), "{term:?}");
            assert_eq!((Term::of_word(term.word()), Term::ALL[term.place()]), (Some(term), term));
        }
    }

    #[test]
    fn it_is_told_in_words() {
        let told = |term: Term, count| StaySet { term: term.word().into(), count }.told();
        assert_eq!(told(Term::AdminIdle, 90), "Sessions of an admin end after 90 minutes without a request");
        assert_eq!(told(Term::ViewerWhole, 1), "Sessions of a viewer end after 1 hour at the latest");
    }
}
