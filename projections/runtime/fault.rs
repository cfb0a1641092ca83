//! What went wrong with a view's file, and so what is to be done: wait, make it anew, or stop.

use rusqlite::{Error, ErrorCode};

use super::ProjectError;

/// What is to be done about a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It passes, such as a full disk: wait and try again.
    Passing(String),
    /// The file is damaged: make it anew.
    Damaged(String),
    /// Trying again would fail again.
    Lasting(String),
}

impl Fault {
    pub fn reason(&self) -> &str {
        match self {
            Self::Passing(reason) | Self::Damaged(reason) | Self::Lasting(reason) => reason,
        }
    }
}

/// Whether a query found a value that this program never wrote: bytes were changed behind its back,
/// without breaking the form of the file.
pub(crate) fn is_misread(error: &Error) -> bool {
    matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..)
    )
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.reason())
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Passing("the disk is full".to_owned()),
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::OutOfMemory
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly,
            ) => Self::Passing(error.to_string()),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Lasting(error.to_string()),
        }
    }
}

impl From<ProjectError> for Fault {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::Sql(error) => error.into(),
            ProjectError::Senseless(reason) => Self::Lasting(reason),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Passing(error.to_string())
    }
}

impl From<tokio::task::JoinError> for Fault {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Lasting(error.to_string())
    }
}

impl From<eventlog::LogError> for Fault {
    fn from(error: eventlog::LogError) -> Self {
        match error {
            eventlog::LogError::Corrupt(_) => Self::Lasting(error.to_string()),
            other => Self::Passing(other.to_string()),
        }
    }
}
