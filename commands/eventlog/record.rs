//! What goes into the log and what comes out of it.

use std::sync::Arc;

use bytes::Bytes;
use uuid::Uuid;

use crate::StreamName;

/// An event on its way into the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// Its id; an id that the log has met is not written again.
    pub id: Uuid,
    /// Its permanent stored name.
    pub kind: Arc<str>,
    /// When it happened: microseconds since 1970, UTC. Time is data, it orders nothing.
    pub at_us: i64,
    /// Its circumstances.
    pub stamp: Bytes,
    /// What it says.
    pub payload: Bytes,
}

/// An event that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its place among all events: dense, from 1.
    pub position: u64,
    /// The stream it belongs to.
    pub stream: StreamName,
    /// Its place in that stream: dense, from 1.
    pub version: u64,
    /// Its id.
    pub id: Uuid,
    /// Its permanent stored name.
    pub kind: Arc<str>,
    /// When it happened: microseconds since 1970, UTC.
    pub at_us: i64,
    /// Its circumstances, byte for byte.
    pub stamp: Bytes,
    /// What it says, byte for byte.
    pub payload: Bytes,
}

/// The answer to an append: where the events stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Position of the first event.
    pub first: u64,
    /// Position of the last event.
    pub last: u64,
    /// Length of the stream after them.
    pub length: u64,
}

/// A stretch of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// The events, in the order of the log.
    pub events: Vec<Recorded>,
    /// How far was looked: go on from here, even where nothing was found.
    pub until: u64,
}
