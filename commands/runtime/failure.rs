//! The three ways to fail: refused (tell the person), conflict (somebody was faster), fault (log
//! it once, say nothing).

use eventlog::LogError;

/// Something broke that the person who asked can do nothing about. Shown to nobody, logged once.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is no room left on the disk.
    #[error("the disk is full")]
    Full,
    /// A place where files are kept cannot be reached.
    #[error("the place {place} is not there: {why}")]
    Away {
        /// Its name.
        place: String,
        /// Why, for whoever looks after the house.
        why: String,
    },
    /// Anything else, with its chain of causes.
    #[error("{0}")]
    Broken(String),
}

impl Fault {
    /// A fault with what was being done and why it broke.
    pub fn new(doing: &str, error: &dyn std::error::Error) -> Self {
        let mut chain = format!("{doing}: {error}");
        let mut cause = error.source();
        while let Some(error) = cause {
            chain.push_str(&format!(": {error}"));
            cause = error.source();
        }
        Self::Broken(chain)
    }
}

impl From<LogError> for Fault {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Full => Self::Full,
            other => Self::new("log", &other),
        }
    }
}

/// SQLite's primary result code for a full disk.
const SQLITE_FULL: &str = "13";

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        let full = error.as_database_error().is_some_and(|error| error.code().as_deref() == Some(SQLITE_FULL));
        if full { Self::Full } else { Self::new("vault", &error) }
    }
}

impl From<domain::DecodeError> for Fault {
    fn from(error: domain::DecodeError) -> Self {
        Self::new("decode", &error)
    }
}

impl From<domain::EncodeError> for Fault {
    fn from(error: domain::EncodeError) -> Self {
        Self::new("encode", &error)
    }
}

impl From<domain::SealError> for Fault {
    fn from(error: domain::SealError) -> Self {
        Self::new("seal", &error)
    }
}

impl From<tokio::task::JoinError> for Fault {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::new("task", &error)
    }
}

/// Why a command was not carried out.
#[derive(Debug)]
pub enum Failure<R> {
    /// The rule says no.
    Refused(R),
    /// Others were faster, each time it was tried.
    Conflict,
    /// The noun has moved on since the person saw it.
    Stale {
        /// The length its stream has.
        actual: u64,
    },
    /// There is no room left on the disk; nothing was changed.
    Full,
    /// Something broke.
    Fault(Fault),
}

impl<R> Failure<R> {
    /// The same failure with the refusal said in another way.
    pub fn map<S>(self, refusal: impl FnOnce(R) -> S) -> Failure<S> {
        match self {
            Self::Refused(refused) => Failure::Refused(refusal(refused)),
            Self::Conflict => Failure::Conflict,
            Self::Stale { actual } => Failure::Stale { actual },
            Self::Full => Failure::Full,
            Self::Fault(fault) => Failure::Fault(fault),
        }
    }
}

impl<R: std::fmt::Debug> Failure<R> {
    /// The same failure where the house does something by itself: nobody is there who could be refused or try again.
    pub fn into_fault(self, doing: &str) -> Fault {
        match self {
            Self::Full => Fault::Full,
            Self::Fault(fault) => fault,
            other => Fault::Broken(format!("{doing}: {other:?}")),
        }
    }
}

impl<R, F: Into<Fault>> From<F> for Failure<R> {
    fn from(error: F) -> Self {
        match error.into() {
            Fault::Full => Self::Full,
            fault => Self::Fault(fault),
        }
    }
}
