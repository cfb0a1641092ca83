//! A delivery: what one caller fetched of a version of a file, in however many answers.
//!
//! It is told once, when it is over. What is under way is absent: that is no event yet.

pub mod events;
#[cfg(test)]
mod scenarios;
mod spans;

use std::convert::Infallible;

use events::*;
pub use spans::{Span, Spans};

use super::{Event, LinkId, NodeId, SpaceId};
use crate::kernel::{Decider, Personal, Stamp};

/// What was fetched, and how far it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// In which space the file lies.
    pub space: SpaceId,
    /// Which file.
    pub node: NodeId,
    /// What it was called.
    pub name: String,
    /// Which version.
    pub version: u32,
    /// How many bytes it has.
    pub size_bytes: u64,
    /// Which of them were handed over.
    pub spans: Spans,
    /// Through which link.
    pub link: Option<LinkId>,
}

impl Delivered {
    /// What there is to tell: whoever got nothing of what there was fetched nothing.
    #[must_use]
    pub fn told(self) -> Option<FileDelivered> {
        let Self { space, node, name, version, size_bytes, spans, link } = self;
        let whole = spans.are_all_of(size_bytes);
        let (name, sent_bytes) = (Personal::of(space, name), spans.bytes().min(size_bytes));
        let spans = if whole { vec![] } else { spans.parts() };
        let told = FileDelivered { space, node, name, version, size_bytes, sent_bytes, whole, spans, link };
        Some(told).filter(|_| whole || sent_bytes > 0)
    }
}

/// Several files in one archive, and how far it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveredArchive {
    /// In which space they lie.
    pub space: SpaceId,
    /// What the archive is called.
    pub name: String,
    /// What was fetched, each with its length. Where it is not the whole, of the last only a part.
    pub files: Vec<(FileInArchive, u64)>,
    /// How many bytes the files have that were asked for.
    pub size_bytes: u64,
    /// How many of them were handed over.
    pub sent_bytes: u64,
    /// Whether it came to its end.
    pub whole: bool,
    /// Through which link.
    pub link: Option<LinkId>,
}

/// What is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A version of a file was fetched.
    File(Delivered),
    /// An archive was.
    Archive(DeliveredArchive),
}

/// An archive of more files is told in several parts, each with its own files and their bytes.
pub const MOST_TOLD_AT_ONCE: usize = 1024;

/// A delivery that is over, once it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    told: bool,
}

impl Decider for Delivery {
    const KIND: &'static str = "documents.delivery";
    type Command = Command;
    type Event = Event;
    type Refusal = Infallible;

    /// It is told once.
    fn decide(&self, command: Command, _stamp: &Stamp) -> Result<Vec<Event>, Infallible> {
        Ok(match command {
            _ if self.told => vec![],
            Command::File(delivered) => delivered.told().into_iter().map(Event::from).collect(),
            Command::Archive(delivered) => delivered.told().into_iter().map(Event::from).collect(),
        })
    }

    fn evolve(&mut self, event: &Event) {
        if matches!(event, Event::FileDelivered(_) | Event::ArchiveDelivered(_)) {
            self.told = true;
        }
    }
}

impl DeliveredArchive {
    /// What there is to tell, in parts. What was not come to belongs to the last of them.
    #[must_use]
    pub fn told(&self) -> Vec<ArchiveDelivered> {
        let Self { space, ref name, ref files, mut size_bytes, mut sent_bytes, whole, link } = *self;
        let parts = files.chunks(MOST_TOLD_AT_ONCE);
        let last = parts.len().saturating_sub(1);
        let told = parts.enumerate().map(|(number, part)| {
            let held: u64 = part.iter().map(|(_, size_bytes)| size_bytes).sum();
            let goes_on = number < last;
            let (size, sent) = if goes_on { (held, held) } else { (size_bytes, sent_bytes) };
            (size_bytes, sent_bytes) = (size_bytes.saturating_sub(size), sent_bytes.saturating_sub(sent));
            let (name, files) = (Personal::of(space, name.as_str()), part.iter().map(|(file, _)| *file).collect());
            let whole = whole || goes_on;
            ArchiveDelivered { space, name, files, size_bytes: size, sent_bytes: sent, whole, link, goes_on }
        });
        told.collect()
    }
}
