//! What can happen to an upload. Field order is for ever: postcard is positional.
//!
//! Pieces that arrive are deliberately absent: they are no facts of the house until all of them are there.

use serde::{Deserialize, Serialize};

use super::{UploadId, Why};
use crate::{
    documents::{NodeId, SpaceId},
    kernel::{AccountId, Personal},
};

/// Somebody began to send a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UploadStarted {
    /// Into which space.
    pub space: SpaceId,
    /// Its id.
    pub upload: UploadId,
    /// Who sends it; nobody else sees it.
    pub owner: AccountId,
    /// The folder it goes into.
    pub folder: NodeId,
    /// What the file shall be called.
    pub name: Personal,
    /// How long it will be.
    pub size_bytes: u64,
    /// What it is (RFC 6838), as whoever sends it said.
    pub media_type: String,
    /// All that whoever sends it said of it, as it came: it is told again on request.
    pub metadata: Personal,
}

/// All of it arrived, and is a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UploadCompleted {
    /// Into which space.
    pub space: SpaceId,
    /// Which upload.
    pub upload: UploadId,
    /// What the file was to be called.
    pub name: Personal,
    /// The file.
    pub node: NodeId,
    /// The version of it that was newest then.
    pub version: u32,
}

/// It comes to nothing; what arrived of it is taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UploadAborted {
    /// Into which space.
    pub space: SpaceId,
    /// Which upload.
    pub upload: UploadId,
    /// What the file was to be called.
    pub name: Personal,
    /// The word for why.
    pub why: String,
    /// How much of it had arrived.
    pub received_bytes: u64,
}

impl UploadAborted {
    pub(in crate::documents) fn told(&self) -> String {
        match Why::of_word(&self.why) {
            Some(why) => format!("The upload of {} was ended: {}", self.name.shown(), why.told()),
            None => format!("The upload of {} was ended", self.name.shown()),
        }
    }
}
