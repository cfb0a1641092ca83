//! What can happen to an API key. Field order is for ever: postcard is positional.

use serde::{Deserialize, Serialize};

use crate::kernel::{AccountId, KeyId, Personal};

/// A person made a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyIssued {
    /// Its id.
    pub key: KeyId,
    /// For whom it acts.
    pub account: AccountId,
    /// What it is called.
    pub name: Personal,
    /// What it is for, each as `context:verb`.
    pub scopes: Vec<String>,
    /// When it ends by itself: microseconds since 1970, UTC.
    pub until_us: Option<i64>,
    /// From where it may be used, with commas between; from everywhere where nothing is said.
    pub networks: Option<Personal>,
}

/// A key was taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyRevoked {
    /// Its id.
    pub key: KeyId,
    /// For whom it acted.
    pub account: AccountId,
    /// What it was called.
    pub name: Personal,
}

/// A key's time was over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyExpired {
    /// Its id.
    pub key: KeyId,
    /// For whom it acted.
    pub account: AccountId,
    /// What it was called.
    pub name: Personal,
}
