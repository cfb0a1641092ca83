//! What can happen to the end of a file, or of one of its versions. Field order is for ever: postcard is positional.

use serde::{Deserialize, Serialize};

use crate::{
    documents::{NodeId, SpaceId},
    kernel::{AccountId, Personal},
};

/// A file, or a version of it, ends at another time, or never.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpirySet {
    /// In which space.
    pub space: SpaceId,
    /// Which file.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// When: microseconds since 1970, UTC.
    pub until_us: Option<i64>,
    /// Who is told when that is near.
    pub set_by: Option<AccountId>,
    /// Which version; the file itself where none is named.
    pub version: Option<u32>,
}

/// A file, or a version of it, ends soon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpiryNear {
    /// In which space.
    pub space: SpaceId,
    /// Which file.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// When: microseconds since 1970, UTC.
    pub until_us: i64,
    /// Who let it end.
    pub person: AccountId,
    /// Which version; the file itself where none is named.
    pub version: Option<u32>,
}

/// The first of them before versions had ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpirySetV1 {
    /// In which space.
    pub space: SpaceId,
    /// Which file.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// When.
    pub until_us: Option<i64>,
    /// Who is told.
    pub set_by: Option<AccountId>,
}

/// The second of them before versions had ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpiryNearV1 {
    /// In which space.
    pub space: SpaceId,
    /// Which file.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// When.
    pub until_us: i64,
    /// Who let it end.
    pub person: AccountId,
}

impl From<ExpirySetV1> for ExpirySet {
    fn from(ExpirySetV1 { space, node, name, until_us, set_by }: ExpirySetV1) -> Self {
        Self { space, node, name, until_us, set_by, version: None }
    }
}

impl From<ExpiryNearV1> for ExpiryNear {
    fn from(ExpiryNearV1 { space, node, name, until_us, person }: ExpiryNearV1) -> Self {
        Self { space, node, name, until_us, person, version: None }
    }
}

fn day(until_us: i64) -> String {
    chrono::DateTime::from_timestamp_micros(until_us).unwrap_or_default().format("%Y-%m-%d %H:%M UTC").to_string()
}

fn called(name: &Personal, version: Option<u32>) -> String {
    version
        .map_or_else(|| name.shown().to_string(), |version| format!("Version {version} of the file {}", name.shown()))
}

impl ExpirySet {
    pub(in crate::documents) fn sentence(&self) -> String {
        let what = called(&self.name, self.version);
        self.until_us
            .map_or(format!("{what} ends at no time any more"), |until| format!("{what} ends at {}", day(until)))
    }
}

impl ExpiryNear {
    pub(in crate::documents) fn sentence(&self) -> String {
        format!("{} ends soon, at {}", called(&self.name, self.version), day(self.until_us))
    }
}
