//! How far the views have come, as the house tells it.

use serde::Serialize;

use super::{
    batch::BATCH,
    shelf::{Mode, Shelf},
};

/// A context has stopped in front of an event it cannot take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stop {
    /// Which context.
    pub context: &'static str,
    /// The event it cannot take.
    pub position: u64,
    /// Why.
    pub reason: String,
}

/// How far one context has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lag {
    /// Which context.
    pub context: &'static str,
    /// The newest event its view has seen.
    pub position: u64,
    /// The newest event of the log.
    pub head: u64,
    /// What it is doing.
    #[serde(flatten)]
    pub state: State,
}

/// What a context is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It follows closely.
    Current,
    /// It comes after, or waits for something that passes, such as a full disk.
    Behind {
        /// What it waits for.
        reason: Option<String>,
    },
    /// Its file is made anew; the old one, if there is one, goes on answering.
    Filling {
        /// Events done.
        done: u64,
        /// Events in all.
        of: u64,
    },
    /// It cannot go on; its file goes on answering with what it has.
    Stopped {
        /// The event it cannot take.
        position: u64,
        /// Why.
        reason: String,
    },
}

impl Lag {
    pub(super) fn of(shelf: &Shelf, head: u64) -> Self {
        let position = *shelf.position().borrow();
        let state = match shelf.mode().borrow().clone() {
            Mode::Following if head.saturating_sub(position) <= BATCH as u64 => State::Current,
            Mode::Following => State::Behind { reason: None },
            Mode::Retrying { reason } => State::Behind { reason: Some(reason) },
            Mode::Filling { done, of } => State::Filling { done, of },
            Mode::Stopped { position, reason } => State::Stopped { position, reason },
        };
        Self { context: shelf.context.name(), position, head, state }
    }
}
