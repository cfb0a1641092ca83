//! The views of identity: accounts, sessions, keys, second factors. When one was last used is absent, unless
//! that is an event.

pub mod accounts;
pub mod erasures;
pub mod factors;
#[cfg(test)]
mod factors_scenarios;
pub mod invitations;
pub mod keys;
#[cfg(test)]
mod scenarios;
pub mod sessions;

use crate::{Context, Projector};

/// The context and its projectors.
#[must_use]
pub fn context() -> Context {
    let projectors: Vec<Box<dyn Projector>> = vec![
        Box::new(accounts::Accounts),
        Box::new(sessions::Sessions),
        Box::new(keys::Keys),
        Box::new(factors::Factors),
        Box::new(invitations::Invitations),
        Box::new(erasures::Erasures),
    ];
    Context::new("identity", projectors)
}
