//! The view of the household: its settings and how they came to be, and its backups.

pub mod backups;
#[cfg(test)]
mod scenarios;
pub mod settings;

use crate::Context;

/// The context and its projectors.
#[must_use]
pub fn context() -> Context {
    Context::new("household", vec![Box::new(settings::Settings), Box::new(backups::Backups)])
}
