//! What can be asked of a space, and how it says no.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{FolderRules, Keeping, Mark, NodeId, Original, Overdue, Seen, Space, SpaceId, rules};
use crate::documents::{BadName, BadTag, Blob, NodeName, Tag, format::Kind, sized};

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
    StoreFile {
        /// The id that a new file gets.
        node: NodeId,
        /// In which folder.
        parent: NodeId,
        /// Its name.
        name: NodeName,
        /// Its bytes, which are on the disk.
        blob: Blob,
        /// What they are (RFC 6838).
        media_type: String,
    },
    /// Store bytes as a new file, under another name where its own is taken.
    AddFile {
        /// The id that it gets.
        node: NodeId,
        /// In which folder.
        parent: NodeId,
        /// Its name, if that is free.
        name: NodeName,
        /// Its bytes, which are on the disk.
        blob: Blob,
        /// What they are (RFC 6838).
        media_type: String,
    },
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
    /// Let a file end at a time, or never.
    Expire {
        /// Which one.
        node: NodeId,
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

/// Why a space does not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not there, or lies in the trash.
    #[error("there is no such file or folder here")]
    NoSuchNode,
    /// Where it should lie is no folder, or none that is there.
    #[error("there is no such folder")]
    NoSuchFolder,
    /// Only files have versions.
    #[error("this is a folder; only files have versions")]
    NoFile,
    /// The file has no such version.
    #[error("the file has no such version")]
    NoSuchVersion,
    /// Something else in the folder has the name.
    #[error("something of this name is in the folder already")]
    NameTaken,
    /// A folder cannot lie in itself.
    #[error("a folder cannot lie in itself")]
    IntoItself,
    /// It is still in use.
    #[error("only what lies in the trash is deleted for good")]
    NotInTrash,
    /// A folder that it lies in was put in the trash.
    #[error("it was put in the trash with the folder it lies in; restore that one")]
    NotItself,
    /// There is more in it than one copy holds.
    #[error("at most 10,000 files and folders are copied at once; copy what is in it part by part")]
    TooMany,
    /// A file that ends in the past is a slip of the hand; the trash takes what shall end now.
    #[error("until: this time is past; put the file in the trash instead")]
    PastExpiry,
    /// A rewind changes more than the log takes at once.
    #[error("this would change more than can be done at once; do it for its folders one by one")]
    TooMuchToRewind,
    /// What was not there cannot be as it was.
    #[error("the folder was not there at that moment")]
    NotThereThen,
    /// A version is not called so.
    #[error("a version's name has 1 to 100 letters, and neither begins nor ends with a space")]
    BadLabel,
    /// What all share is kept as admins say.
    #[error("only admins set the rules of the shared space")]
    NotAdmin,
    /// Nobody can keep to these rules.
    #[error("the trash is emptied after 1 to 36,500 days; at most 8 steps, each of a greater age than the one before")]
    BadKeeping,
    /// No folder can have these rules.
    #[error("{}", rules::FIT)]
    BadRules,
    /// The folder takes no names that end so.
    #[error("this folder takes only names that end in {}", rules::endings(.allowed))]
    ExtensionNotAllowed {
        /// Those that it takes.
        allowed: Vec<String>,
    },
    /// The folder takes nothing of that kind.
    #[error("this folder takes only {}, and this is {is}", rules::kinds(.allowed))]
    KindNotAllowed {
        /// What it takes.
        allowed: Vec<Kind>,
        /// What it is, or is called.
        is: &'static str,
    },
    /// It is something else than it is said to be.
    #[error("it is said to be {claimed}, but its content is {content}")]
    NotAsNamed {
        /// What its name or its media type says.
        claimed: &'static str,
        /// What its bytes show.
        content: &'static str,
    },
    /// It is larger than the folder takes.
    #[error("a file in this folder has at most {}", sized(*.most_bytes))]
    FileTooLarge {
        /// So much it takes.
        most_bytes: u64,
    },
    /// There are files enough.
    #[error("this folder holds at most {most_files} {}", if *.most_files == 1 { "file" } else { "files" })]
    FolderFull {
        /// So many.
        most_files: u32,
    },
    /// There is no room for it.
    #[error("there is no room for this: of {} that may lie here, {} are left", sized(*.most_bytes), sized(*.left_bytes))]
    OverQuota {
        /// So much may lie there.
        most_bytes: u64,
        /// So much of that is left.
        left_bytes: u64,
    },
    /// No folder has such a quota.
    #[error("a quota is at most 1 PiB")]
    BadQuota,
    /// How much people get is the house's to say.
    #[error("only admins say how much a space holds, or a folder that all share")]
    NotAdminsQuota,
    /// Folders lie in folders, but not for ever.
    #[error("folders lie at most 64 deep in each other")]
    TooDeep,
    /// There are tags enough.
    #[error("a file or folder has at most 32 tags")]
    TooManyTags,
    /// The tag does not fit.
    #[error("{0}")]
    Tag(BadTag),
    /// The name does not fit.
    #[error("{0}")]
    Name(BadName),
}
