//! What can be asked of a space.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{FolderRules, Keeping, Mark, NodeId, Original, Overdue, Seen, Space, SpaceId, events::FileStored, sealed};
use crate::documents::{Blob, NodeName, Tag};

/// What is asked, and of which space: its own state does not hold the id.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Which space.
    pub space: SpaceId,
    /// What of it.
    pub command: Command,
    /// What is known of the bytes that it is about.
    pub seen: Seen,
}

impl Ask {
    /// Something that is about no bytes, or about none that have to be looked at.
    #[must_use]
    pub fn of(space: SpaceId, command: Command) -> Self {
        Self { space, command, seen: Seen::default() }
    }
}

/// A file that is to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFile {
    /// The id that it gets, where it becomes a file of its own.
    pub node: NodeId,
    /// In which folder.
    pub parent: NodeId,
    /// Its name.
    pub name: NodeName,
    /// Its bytes, which are on the disk.
    pub blob: Blob,
    /// What they are (RFC 6838).
    pub media_type: String,
}

impl NewFile {
    pub(super) fn stored(self, space: SpaceId, name: &NodeName) -> FileStored {
        let Self { node, parent, blob: Blob { hash: blob, size_bytes }, media_type, .. } = self;
        FileStored { space, node, parent, name: sealed(space, name), blob, size_bytes, media_type }
    }
}

/// What can be asked of a space.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Make a folder.
    MakeFolder {
        /// The id it gets.
        node: NodeId,
        /// In which folder.
        parent: NodeId,
        /// Its name.
        name: NodeName,
    },
    /// Store bytes under a name: a new file, or another version of the one that has the name.
    StoreFile(NewFile),
    /// Store bytes as a new file, under another name where its own is taken.
    AddFile(NewFile),
    /// Call it otherwise, or let it lie elsewhere.
    Change {
        /// Which one.
        node: NodeId,
        /// The name it shall have.
        name: Option<NodeName>,
        /// The folder it shall lie in.
        parent: Option<NodeId>,
    },
    /// Let a copy of a file, or of a folder and all that is in it, lie here. Its bytes are on the disk.
    Copy {
        /// The id that it gets; those of what is in it follow.
        node: NodeId,
        /// In which folder.
        parent: NodeId,
        /// The name it shall have; its own, with a number where that is taken, if none is said.
        name: Option<NodeName>,
        /// What is copied, as it was found.
        original: Original,
    },
    /// Let it take the place of another, which is put in the trash; a file becomes the next version of a file.
    MoveOver {
        /// Which one.
        node: NodeId,
        /// Whose place it takes.
        other: NodeId,
    },
    /// Let a copy take the place of another, likewise. Its bytes are on the disk.
    CopyOver {
        /// The id that it gets; those of what is in it follow.
        node: NodeId,
        /// Whose place it takes.
        other: NodeId,
        /// What is copied, as it was found.
        original: Original,
    },
    /// Make an earlier version the newest.
    RestoreVersion {
        /// Of which file.
        node: NodeId,
        /// Which version, counted from 1.
        version: u32,
    },
    /// Let a folder be as it was.
    Rewind {
        /// Which folder; the root for everything.
        folder: NodeId,
        /// The whole space at that moment.
        past: Arc<Space>,
        /// The moment.
        to: DateTime<Utc>,
    },
    /// Name a version, or pin it.
    Mark {
        /// Of which file.
        node: NodeId,
        /// Which version, counted from 1.
        version: u32,
        /// What it is to be.
        mark: Mark,
    },
    /// Have other rules of what is kept.
    Keep {
        /// The rules.
        keeping: Keeping,
        /// Whether whoever sets them looks after the house.
        as_admin: bool,
    },
    /// Have other rules of what a folder takes.
    Rule {
        /// Which folder; the root for all that has no rules of its own.
        folder: NodeId,
        /// The rules; none for those of the folder above.
        rules: Option<FolderRules>,
        /// Whether whoever sets them looks after the house.
        as_admin: bool,
    },
    /// Have another quota.
    Limit {
        /// Of which folder; the root for the whole space.
        folder: NodeId,
        /// How much it holds at most; as much as there is room for, if none is said.
        most_bytes: Option<u64>,
        /// Whether whoever sets it looks after the house.
        as_admin: bool,
    },
    /// Take away what the rules do not keep.
    Tidy(Overdue),
    /// Put tags on it, and take others off.
    Tag {
        /// Which one.
        node: NodeId,
        /// Those it shall have, too.
        add: Vec<Tag>,
        /// Those it shall have no more.
        remove: Vec<Tag>,
    },
    /// Let a file, or a version of it, end at a time, or never.
    Expire {
        /// Which file.
        node: NodeId,
        /// Which version; the file itself where none is named.
        version: Option<u32>,
        /// When.
        until: Option<DateTime<Utc>>,
    },
    /// Tell of files that end soon.
    TellOfEnds,
    /// Put it in the trash, with all that is in it.
    Trash {
        /// Which one.
        node: NodeId,
    },
    /// Take it out of the trash.
    Restore {
        /// Which one.
        node: NodeId,
    },
    /// Delete it for good, with all that is in it.
    Purge {
        /// Which one.
        node: NodeId,
    },
}
