//! An upload: a file on its way into a folder, from the first word of it to the file it becomes, or to nothing.
//!
//! How much of it has arrived is absent: that is what lies on the disk, and nothing else knows better.

pub mod events;
#[cfg(test)]
mod scenarios;
mod why;

use events::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
pub use why::Why;

use crate::{
    documents::{Event, NodeId, NodeName, SpaceId},
    kernel::{AccountId, Decider, Personal, Stamp},
};

/// The longest file that is taken in pieces; further than any disk of a household goes.
pub const MOST_BYTES: u64 = 1 << 40;
/// The most that may be said of one.
pub const MOST_METADATA_BYTES: usize = 4096;

/// Which upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UploadId(pub Uuid);

impl std::fmt::Display for UploadId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

/// What is sent, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Into which space.
    pub space: SpaceId,
    /// Who sends it.
    pub owner: AccountId,
    /// The folder it goes into.
    pub folder: NodeId,
    /// What the file shall be called; `None` once erased.
    pub name: Option<NodeName>,
    /// How long it will be.
    pub size_bytes: u64,
    /// What it is.
    pub media_type: String,
    /// All that whoever sends it said of it; `None` once erased.
    pub metadata: Option<String>,
}

/// What became of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is a file.
    Completed {
        /// The file.
        node: NodeId,
        /// The version of it that was newest then.
        version: u32,
    },
    /// It came to nothing.
    Aborted(Why),
}

/// A file on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upload {
    parcel: Option<Parcel>,
    end: Option<End>,
}

/// What is asked, and of which upload: its own state does not hold the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which upload.
    pub upload: UploadId,
    /// What of it.
    pub command: Command,
}

/// What can be asked of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin it.
    Start(Parcel),
    /// All of it is a file now.
    Complete {
        /// Which file.
        node: NodeId,
        /// Its newest version.
        version: u32,
    },
    /// End it before that.
    Abort {
        /// Why.
        why: Why,
        /// How much of it had arrived.
        received_bytes: u64,
    },
}

/// Why an upload does not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It never began, or is somebody else's.
    #[error("there is no such upload")]
    NoSuchUpload,
    /// It has ended before.
    #[error("the upload was ended: {}", .0.told())]
    Gone(Why),
    /// It is a file by now.
    #[error("the upload is a file already")]
    Completed,
    /// It is longer than any file may be.
    #[error("a file has at most {MOST_BYTES} bytes")]
    TooLarge,
    /// Too much is said of it.
    #[error("what is said of a file has at most {MOST_METADATA_BYTES} bytes")]
    Talkative,
}

impl Upload {
    /// What is sent; `None` where it never began.
    #[must_use]
    pub const fn parcel(&self) -> Option<&Parcel> {
        self.parcel.as_ref()
    }

    /// What became of it; `None` while it is on its way.
    #[must_use]
    pub const fn end(&self) -> Option<End> {
        self.end
    }

    fn on_its_way(&self) -> Result<&Parcel, Refusal> {
        match (&self.parcel, self.end) {
            (None, _) => Err(Refusal::NoSuchUpload),
            (Some(parcel), None) => Ok(parcel),
            (_, Some(End::Completed { .. })) => Err(Refusal::Completed),
            (_, Some(End::Aborted(why))) => Err(Refusal::Gone(why)),
        }
    }
}

impl Decider for Upload {
    const KIND: &'static str = "documents.upload";
    type Command = Ask;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, Ask { upload, command }: Ask, _stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Start(parcel) => self.start(upload, parcel),
            Command::Complete { node, version } => match self.end {
                Some(End::Completed { node: known, .. }) if known == node => Ok(vec![]),
                _ => {
                    let parcel = self.on_its_way()?;
                    let (space, name) = (parcel.space, parcel.told());
                    Ok(vec![UploadCompleted { space, upload, name, node, version }.into()])
                }
            },
            Command::Abort { why, received_bytes } => {
                let parcel = self.on_its_way()?;
                let (space, name, why) = (parcel.space, parcel.told(), why.word().to_owned());
                Ok(vec![UploadAborted { space, upload, name, why, received_bytes }.into()])
            }
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::UploadStarted(it) => {
                self.parcel = Some(Parcel {
                    space: it.space,
                    owner: it.owner,
                    folder: it.folder,
                    name: it.name.text().map(NodeName::known),
                    size_bytes: it.size_bytes,
                    media_type: it.media_type.clone(),
                    metadata: it.metadata.text().map(str::to_owned),
                });
            }
            Event::UploadCompleted(it) => self.end = Some(End::Completed { node: it.node, version: it.version }),
            Event::UploadAborted(it) => {
                self.end = Some(End::Aborted(Why::of_word(&it.why).unwrap_or(Why::Cancelled)));
            }
            _ => {}
        }
    }
}

impl Upload {
    fn start(&self, upload: UploadId, parcel: Parcel) -> Result<Vec<Event>, Refusal> {
        if self.parcel.is_some() {
            return Ok(vec![]);
        }
        parcel.check()?;
        let (name, metadata) = (parcel.told(), Personal::of(parcel.space, parcel.metadata.clone().unwrap_or_default()));
        let Parcel { space, owner, folder, size_bytes, media_type, .. } = parcel;
        Ok(vec![UploadStarted { space, upload, owner, folder, name, size_bytes, media_type, metadata }.into()])
    }
}

impl Parcel {
    /// Whether it may be sent at all.
    ///
    /// # Errors
    /// When it is too long, or too much is said of it.
    pub fn check(&self) -> Result<(), Refusal> {
        match &self.metadata {
            _ if self.size_bytes > MOST_BYTES => Err(Refusal::TooLarge),
            Some(said) if said.len() > MOST_METADATA_BYTES => Err(Refusal::Talkative),
            _ => Ok(()),
        }
    }

    fn told(&self) -> Personal {
        Personal::of(self.space, self.name.as_ref().map_or("unnamed", NodeName::text))
    }
}
