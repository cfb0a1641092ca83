//! What can be asked of an account, and why it may be refused.

use chrono::{DateTime, SecondsFormat, Utc};

use super::events::{AccountOpened, CredentialId, Method};
use crate::{
    identity::link::{LinkId, Void},
    kernel::{Personal, Role, SessionId},
};

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
    /// The password was right, and something else will be shown: may it go on?
    Expect {
        /// From a device the person has logged in from before.
        known_device: bool,
    },
    /// What was shown was right.
    LogIn {
        /// The session that is about to open.
        session: SessionId,
        /// What was shown. A passkey alone passes a lock: nobody guesses one.
        method: Method,
        /// From a device the person has logged in from before.
        known_device: bool,
        /// What it is: the browser or program, as it calls itself.
        device: Personal,
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
    /// Send a link to set another password.
    AskReset {
        /// Its id.
        link: LinkId,
    },
    /// Set another password through a link.
    Recover {
        /// Which link.
        link: LinkId,
        /// The password's credential, in the vault already.
        credential: CredentialId,
    },
    /// Say of a change that it was somebody else.
    Disavow {
        /// Which change: the link that came with the news of it.
        link: LinkId,
    },
    /// Let another mail address wait for its confirmation.
    AskAddress {
        /// The link that confirms it.
        link: LinkId,
        /// The address.
        email: Personal,
    },
    /// Let the address that waits count.
    ConfirmAddress {
        /// By which link.
        link: LinkId,
    },
    /// Let the address stay as it is.
    WithdrawAddress,
    /// Let nobody in until it is woken.
    Deactivate,
    /// Let the person in again.
    Reactivate,
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
    /// Several links are under way already.
    #[error("several links were sent already; use the newest or wait half an hour")]
    TooManyLinks,
    /// It lets nobody in until it is woken.
    #[error("the account is deactivated; reactivate it first")]
    Deactivated,
    /// The address was to be changed again and again.
    #[error("another address was asked for five times today; try again tomorrow")]
    TooManyChanges,
    /// The link does nothing any more.
    #[error("{0}")]
    Link(Void),
    /// An admin must always be left.
    #[error(
        "nobody can do this to their own account; ask another admin, or change your password under your own account"
    )]
    NotOneself,
}
