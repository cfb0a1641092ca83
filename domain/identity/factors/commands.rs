//! What can be asked of a person's factors, and why it may be refused.

use super::{CodeSetId, FactorId, Kind, Requirement};
use crate::kernel::{AccountId, Personal};

/// What can be asked of a person's factors, and whose they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Whose.
    pub account: AccountId,
    /// What.
    pub command: Command,
}

/// What can be asked of a person's factors.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Add one that has shown that it works.
    Add {
        /// Its id.
        factor: FactorId,
        /// What it is.
        kind: Kind,
        /// What the person calls it.
        name: Personal,
        /// The step of the app's first code, or the passkey's counter.
        mark: u64,
    },
    /// A code of an app was right: has it been shown before?
    UseTotp {
        /// Which app.
        factor: FactorId,
        /// The code's step.
        step: u64,
    },
    /// A passkey's signature was right: does its counter go on?
    UsePasskey {
        /// Which.
        factor: FactorId,
        /// Its counter.
        counter: u32,
    },
    /// Write down that a passkey's counter did not go on.
    Doubt {
        /// Which.
        factor: FactorId,
        /// The counter that was shown.
        shown: u32,
    },
    /// Use a recovery code up.
    UseRecoveryCode {
        /// Of which set.
        set: CodeSetId,
        /// Which of them.
        number: u32,
    },
    /// Let these recovery codes be good, and no others.
    MakeRecoveryCodes {
        /// The set, in the vault already.
        set: CodeSetId,
    },
    /// Call one something else.
    Rename {
        /// Which.
        factor: FactorId,
        /// The name from now on.
        name: Personal,
    },
    /// Take one away.
    Remove {
        /// Which.
        factor: FactorId,
        /// Whether codes can be mailed instead.
        mail_works: bool,
        /// What the person must have.
        required: Requirement,
        /// The person said that they know what they do.
        confirmed: bool,
    },
    /// Take all away.
    Reset,
    /// Somebody knew the password and came no further.
    NoteUnfinished {
        /// When they typed it: microseconds since 1970, UTC.
        begun_at_us: i64,
    },
}

/// Why a person's factors do not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is none of this id.
    #[error("there is no such second factor")]
    NoSuchFactor,
    /// They are too many.
    #[error("there are ten already; remove one first")]
    TooMany,
    /// The code, or one after it, was shown before.
    #[error("this code was used already; wait for the next one")]
    Replayed,
    /// The passkey's counter did not go on.
    #[error("this passkey may have been copied; remove it and make a new one")]
    Doubtful,
    /// The recovery code is none, or used up.
    #[error("this recovery code is none, or was used already")]
    UsedUp,
    /// Nothing else is left, and no mail can be sent.
    #[error("this is the last way to log in, and this house cannot mail codes; say that you want this all the same")]
    LastFactor,
    /// The house wants it.
    #[error("this house requires {} of you; set up another one first", _0.in_words())]
    Required(Requirement),
}
