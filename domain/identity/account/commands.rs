//! What can be asked of an account, and why it may be refused.

use chrono::{DateTime, SecondsFormat, Utc};

use super::events::{AccountOpened, CredentialId};
use crate::kernel::{Personal, Role, SessionId};

/// What can be asked of an account.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Let a person have it.
    Open(AccountOpened),
    /// Count a wrong password.
    RecordWrongPassword {
        /// From a device the person has logged in from before.
        known_device: bool,
    },
    /// The password was right: may a code be mailed?
    AskCode {
        /// From a device the person has logged in from before.
        known_device: bool,
    },
    /// Count a wrong code.
    RecordWrongCode,
    /// Password and code were right.
    LogIn {
        /// The session that is about to open.
        session: SessionId,
        /// From a device the person has logged in from before.
        known_device: bool,
    },
    /// The person chose another password.
    ChangePassword {
        /// Its credential, in the vault already.
        credential: CredentialId,
    },
    /// Somebody else set another password.
    ResetPassword {
        /// Its credential, in the vault already.
        credential: CredentialId,
    },
    /// Let the person do more, or less.
    ChangeRole {
        /// The role from now on.
        role: Role,
    },
    /// Call the person something else.
    Rename {
        /// The name from now on.
        name: Personal,
    },
    /// Open the door before the lock's time.
    Unlock,
    /// Let the person in no more.
    Close,
}

/// Why an account does not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was never opened, or was closed.
    #[error("there is no such account")]
    NoSuchAccount,
    /// It was opened before.
    #[error("the account is open already")]
    OpenAlready,
    /// The door is closed after failures.
    #[error("the account is locked until {}", until.to_rfc3339_opts(SecondsFormat::Secs, true))]
    Locked {
        /// When it opens again.
        until: DateTime<Utc>,
    },
    /// Several codes are under way already.
    #[error("several codes were sent already; use the newest or wait ten minutes")]
    TooManyCodes,
    /// An admin must always be left.
    #[error("nobody can change their own role or close their own account; ask another admin")]
    NotOneself,
}
