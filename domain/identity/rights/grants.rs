//! What an admin granted to a person or withheld, context by context: a stream per account.
//!
//! An admin's own access is never set: whoever looks after the house may look everywhere. What was set for somebody who
//! becomes an admin rests, and counts again when they step down.

use serde::{Deserialize, Serialize};

use super::{Access, CONTEXTS, COUNT, place};
use crate::{
    identity::Event,
    kernel::{AccountId, Decider, Role, Stamp},
};

/// What an admin said of a person's access; the role decides the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grants([Option<Access>; COUNT]);

/// Set a person's access.
#[derive(Clone, Debug, PartialEq)]
pub struct SetAccess {
    /// Whose.
    pub account: AccountId,
    /// The role they have.
    pub role: Role,
    /// In which context what shall hold; what the role gives where nothing is named.
    pub changes: Vec<(String, Option<Access>)>,
    /// Whether whoever asks looks after the house.
    pub as_admin: bool,
}

/// Why access is not set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Whoever asks does not look after the house.
    #[error("only an admin may do this")]
    NotAllowed,
    /// The person looks after the house.
    #[error("an admin cannot be restricted; change the role first")]
    AdminSeesAll,
    /// It is no context, or one of people's own things.
    #[error("access: '{0}' cannot be granted or withheld")]
    NotGrantable(String),
}

/// A person may do something else in a context.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessSet {
    /// Whose access.
    pub account: AccountId,
    /// In which context.
    pub context: String,
    /// What they may do, in a word; what their role gives where there is none.
    pub access: Option<String>,
}

impl AccessSet {
    pub(in crate::identity) fn sentence(&self) -> String {
        match self.access.as_deref() {
            None => format!("Access to {} follows the role again", self.context),
            Some("none") => format!("Access to {} was withheld", self.context),
            Some(access) => format!("Access to {} was set to {access}", self.context),
        }
    }
}

impl Grants {
    /// What was said of a context.
    #[must_use]
    pub fn of(&self, context: &str) -> Option<Access> {
        place(context).and_then(|place| self.0[place])
    }

    /// The same with something else said of a context. A context this version does not know is passed over.
    #[must_use]
    pub fn with(mut self, context: &str, access: Option<Access>) -> Self {
        if let Some(place) = place(context) {
            self.0[place] = access;
        }
        self
    }
}

impl Decider for Grants {
    const KIND: &'static str = "identity.access";
    type Command = SetAccess;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, set: SetAccess, _stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        if !set.as_admin {
            return Err(Refusal::NotAllowed);
        }
        if set.role == Role::Admin {
            return Err(Refusal::AdminSeesAll);
        }
        let is_shared = |context: &str| place(context).is_some_and(|place| !CONTEXTS[place].is_own);
        if let Some((wrong, _)) = set.changes.iter().find(|(context, _)| !is_shared(context)) {
            return Err(Refusal::NotGrantable(wrong.chars().take(40).collect()));
        }
        let changed = set.changes.into_iter().filter(|(context, access)| self.of(context) != *access);
        let account = set.account;
        Ok(changed
            .map(|(context, access)| {
                AccessSet { account, context, access: access.map(|access| access.word().to_owned()) }.into()
            })
            .collect())
    }

    fn evolve(&mut self, event: &Event) {
        if let Event::AccessSet(it) = event {
            // A word that nobody knows any more withholds: it was said to narrow something.
            let access = it.access.as_ref().map(|word| word.parse().unwrap_or(Access::None));
            *self = self.with(&it.context, access);
        }
    }
}

#[cfg(test)]
mod scenarios {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::Scenario;

    const EVE: AccountId = AccountId(Uuid::from_u128(3));

    fn set(context: &str, access: Option<Access>) -> SetAccess {
        SetAccess { account: EVE, role: Role::Viewer, changes: vec![(context.into(), access)], as_admin: true }
    }

    fn was_set(context: &str, access: Option<&str>) -> Event {
        AccessSet { account: EVE, context: context.into(), access: access.map(str::to_owned) }.into()
    }

    #[test]
    fn an_admin_grants_and_withholds() {
        let nothing = Scenario::<Grants>::given([]);
        nothing.when(set("history", Some(Access::None))).then([was_set("history", Some("none"))]);
        nothing.when(set("history", None)).then_nothing();
        let withheld = Scenario::<Grants>::given([was_set("history", Some("none"))]);
        withheld.when(set("history", Some(Access::None))).then_nothing();
        withheld.when(set("history", None)).then([was_set("history", None)]);
    }

    #[test]
    fn nobody_else_does_and_no_admin_is_restricted() {
        let nothing = Scenario::<Grants>::given([]);
        let asked = set("history", Some(Access::None));
        nothing.when(SetAccess { as_admin: false, ..asked.clone() }).then_refused(Refusal::NotAllowed);
        nothing.when(SetAccess { role: Role::Admin, ..asked }).then_refused(Refusal::AdminSeesAll);
    }

    #[test]
    fn what_is_ones_own_cannot_be_withheld() {
        for context in ["identity", "alerts", "weather", ""] {
            let refusal = Refusal::NotGrantable(context.to_owned());
            Scenario::<Grants>::given([]).when(set(context, Some(Access::None))).then_refused(refusal);
        }
    }
}
