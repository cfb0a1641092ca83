//! What can happen of a delivery. Field order is for ever: postcard is positional.
//!
//! Who fetched it, and from where, stands in the stamp.

use serde::{Deserialize, Serialize};

use super::Span;
use crate::{
    documents::{LinkId, NodeId, SpaceId},
    kernel::Personal,
};

/// A version of a file was fetched, all of it or as far as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileDelivered {
    /// In which space it lies.
    pub space: SpaceId,
    /// Which file.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
    /// Which version; the first is 1.
    pub version: u32,
    /// How many bytes it has.
    pub size_bytes: u64,
    /// How many of them were handed over, none counted twice.
    pub sent_bytes: u64,
    /// Whether that is all of them.
    pub whole: bool,
    /// Which of them, where it is not all.
    pub spans: Vec<Span>,
    /// Through which link, where it was through one.
    pub link: Option<LinkId>,
}

/// A version of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileInArchive {
    /// Which file.
    pub node: NodeId,
    /// Which version of it.
    pub version: u32,
}

/// Several files were fetched in one archive, all of them or as far as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArchiveDelivered {
    /// In which space they lie.
    pub space: SpaceId,
    /// What the archive is called.
    pub name: Personal,
    /// What was fetched, in this order. Where it is not the whole, of the last only a part.
    pub files: Vec<FileInArchive>,
    /// How many bytes the files have that were asked for.
    pub size_bytes: u64,
    /// How many of them were handed over.
    pub sent_bytes: u64,
    /// Whether that is all of them.
    pub whole: bool,
    /// Through which link, where it was through one.
    pub link: Option<LinkId>,
    /// Whether another event tells of more files of it.
    pub goes_on: bool,
}

/// Outgrown: it did not say whether it is the last that tells of an archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArchiveDeliveredV1 {
    /// In which space they lie.
    pub space: SpaceId,
    /// What the archive is called.
    pub name: Personal,
    /// What was fetched.
    pub files: Vec<FileInArchive>,
    /// How many bytes the files have that were asked for.
    pub size_bytes: u64,
    /// How many of them were handed over.
    pub sent_bytes: u64,
    /// Whether that is all of them.
    pub whole: bool,
    /// Through which link; none was made so.
    pub link: Option<LinkId>,
}

impl From<ArchiveDeliveredV1> for ArchiveDelivered {
    fn from(it: ArchiveDeliveredV1) -> Self {
        let ArchiveDeliveredV1 { space, name, files, size_bytes, sent_bytes, whole, link } = it;
        Self { space, name, files, size_bytes, sent_bytes, whole, link, goes_on: false }
    }
}

impl ArchiveDelivered {
    /// Whether all that somebody asked for was handed over by it, so that it is a use of its link. Whoever leaves only the list
    /// at its end has all files.
    #[must_use]
    pub const fn is_use(&self) -> bool {
        !self.goes_on && (self.whole || (self.size_bytes > 0 && self.sent_bytes >= self.size_bytes))
    }

    pub(in crate::documents) fn sentence(&self) -> String {
        let (name, sent, size) = (self.name.shown(), self.sent_bytes, self.size_bytes);
        let files = match self.files.len() {
            1 => "one file".to_owned(),
            count => format!("{count} files"),
        };
        let way = if self.link.is_some() { " through a link" } else { "" };
        if self.whole {
            format!("The archive {name} with {files} was fetched{way}")
        } else {
            format!("The archive {name} with {files} was fetched{way} in part: {sent} of {size} bytes")
        }
    }
}

impl FileDelivered {
    pub(in crate::documents) fn sentence(&self) -> String {
        let (name, sent, size) = (self.name.shown(), self.sent_bytes, self.size_bytes);
        let way = if self.link.is_some() { " through a link" } else { "" };
        if self.whole {
            format!("The file {name} was fetched{way}")
        } else {
            format!("The file {name} was fetched{way} in part: {sent} of {size} bytes")
        }
    }
}
