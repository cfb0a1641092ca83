//! Something was asked for that makes no sense: exit code 2.

/// What, and what would make sense.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct AskedWrongly(pub String);
