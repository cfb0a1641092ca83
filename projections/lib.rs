//! The views: everything that is looked up, read out of the log and rebuilt from it at any time.
//!
//! Commands and effects are deliberately absent, and so is anything that cannot be made anew.

pub mod alerts;
mod columns;
pub mod documents;
pub mod history;
pub mod household;
pub mod identity;
pub mod runtime;

pub use columns::Page;
pub use runtime::*;

/// The contexts of the house that have views: the one list of them.
#[must_use]
pub fn contexts() -> Vec<Context> {
    vec![identity::context(), household::context(), documents::context(), alerts::context(), history::context()]
}
