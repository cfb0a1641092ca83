//! What somebody fetches, and what makes several answers the same delivery.

use std::net::IpAddr;

use chrono::TimeDelta;
use domain::{
    KeyId, Who,
    documents::{LinkId, NodeId, SpaceId},
};

use crate::Caller;

/// Nothing of a delivery moved for so long: then it is over.
pub(super) const QUIET: TimeDelta = TimeDelta::minutes(5);

/// What somebody fetches.
#[derive(Clone, Debug)]
pub struct Delivering {
    /// Who, and from where.
    pub caller: Caller,
    /// Through which link.
    pub link: Option<LinkId>,
    /// In which space it lies.
    pub space: SpaceId,
    /// Which file.
    pub node: NodeId,
    /// What it is called.
    pub name: String,
    /// Which version.
    pub version: u32,
    /// How many bytes it has.
    pub size_bytes: u64,
}

/// Which delivery.
pub(in crate::documents) type Whose = (Who, Option<KeyId>, Option<LinkId>, Option<IpAddr>, NodeId, u32);

impl Delivering {
    pub(in crate::documents) fn whose(&self) -> Whose {
        let Caller { who, key, from, .. } = self.caller;
        (who, key, self.link, from, self.node, self.version)
    }
}
