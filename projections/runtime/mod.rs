//! What all views have in common: files, checkpoints, followers, fillings and questions.
//!
//! SQLite is spoken from threads that may wait; nothing here writes to the log or to any other store.

mod batch;
mod bulk;
mod context;
mod convoy;
mod digest;
mod fault;
mod file;
mod fill;
mod follow;
mod inspect;
mod lag;
mod pool;
mod projector;
mod reads;
mod refill;
mod shelf;
mod standing;
mod tape;
mod views;

#[cfg(test)]
mod broken_scenarios;
#[cfg(test)]
mod rule_scenarios;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
pub mod testing;

pub(crate) use bulk::remove;
pub use context::Context;
pub(crate) use fault::{Fault, is_misread};
pub use fill::Progress;
pub(crate) use fill::blocking;
pub use lag::{Lag, State, Stop};
pub(crate) use pool::TO_READ;
pub use projector::{Follows, ProjectError, Projector, Rows};
pub use reads::{Behind, Imprint, ReadError, Reads};
pub use standing::{Standing, standing};
pub use views::{AskError, OpenError, Views};
