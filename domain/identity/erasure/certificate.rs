//! What an erasure purged where, and what it could not reach. Field order is for ever: postcard is positional.
//!
//! It tells of places, counts and times and of nobody: it outlives the person it is about.

use serde::{Deserialize, Serialize};

use crate::kernel::{AccountId, PersonId, Position};

/// A person was erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErasureCompleted {
    /// Whose account it was.
    pub account: AccountId,
    /// The entry with which it began.
    pub began: Position,
    /// Sealed values in the log that nobody can read any more.
    pub values: u64,
    /// Events that hold them.
    pub events: u64,
    /// It was interrupted and gone on with: what was counted before is not counted here.
    pub resumed: bool,
    /// Keys of strangers that were destroyed with the person's, because what they sealed was the person's.
    pub strangers: Vec<PersonId>,
    /// What was purged.
    pub purged: Vec<Purged>,
    /// What could not be.
    pub kept: Vec<Kept>,
}

/// Something that was purged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purged {
    /// Where: `vault`, `views`, `mail` and the like.
    pub place: String,
    /// What: a table, a view, a kind of file.
    pub what: String,
    /// How many; of a view, up to which entry it was made anew.
    pub count: u64,
}

/// Something that could not be purged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Where.
    pub place: String,
    /// What, and why.
    pub why: String,
    /// Until when, where that is known: microseconds since 1970, UTC.
    pub until_us: Option<i64>,
}

impl ErasureCompleted {
    pub(in crate::identity) fn sentence(&self) -> String {
        format!("A person was erased: {} sealed values in {} entries can be read no more", self.values, self.events)
    }
}
