//! Files and folders that remember everything: where each lies, what it is called, and every version it had.
//!
//! Bytes are deliberately absent: an event names them by their hash, and they are on the disk before it is written.

mod blob;
pub mod delivery;
pub mod format;
pub mod link;
pub mod name;
pub mod space;
pub mod stars;
pub mod tag;
pub mod upload;

pub use blob::{Blob, BlobHash, sized};
pub use delivery::Delivery;
pub use format::Format;
pub use link::{Link, LinkId, LinkPasswordId};
pub use name::{BadName, NodeName};
pub use space::{NodeId, Space, SpaceId};
pub use stars::Stars;
pub use tag::{BadTag, Tag};
pub use upload::{Upload, UploadId};

use delivery::events::*;
use link::events::*;
use space::events::*;
use stars::{NodeStarred, NodeUnstarred};
use upload::events::*;

crate::kernel::events! {
    /// Everything that can happen to documents.
    pub enum Event {
        FolderMade = "documents.folder_made.v1", Notice, of space, personal name,
            |it| format!("The folder {} was made", it.name.shown());
        FileStored = "documents.file_stored.v1", Notice, of space, personal name,
            |it| format!("The file {} was stored", it.name.shown());
        FileReplaced = "documents.file_replaced.v1", Notice, of space, personal name,
            |it| format!("The file {} was replaced by version {}", it.name.shown(), it.version);
        VersionRestored = "documents.version_restored.v1", Notice, of space, personal name,
            |it| format!("Version {} of the file {} was restored as version {}", it.of, it.name.shown(), it.version);
        NodeRenamed = "documents.node_renamed.v1", Notice, of space, personal name previous,
            |it| format!("{} was renamed to {}", it.previous.shown(), it.name.shown());
        NodeMoved = "documents.node_moved.v1", Notice, of space, personal name,
            |it| format!("{} was moved to another folder", it.name.shown());
        NodeCopied = "documents.node_copied.v1", Notice, of space, personal name nodes, |it| it.sentence();
        NodeTrashed = "documents.node_trashed.v1", Notice, of space, personal name,
            |it| format!("{} was put in the trash", it.name.shown());
        NodeRestored = "documents.node_restored.v1", Notice, of space, personal name,
            |it| format!("{} was taken out of the trash", it.name.shown());
        FolderRewound = "documents.folder_rewound.v1", Warning, of space, personal name placed, |it| it.told();
        VersionMarked = "documents.version_marked.v1", Notice, of space, personal name label,
            |it| format!("Version {} of the file {} was {}", it.version, it.name.shown(), it.told());
        VersionsThinned = "documents.versions_thinned.v1", Notice, of space, personal name,
            |it| format!("{} earlier versions of the file {} were taken away by the rule of its space", it.versions.len(), it.name.shown());
        KeepingChanged = "documents.keeping_changed.v1", Notice, of space, |it| it.told();
        FolderRulesChanged = "documents.folder_rules_changed.v2", Notice, of space, personal name, |it| it.sentence();
        QuotaSet = "documents.quota_set.v1", Notice, of space, personal name, |it| it.sentence();
        NodePurged = "documents.node_purged.v1", Warning, of space, personal name,
            |it| format!("{} was deleted for good", it.name.shown());
        ExpirySet = "documents.expiry_set.v2", Notice, of space, personal name, |it| it.sentence();
        ExpiryNear = "documents.expiry_near.v2", Warning, of person, personal name, |it| it.sentence();
        NodeTagged = "documents.node_tagged.v1", Notice, of space, personal name tags, |it| it.sentence();
        NodeStarred = "documents.node_starred.v1", Notice, of person, personal name,
            |it| format!("{} got a star", it.name.shown());
        NodeUnstarred = "documents.node_unstarred.v1", Notice, of person, personal name,
            |it| format!("{} has no star any more", it.name.shown());
        LinkMade = "documents.link_made.v1", Warning, of account, personal name terms,
            |it| format!("{} was shared by a link, {}", it.name.shown(), it.terms.in_words());
        LinkChanged = "documents.link_changed.v1", Notice, of account, personal name terms,
            |it| format!("A link to {} works {} from now on", it.name.shown(), it.terms.in_words());
        LinkRevoked = "documents.link_revoked.v1", Notice, of account, personal name,
            |it| format!("A link to {} was revoked", it.name.shown());
        LinkReceived = "documents.link_received.v1", Notice, of account, personal name,
            |it| format!("{} came in through a link", it.name.shown());
        LinkUsed = "documents.link_used.v1", Notice, of account, personal name,
            |it| format!("All of {} was fetched through a link, in pieces", it.name.shown());
        LinkNewsChosen = "documents.link_news_chosen.v1", Notice, of account, personal name, |it| it.sentence();
        LinkFirstUsed = "documents.link_first_used.v1", Notice, of account, personal name, |it| it.sentence();
        LinkPasswordRefused = "documents.link_password_refused.v1", Warning, of account, personal name,
            |it| format!("Wrong password, {} in a row, at a link to {}", it.failures, it.name.shown());
        ArchiveDelivered = "documents.archive_delivered.v2", Notice, of space, personal name, |it| it.sentence();
        FileDelivered = "documents.file_delivered.v1", Notice, of space, personal name, |it| it.sentence();
        UploadStarted = "documents.upload_started.v1", Notice, of space, personal name metadata,
            |it| format!("The upload of {} was started", it.name.shown());
        UploadCompleted = "documents.upload_completed.v1", Notice, of space, personal name,
            |it| format!("The upload of {} was completed", it.name.shown());
        UploadAborted = "documents.upload_aborted.v1", Notice, of space, personal name,
            |it| it.told();
    }
    upcasts {
        "documents.archive_delivered.v1": ArchiveDeliveredV1 => ArchiveDelivered;
        "documents.folder_rules_changed.v1": FolderRulesChangedV1 => FolderRulesChanged;
        "documents.expiry_set.v1": ExpirySetV1 => ExpirySet;
        "documents.expiry_near.v1": ExpiryNearV1 => ExpiryNear;
    }
}
