//! What can happen to an account. Field order is for ever: postcard is positional.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::{AccountId, Personal, Role, SessionId};

/// Which of the vault's password hashes is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CredentialId(pub Uuid);

/// A person was given an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountOpened {
    /// Its id.
    pub account: AccountId,
    /// The person's name.
    pub name: Personal,
    /// The person's mail address.
    pub email: Personal,
    /// What the person may do.
    pub role: Role,
    /// The password's credential.
    pub credential: CredentialId,
}

/// A person is called something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountRenamed {
    /// Whose account.
    pub account: AccountId,
    /// The name from now on.
    pub name: Personal,
}

/// A wrong password was typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoginFailed {
    /// Whose account.
    pub account: AccountId,
    /// How many in a row, this one included.
    pub failures: u32,
    /// Counted apart: from a device the person has logged in from before.
    pub known_device: bool,
}

/// A login code was mailed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoginCodeSent {
    /// Whose account.
    pub account: AccountId,
    /// When: microseconds since 1970, UTC; so many are sent within a while and no more.
    pub at_us: i64,
}

/// A wrong code was typed, so the password was right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoginCodeRefused {
    /// Whose account.
    pub account: AccountId,
    /// How many since the last login, this one included.
    pub refusals: u32,
}

/// The door closed for a while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountLocked {
    /// Whose account.
    pub account: AccountId,
    /// For how long, in seconds.
    pub wait_s: u32,
    /// Until when: microseconds since 1970, UTC.
    pub until_us: i64,
}

/// What a person showed to come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The password and a code by mail.
    MailedCode,
    /// The password and a code of an authenticator app.
    App,
    /// The password and a passkey.
    PasswordAndPasskey,
    /// A passkey alone; the device asked for a finger, a face or a PIN.
    Passkey,
    /// The password and a recovery code.
    RecoveryCode,
}

impl Method {
    /// The words that are stored and shown.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::MailedCode => "password and code by letter",
            Self::App => "password and authenticator app",
            Self::PasswordAndPasskey => "password and passkey",
            Self::Passkey => "passkey",
            Self::RecoveryCode => "password and recovery code",
        }
    }
}

/// A person came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoggedIn {
    /// Whose account.
    pub account: AccountId,
    /// The session that opens.
    pub session: SessionId,
    /// What was shown, in words; empty where nobody wrote it down.
    pub method: String,
}

impl LoggedIn {
    /// Whether the password was among what was shown.
    pub(super) fn shows_password(&self) -> bool {
        self.method != Method::Passkey.words()
    }

    pub(in crate::identity) fn sentence(&self) -> String {
        if self.method.is_empty() { "Logged in".to_owned() } else { format!("Logged in by {}", self.method) }
    }
}

/// A person came in on a device that nobody knew as theirs. Never told of the first login of all: its code went to the
/// mail address that would be told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceMet {
    /// Whose account.
    pub account: AccountId,
    /// The session that opens on it.
    pub session: SessionId,
    /// What it is: the browser or program, as it calls itself.
    pub device: Personal,
}

/// Outgrown: it did not tell what was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoggedInV1 {
    /// Whose account.
    pub account: AccountId,
    /// The session that opens.
    pub session: SessionId,
}

impl From<LoggedInV1> for LoggedIn {
    fn from(LoggedInV1 { account, session }: LoggedInV1) -> Self {
        Self { account, session, method: String::new() }
    }
}

/// The person chose another password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasswordChanged {
    /// Whose account.
    pub account: AccountId,
    /// The password's credential from now on.
    pub credential: CredentialId,
}

/// Somebody else set another password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasswordReset {
    /// Whose account.
    pub account: AccountId,
    /// The password's credential from now on.
    pub credential: CredentialId,
}

/// The person may do more, or less.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleChanged {
    /// Whose account.
    pub account: AccountId,
    /// The role from now on.
    pub role: Role,
}

macro_rules! of_an_account {
    ($($(#[$doc:meta])* $Event:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $Event {
            /// Whose account.
            pub account: AccountId,
        }
    )*};
}

of_an_account! {
    /// The door was opened before the lock's time.
    AccountUnlocked
    /// The person is let in no more until it is said otherwise.
    AccountDeactivated
    /// The person is let in again.
    AccountReactivated
    /// The person is let in no more.
    AccountClosed
}

/// A count in words, for the diary.
#[must_use]
pub fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

/// A wait in words, for the diary.
#[must_use]
pub fn wait_in_words(wait_s: u32) -> String {
    match wait_s {
        0..60 => format!("{wait_s} seconds"),
        60..120 => "a minute".to_owned(),
        120..3600 => format!("{} minutes", wait_s / 60),
        3600..7200 => "an hour".to_owned(),
        _ => format!("{} hours", wait_s / 3600),
    }
}
