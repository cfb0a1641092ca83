//! What can happen to a session. Field order is for ever: postcard is positional.

use serde::{Deserialize, Serialize};

use crate::kernel::{AccountId, Personal, SessionId};

/// A session began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionOpened {
    /// Its id.
    pub session: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// On what: the browser or program, as it calls itself.
    pub device: Personal,
    /// When it ends at the latest: microseconds since 1970, UTC.
    pub until_us: i64,
}

/// A session ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionEnded {
    /// Its id.
    pub session: SessionId,
    /// Whose it was.
    pub account: AccountId,
    /// Why, in words.
    pub reason: String,
}

/// The person proved again who they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProofGiven {
    /// In which session.
    pub session: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// With what, in words.
    pub kind: String,
}

/// Somebody failed to prove that they are the person whose session it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProofRefused {
    /// In which session.
    pub session: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// With what, in words.
    pub kind: String,
    /// How many in a row in this session, this one included.
    pub failures: u32,
}

/// No proof is looked at in this session for a while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProofsDelayed {
    /// In which session.
    pub session: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// For how long, in seconds.
    pub wait_s: u32,
    /// Until when: microseconds since 1970, UTC.
    pub until_us: i64,
}

/// The person wants their proof to count no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProofEnded {
    /// In which session.
    pub session: SessionId,
    /// Whose it is.
    pub account: AccountId,
}
