//! The two ports of the log: reading it, and writing to it.

use std::{future::Future, pin::Pin};

use tokio::sync::watch;
use uuid::Uuid;

use crate::{LogError, Proposed, Receipt, Recorded, Slice, StreamName, Tally};

/// An answer that is on its way.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, LogError>> + Send + 'a>>;

/// The log as readers see it. Whoever has seen position n never later meets one below n.
pub trait Feed: Send + Sync {
    /// The id this log was given at its birth.
    fn log_id(&self) -> Uuid;

    /// Rings after each commit with the newest position. A bell carries no event: a lost ring
    /// costs latency and never truth.
    fn bell(&self) -> watch::Receiver<u64>;

    /// At most `limit` events after a position (fewer is no sign of the end: compare `until`).
    fn read(&self, after: u64, limit: usize) -> Reply<'_, Slice>;

    /// At most `limit` events after a position whose stored names are among `kinds`. One call looks
    /// only so far; `until` says how far.
    fn read_kinds(&self, kinds: Vec<String>, after: u64, limit: usize) -> Reply<'_, Slice>;
}

/// The log as writers see it.
pub trait EventLog: Feed {
    /// Appends to a stream that must be `expected` long: all of the events, or none.
    ///
    /// When the stream holds these very ids already, one after the other, nothing is written and the
    /// first receipt is answered, whatever was expected. When some of the ids stand anywhere else,
    /// it is [`LogError::IdTaken`]. An append without events, or with one id twice, is
    /// [`LogError::Malformed`]; what is too large is told in [`crate::limits`].
    ///
    /// An answer means that the events are on the disk. Dropping the future takes nothing back.
    fn append(&self, stream: StreamName, expected: u64, events: Vec<Proposed>) -> Reply<'_, Receipt>;

    /// The events of a stream after a version, in order: `limit` of them, or all there are.
    fn load(&self, stream: StreamName, after: u64, limit: usize) -> Reply<'_, Vec<Recorded>>;

    /// The event with this id.
    fn find(&self, id: Uuid) -> Reply<'_, Option<Recorded>>;

    /// The event at this position.
    fn at(&self, position: u64) -> Reply<'_, Option<Recorded>>;

    /// Finishes what was accepted, then refuses everything.
    fn close(&self) -> Reply<'_, ()>;

    /// What was written since the start, for the metrics.
    fn tally(&self) -> Tally;

    /// This log as a reader sees it.
    fn feed(&self) -> &dyn Feed;
}
