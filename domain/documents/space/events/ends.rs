//! What can happen to the end of a file. Field order is for ever: postcard is positional.

use serde::{Deserialize, Serialize};

use crate::{
    documents::{NodeId, SpaceId},
    kernel::{AccountId, Personal},
};

/// A file ends at another time, or never.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpirySet {
    /// In which space.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// When: microseconds since 1970, UTC.
    pub until_us: Option<i64>,
    /// Who is told when that is near.
    pub set_by: Option<AccountId>,
}

/// A file ends soon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpiryNear {
    /// In which space.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// When: microseconds since 1970, UTC.
    pub until_us: i64,
    /// Who let it end.
    pub person: AccountId,
}

fn day(until_us: i64) -> String {
    chrono::DateTime::from_timestamp_micros(until_us).unwrap_or_default().format("%Y-%m-%d %H:%M UTC").to_string()
}

impl ExpirySet {
    pub(in crate::documents) fn sentence(&self) -> String {
        let name = self.name.shown();
        self.until_us
            .map_or(format!("{name} ends at no time any more"), |until| format!("{name} ends at {}", day(until)))
    }
}

impl ExpiryNear {
    pub(in crate::documents) fn sentence(&self) -> String {
        format!("{} ends soon, at {}", self.name.shown(), day(self.until_us))
    }
}
