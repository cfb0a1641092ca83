//! A bound page: 256 consecutive events in one compact, immutable piece of bytes.
//!
//! The first byte is the format's version; a changed format is a new version, never a changed
//! meaning. Integers are LEB128, signed ones zigzag first:
//!
//! ```text
//! version 1
//! stream kinds   count, then each: length, bytes
//! streams        count, then each: kind, 0 + 16 bytes or 1 + length + bytes, first version in here
//! ids            256 times 16 bytes
//! entries        256 times: stream (byte), kind (byte), time since the one before in µs, length of
//!                the stamp, length of the payload times two, plus one if it lies in its own row
//! contents       256 times: stamp, payload (or the 32 bytes of its hash)
//! ```
//!
//! Versions are not written: within a page the events of a stream follow each other. The names of
//! the kinds stand beside the body, in the order in which the entries count them.

mod cursor;
mod decode;
mod encode;
mod names;

pub(super) use decode::Page;
pub(super) use encode::{Packed, pack};
pub(super) use names::Names;

use bytes::Bytes;
use uuid::Uuid;

use crate::{Recorded, StreamName};

/// How many events a page holds.
pub(super) const EVENTS: u64 = 256;
/// A payload longer than this lies in a row of its own, so that a page stays a page.
pub(super) const LARGE: usize = 4096;

const VERSION: u8 = 1;
const KEY_ID: u8 = 0;
const KEY_TEXT: u8 = 1;

/// An event as it is stored.
pub(super) struct Row {
    /// The event; its payload is the payload's hash where that lies apart.
    pub event: Recorded,
    /// The length of a payload that lies apart.
    pub large: Option<u64>,
}

/// The page of a position.
pub(super) const fn number_of(position: u64) -> u64 {
    position.saturating_sub(1) / EVENTS
}

/// The eight bytes of an id by which the index finds its page. In ids that were made in the order
/// of time the first six are the time and the last two tell neighbours apart, so that the index
/// grows at its end; two ids may well share a tag.
pub(super) const fn tag(id: Uuid) -> i64 {
    let b = id.as_bytes();
    i64::from_be_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[14], b[15]])
}

/// The hash of a page: number, kinds and body, so that no page can stand in for another.
pub(super) fn hash(number: u64, kinds: &str, body: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&number.to_le_bytes());
    hasher.update(&(kinds.len() as u64).to_le_bytes());
    hasher.update(kinds.as_bytes());
    hasher.update(body);
    *hasher.finalize().as_bytes()
}

/// The check of the kinds alone.
pub(super) fn seal_kinds(number: u64, kinds: &str) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&number.to_le_bytes());
    hasher.update(kinds.as_bytes());
    first_eight(&hasher)
}

/// The check of an event that is not bound yet: every column of its row.
pub(super) fn seal_row(row: &Row, stream: &str) -> [u8; 8] {
    let Recorded { position, version, id, kind, at_us, stamp, payload, .. } = &row.event;
    let mut head = Vec::with_capacity(160 + stream.len() + kind.len());
    for number in [*position, *version, row.large.map_or(0, |length| length + 1)] {
        head.extend_from_slice(&number.to_le_bytes());
    }
    head.extend_from_slice(&at_us.to_le_bytes());
    head.extend_from_slice(id.as_bytes());
    for text in [stream.as_bytes(), kind.as_bytes()] {
        head.extend_from_slice(&(text.len() as u64).to_le_bytes());
        head.extend_from_slice(text);
    }
    head.extend_from_slice(&(stamp.len() as u64).to_le_bytes());
    let mut hasher = blake3::Hasher::new();
    hasher.update(&head);
    hasher.update(stamp);
    hasher.update(payload);
    first_eight(&hasher)
}

fn first_eight(hasher: &blake3::Hasher) -> [u8; 8] {
    let mut eight = [0; 8];
    eight.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    eight
}

impl Row {
    /// The same with bytes of its own, so that one event does not keep a whole page in memory.
    pub fn detached(mut self) -> Self {
        self.event.stamp = Bytes::copy_from_slice(&self.event.stamp);
        self.event.payload = Bytes::copy_from_slice(&self.event.payload);
        self
    }
}

/// Which streams occur in a page, and their first and last version there.
pub(super) struct Presence {
    pub stream: StreamName,
    pub first: u64,
    pub last: u64,
}
