//! What a person wants to hear of: for each context, from which severity on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    alerts::Event,
    kernel::{AccountId, Decider, Severity, Stamp},
};

/// The word that stands for every context without a choice of its own.
pub const EVERYTHING: &str = "everything";
const NOTHING: &str = "nothing";
const AS_THE_REST: &str = "default";

/// A person's choices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subscription {
    /// From which severity on, by context; `None` is nothing at all.
    pub choices: BTreeMap<String, Option<Severity>>,
}

/// Choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choose {
    /// Whose choice.
    pub person: AccountId,
    /// Which context, or [`EVERYTHING`].
    pub context: String,
    /// From which severity on.
    pub least: Least,
}

/// From which severity on a person hears of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// From this one on.
    From(Severity),
    /// Of nothing at all.
    Nothing,
    /// As of whatever has no choice of its own.
    AsTheRest,
}

impl Least {
    const fn word(self) -> &'static str {
        match self {
            Self::From(severity) => severity.word(),
            Self::Nothing => NOTHING,
            Self::AsTheRest => AS_THE_REST,
        }
    }
}

/// Why a choice cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no context of that name.
    #[error("there is no context '{name}': use {known}", known = known())]
    UnknownContext {
        /// The name that was asked for.
        name: String,
    },
}

fn known() -> String {
    format!("everything, {}", crate::Event::CONTEXTS.join(", "))
}

/// A person chose what to hear of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubscriptionChanged {
    /// Whose choice.
    pub person: AccountId,
    /// Which context, or `everything`.
    pub context: String,
    /// From which severity on, as a word, or `nothing`, or `default`: no choice of its own.
    pub least: String,
}

impl SubscriptionChanged {
    /// The severity of the choice.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        Severity::of_word(&self.least)
    }

    /// Whether it takes a choice back.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.least == AS_THE_REST
    }

    pub(super) fn sentence(&self) -> String {
        match self.severity() {
            _ if self.is_default() => format!("Alerts about {} are wanted as the rest", self.context),
            None => format!("Alerts about {} are no longer wanted", self.context),
            Some(least) => format!("Alerts about {} are wanted from {} on", self.context, least.word()),
        }
    }
}

impl Subscription {
    /// Whether the person wants to hear of an event.
    #[must_use]
    pub fn wants(&self, context: &str, severity: Severity) -> bool {
        let choice = self.choices.get(context).or_else(|| self.choices.get(EVERYTHING));
        choice.copied().flatten().is_some_and(|least| severity >= least)
    }
}

impl Decider for Subscription {
    const KIND: &'static str = "alerts.subscription";
    type Command = Choose;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, choose: Choose, _stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let Choose { person, context, least } = choose;
        if context != EVERYTHING && !crate::Event::CONTEXTS.contains(&context.as_str()) {
            return Err(Refusal::UnknownContext { name: context });
        }
        let present =
            self.choices.get(&context).map_or(Least::AsTheRest, |least| least.map_or(Least::Nothing, Least::From));
        if present == least {
            return Ok(vec![]);
        }
        let least = least.word().to_owned();
        Ok(vec![SubscriptionChanged { person, context, least }.into()])
    }

    fn evolve(&mut self, event: &Event) {
        let Event::SubscriptionChanged(it) = event else { return };
        if it.is_default() {
            self.choices.remove(&it.context);
        } else {
            self.choices.insert(it.context.clone(), it.severity());
        }
    }
}

#[cfg(test)]
mod scenarios {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::Scenario;

    const ADA: AccountId = AccountId(Uuid::from_u128(1));

    fn choose(context: &str, least: Option<Severity>) -> Choose {
        let least = least.map_or(Least::Nothing, Least::From);
        Choose { person: ADA, context: context.into(), least }
    }

    fn changed(context: &str, least: &str) -> Event {
        SubscriptionChanged { person: ADA, context: context.into(), least: least.into() }.into()
    }

    #[test]
    fn a_choice_is_made_once() {
        let some = Some(Severity::Critical);
        Scenario::<Subscription>::given([]).when(choose("identity", some)).then([changed("identity", "critical")]);
        Scenario::<Subscription>::given([changed("identity", "critical")])
            .when(choose("identity", some))
            .then_nothing();
    }

    #[test]
    fn a_choice_can_be_taken_back() {
        let as_the_rest = Choose { least: Least::AsTheRest, ..choose("identity", None) };
        let history = [changed("everything", "critical"), changed("identity", "nothing")];
        let back = changed("identity", "default");
        Scenario::<Subscription>::given(history.clone()).when(as_the_rest.clone()).then([back.clone()]);
        let state = Subscription::fold(history.iter().chain([&back]));
        assert!(state.wants("identity", Severity::Critical) && !state.wants("identity", Severity::Warning));
        Scenario::<Subscription>::given([]).when(as_the_rest).then_nothing();
    }

    #[test]
    fn a_context_that_is_not_there_cannot_be_chosen() {
        Scenario::<Subscription>::given([])
            .when(choose("weather", None))
            .then_refused(Refusal::UnknownContext { name: "weather".into() });
    }

    #[test]
    fn the_choice_for_a_context_outweighs_the_one_for_everything() {
        let state = Subscription::fold(&[changed("everything", "critical"), changed("household", "nothing")]);
        assert!(state.wants("identity", Severity::Critical));
        assert!(!state.wants("identity", Severity::Warning));
        assert!(!state.wants("household", Severity::Critical));
    }
}
