//! How far somebody may go: a role, what an admin granted or withheld, and the scopes of the key they act with.
//!
//! Three limits that only ever narrow each other. What is about oneself (account, password, sessions, keys, alerts) is
//! never withheld. Routes are absent: which context one belongs to is known where it is asked.

mod access;
pub mod grants;
mod scopes;

pub use access::{Access, UnknownAccess};
pub use grants::Grants;
pub use scopes::{Scopes, UnknownScope};

use crate::kernel::Role;

/// A part of the house that rights speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// What it is called in routes, scopes and grants.
    pub name: &'static str,
    /// What people find there is their own, so an admin cannot withhold it.
    pub is_own: bool,
    /// The most that a key may do there.
    pub most_for_keys: Access,
}

impl Context {
    const fn own(name: &'static str, most_for_keys: Access) -> Self {
        Self { name, is_own: true, most_for_keys }
    }

    const fn shared(name: &'static str) -> Self {
        Self { name, is_own: false, most_for_keys: Access::Act }
    }
}

/// All of them. A context that joins is a line here; other programs behind the proxy (`/auth`) are one, too.
pub const CONTEXTS: [Context; 6] = [
    Context::own("identity", Access::Look),
    Context::own("alerts", Access::Act),
    Context::shared("documents"),
    Context::shared("household"),
    Context::shared("history"),
    Context::shared("programs"),
];

const COUNT: usize = CONTEXTS.len();

fn place(context: &str) -> Option<usize> {
    CONTEXTS.iter().position(|known| known.name == context)
}

/// How far somebody may go at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    /// The person's role.
    pub role: Role,
    /// What was granted to the person, or withheld.
    pub grants: Grants,
    /// The scopes of the key, where the person acts with one.
    pub scopes: Option<Scopes>,
}

impl Rights {
    /// What the person may do in a context, whatever they act with. An admin cannot be restricted.
    #[must_use]
    pub fn of_person(&self, context: &str) -> Access {
        match place(context).map(|place| CONTEXTS[place]) {
            None => Access::None,
            Some(Context { is_own: true, .. }) => Access::Act,
            Some(_) if self.role == Role::Admin => Access::Act,
            Some(_) => self.grants.of(context).unwrap_or(Access::of_role(self.role)),
        }
    }

    /// What may be done in a context with what is acted with: never more than the person may do.
    #[must_use]
    pub fn access(&self, context: &str) -> Access {
        let person = self.of_person(context);
        self.scopes.map_or(person, |scopes| person.min(scopes.of(context)))
    }

    /// The contexts of which the person may not know: entries of the diary and alerts of these are not theirs to see.
    #[must_use]
    pub fn withheld(&self) -> Vec<&'static str> {
        let names = CONTEXTS.iter().map(|context| context.name);
        names.filter(|context| self.of_person(context) == Access::None).collect()
    }
}

#[cfg(test)]
mod scenarios;
