//! What can happen to the second factors of a person. Field order is for ever: postcard is positional.
//!
//! Secrets are deliberately absent, and so is a passkey's public data: both are the vault's, under the
//! factor's id. What must not be forgotten with an older vault is here: the newest step and counter.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::{AccountId, Personal};

/// One authenticator app or one passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactorId(pub Uuid);

/// Ten recovery codes that were made together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeSetId(pub Uuid);

/// An authenticator app was set up, and showed a first code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TotpAdded {
    /// Whose.
    pub account: AccountId,
    /// Its id.
    pub factor: FactorId,
    /// What the person calls it.
    pub name: Personal,
    /// The step of the first code: seconds since 1970, divided by 30 (RFC 6238, section 4).
    pub step: u64,
}

/// A code of an authenticator app was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TotpUsed {
    /// Whose.
    pub account: AccountId,
    /// Which app.
    pub factor: FactorId,
    /// The code's step; it and all before are of no use from now on.
    pub step: u64,
}

/// A passkey was registered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasskeyAdded {
    /// Whose.
    pub account: AccountId,
    /// Its id.
    pub factor: FactorId,
    /// What the person calls it.
    pub name: Personal,
    /// Its signature counter (WebAuthn, section 6.1.1); 0 where it has none.
    pub counter: u32,
}

/// A passkey was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasskeyUsed {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub factor: FactorId,
    /// Its signature counter; 0 where it has none.
    pub counter: u32,
}

/// A passkey was refused because its counter did not go on: there may be a copy of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasskeyDoubted {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub factor: FactorId,
    /// The newest counter so far.
    pub known: u32,
    /// The counter that was shown.
    pub shown: u32,
}

/// A factor is called something else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorRenamed {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub factor: FactorId,
    /// What the person calls it from now on.
    pub name: Personal,
}

/// A factor is of no use any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorRemoved {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub factor: FactorId,
    /// What it was, as a word: `app` or `passkey`.
    pub kind: String,
    /// What the person called it.
    pub name: Personal,
}

/// Somebody who looks after the house took all factors and recovery codes away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorsReset {
    /// Whose.
    pub account: AccountId,
}

/// Recovery codes were made; those before are of no use any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecoveryCodesMade {
    /// Whose.
    pub account: AccountId,
    /// The set, in the vault.
    pub set: CodeSetId,
    /// How many.
    pub count: u32,
}

/// A recovery code was shown, and is used up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecoveryCodeUsed {
    /// Whose.
    pub account: AccountId,
    /// Of which set.
    pub set: CodeSetId,
    /// Which of them, from 0.
    pub number: u32,
    /// How many are left.
    pub left: u32,
}

/// The right password was typed, and no second factor was shown within three minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoginUnfinished {
    /// Whose.
    pub account: AccountId,
    /// When it was typed: microseconds since 1970, UTC.
    pub begun_at_us: i64,
}

/// What a factor is, in words for the diary.
#[must_use]
pub fn told_kind(word: &str) -> &'static str {
    if word == "passkey" { "A passkey" } else { "An authenticator app" }
}

/// How many codes are left, in words for the diary.
#[must_use]
pub fn told_left(left: u32) -> String {
    match left {
        0 => "none is left".to_owned(),
        1 => "one is left".to_owned(),
        more => format!("{more} are left"),
    }
}
