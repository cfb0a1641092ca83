//! What can happen in a space. Field order is for ever: postcard is positional.
//!
//! Each event tells the present name, so that the diary can be read by itself.

mod ends;
mod kept;
mod ruled;

pub use ends::*;
pub use kept::{KeepingChanged, VersionMarked, VersionsThinned};
pub use ruled::{FolderRulesChanged, FolderRulesChangedV1, QuotaSet, WrittenRules, WrittenRulesV1};
use serde::{Deserialize, Serialize};

use super::{NodeId, SpaceId};
use crate::{
    documents::BlobHash,
    kernel::{Personal, PersonalFields},
};

/// A folder was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FolderMade {
    /// In which space.
    pub space: SpaceId,
    /// Its id.
    pub node: NodeId,
    /// In which folder.
    pub parent: NodeId,
    /// Its name.
    pub name: Personal,
}

/// A file was stored: its first version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileStored {
    /// In which space.
    pub space: SpaceId,
    /// Its id.
    pub node: NodeId,
    /// In which folder.
    pub parent: NodeId,
    /// Its name.
    pub name: Personal,
    /// Its bytes.
    pub blob: BlobHash,
    /// How many they are.
    pub size_bytes: u64,
    /// What they are (RFC 6838), as whoever stored them said.
    pub media_type: String,
}

/// A file got other bytes; those before stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileReplaced {
    /// In which space.
    pub space: SpaceId,
    /// Which file.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// The number of this version; the first is 1.
    pub version: u32,
    /// Its bytes.
    pub blob: BlobHash,
    /// How many they are.
    pub size_bytes: u64,
    /// What they are (RFC 6838), as whoever stored them said.
    pub media_type: String,
}

/// An earlier version of a file became its newest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionRestored {
    /// In which space.
    pub space: SpaceId,
    /// Which file.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// The number of this version.
    pub version: u32,
    /// Whose bytes it has.
    pub of: u32,
}

/// A file or folder is called otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeRenamed {
    /// In which space.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// What it was called.
    pub previous: Personal,
}

/// A file or folder lies in another folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeMoved {
    /// In which space.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// The folder it lies in.
    pub parent: NodeId,
}

/// A file, or a folder with all that is in it, was copied: the newest version of each. What is too much for one event is told
/// by several, which are written at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeCopied {
    /// In which space the copy lies.
    pub space: SpaceId,
    /// The copy.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// The space of what it is a copy of.
    pub from: SpaceId,
    /// What it is a copy of.
    pub of: NodeId,
    /// How many files and folders all of it is.
    pub count: u32,
    /// How many of them were told before.
    pub before: u32,
    /// Those that are told here, each folder before what is in it.
    pub nodes: Vec<CopiedNode>,
}

/// One file or folder of a copy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopiedNode {
    /// Its id.
    pub node: NodeId,
    /// In which folder.
    pub parent: NodeId,
    /// Its name.
    pub name: Personal,
    /// What it is a copy of.
    pub of: NodeId,
    /// What it holds; nothing of a folder.
    pub file: Option<CopiedFile>,
}

/// What a copied file holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopiedFile {
    /// Its bytes.
    pub blob: BlobHash,
    /// How many they are.
    pub size_bytes: u64,
    /// What they are (RFC 6838), as whoever stored them said.
    pub media_type: String,
}

impl PersonalFields for CopiedNode {
    fn each(&mut self, visit: &mut dyn FnMut(&mut Personal)) {
        visit(&mut self.name);
    }
}

/// A folder is as it was at an earlier moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FolderRewound {
    /// In which space.
    pub space: SpaceId,
    /// Which folder; the root where it was everything.
    pub folder: NodeId,
    /// Its name; a root has none.
    pub name: Option<Personal>,
    /// The moment: microseconds since 1970, UTC.
    pub to_us: i64,
    /// What has another name or place, or left the trash.
    pub placed: Vec<Placed>,
    /// Whose bytes are those of an earlier version.
    pub again: Vec<Again>,
    /// What was put in the trash: it was not there.
    pub trashed: Vec<NodeId>,
}

impl FolderRewound {
    /// Its sentence.
    #[must_use]
    pub fn told(&self) -> String {
        let what = self
            .name
            .as_ref()
            .map_or_else(|| "All of the space".to_owned(), |name| format!("The folder {}", name.shown()));
        let counts = [
            (self.placed.len(), "put back"),
            (self.again.len(), "with earlier content"),
            (self.trashed.len(), "put in the trash"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, way)| format!("{count} {way}"));
        format!("{what} was rewound to an earlier moment: {}", counts.collect::<Vec<_>>().join(", "))
    }
}

/// Where something lies from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// Which file or folder.
    pub node: NodeId,
    /// In which folder.
    pub parent: NodeId,
    /// Its name, where it has another one.
    pub name: Option<Personal>,
}

impl PersonalFields for Placed {
    fn each(&mut self, visit: &mut dyn FnMut(&mut Personal)) {
        self.name.each(visit);
    }
}

/// A version with the bytes of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// Of which file.
    pub node: NodeId,
    /// Its number.
    pub version: u32,
    /// Whose bytes it has.
    pub of: u32,
}

/// A file or folder has other tags.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeTagged {
    /// In which space.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// All that it has from now on.
    pub tags: Vec<Personal>,
}

/// A file or folder lies in the trash, with all that is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeTrashed {
    /// In which space.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
}

/// It was taken out of the trash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeRestored {
    /// In which space.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// The name it has from now on.
    pub name: Personal,
    /// The folder it lies in.
    pub parent: NodeId,
}

/// It is gone for good, with all that is in it and every version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodePurged {
    /// In which space.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
}
