//! The diary of the house: every event with its sentence, who, when, from where, cause and consequence.
//!
//! What an event says in full is absent: whoever wants it reads the log at the entry's position.

mod days;
#[cfg(test)]
mod days_scenarios;
mod entries;
mod export;
mod filter;
mod read;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod search_scenarios;
mod words;

use std::time::Duration;

pub use days::{DayCount, days};
pub use entries::Entries;
pub use export::Export;
pub use filter::{Filter, Order, Query};
pub use read::{Asker, Entry, KeyShown, Linked, Person, linked, page};

use crate::Context;

/// Nobody waits for the diary after a command, so under load it gathers for a while.
const PACE: Duration = Duration::from_millis(20);

/// The context and its projector.
#[must_use]
pub fn context() -> Context {
    Context::new("history", vec![Box::new(Entries)]).paced(PACE)
}
