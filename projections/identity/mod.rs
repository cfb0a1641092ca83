//! The views of identity: accounts, sessions and keys. When one was last used is absent: that is no event.

pub mod accounts;
pub mod erasures;
pub mod invitations;
pub mod keys;
#[cfg(test)]
mod scenarios;
pub mod sessions;

use crate::Context;

/// The context and its projectors.
#[must_use]
pub fn context() -> Context {
    Context::new(
        "identity",
        vec![
            Box::new(accounts::Accounts),
            Box::new(sessions::Sessions),
            Box::new(keys::Keys),
            Box::new(invitations::Invitations),
            Box::new(erasures::Erasures),
        ],
    )
}
