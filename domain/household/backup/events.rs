//! What can happen to backups. Field order is for ever: postcard is positional.

use serde::{Deserialize, Serialize};

use crate::kernel::Position;

/// The word for making one, where that failed.
pub const MAKE: &str = "make";
/// The word for checking one, where that failed.
pub const CHECK: &str = "check";

/// A backup was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackupMade {
    /// Its name: the time it was begun.
    pub generation: String,
    /// The folder it lies in.
    pub place: String,
    /// The newest entry in it.
    pub head: Position,
    /// Bytes that were written for it; what it shares with earlier ones is not among them.
    pub written_bytes: u64,
    /// How long that took.
    pub took_ms: u64,
}

/// A backup was restored into a scratch folder and compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackupChecked {
    /// Which one.
    pub generation: String,
    /// The folder it lies in.
    pub place: String,
    /// Whether it gives the same house again: `sound` or `unsound`.
    pub outcome: String,
    /// What differs; empty where it is sound.
    pub reason: String,
    /// How long that took.
    pub took_ms: u64,
}

/// A backup could not be made, or is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackupFailed {
    /// What failed: `make` or `check`.
    pub task: String,
    /// The folder of the backups.
    pub place: String,
    /// Why.
    pub reason: String,
}

impl BackupMade {
    pub(super) fn is_the_same(&self, other: &Self) -> bool {
        (&self.generation, &self.place) == (&other.generation, &other.place)
    }
}

impl BackupChecked {
    pub(in crate::household) fn sentence(&self) -> String {
        match self.reason.as_str() {
            "" => format!("The backup {} was checked: it is {}", self.generation, self.outcome),
            reason => format!("The backup {} was checked: it is {}: {reason}", self.generation, self.outcome),
        }
    }
}

impl BackupFailed {
    pub(in crate::household) fn sentence(&self) -> String {
        let what = if self.task == CHECK { "The check of the backups" } else { "The backup" };
        format!("{what} failed: {}", self.reason)
    }
}
