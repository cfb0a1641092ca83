//! How the log can fail.

use uuid::Uuid;

/// Why the log did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// Somebody else appended first.
    #[error("the stream is {actual} long, not {expected}")]
    Conflict {
        /// The length the caller had seen.
        expected: u64,
        /// The length it has.
        actual: u64,
    },
    /// An id is written already, and not as part of this very append.
    #[error("the id {id} belongs to the event at position {position}")]
    IdTaken {
        /// The id that was offered again.
        id: Uuid,
        /// Where it stands.
        position: u64,
    },
    /// There is no room left on the disk. Nothing was written; reading goes on.
    #[error("the disk is full")]
    Full,
    /// The append is larger than the log takes in one piece.
    #[error("{what} of {size} is more than the log takes at once ({most})")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How large it is.
        size: usize,
        /// How large it may be.
        most: usize,
    },
    /// What was offered is no append. A mistake of the caller, never of a user.
    #[error("this is no append: {0}")]
    Malformed(&'static str),
    /// What is stored is not what was written. It is not served.
    #[error("the log is damaged: {0}")]
    Corrupt(String),
    /// The log was closed.
    #[error("the log is closed")]
    Closed,
    /// The disk or the database failed.
    #[error("the log failed: {0}")]
    Fault(String),
}
