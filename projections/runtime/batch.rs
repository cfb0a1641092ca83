//! A stretch of the log, decoded, with what in it nobody here understands.

use std::sync::Arc;

use domain::{DecodeError, Event, EventTable, Fact, RawFact, Seals};
use eventlog::Recorded;
use uuid::Uuid;

use super::Context;

/// How many events are read at once.
pub(crate) const BATCH: usize = 2048;

/// An event whose name or bytes nobody here understands.
#[derive(Clone, Debug)]
pub(crate) struct Unread {
    pub position: u64,
    pub id: Uuid,
    pub kind: Arc<str>,
    pub error: DecodeError,
}

/// A stretch of the log, decoded.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub after: u64,
    pub until: u64,
    pub facts: Vec<Fact<Event>>,
    pub unread: Vec<Unread>,
}

impl Batch {
    pub fn decode(after: u64, events: &[Recorded], until: u64, seals: &dyn Seals) -> Self {
        let mut batch = Self { after, until, facts: Vec::with_capacity(events.len()), unread: Vec::new() };
        for event in events {
            match Fact::read(raw(event), seals) {
                Ok(fact) => batch.facts.push(fact),
                Err(error) => batch.unread.push(Unread {
                    position: event.position,
                    id: event.id,
                    kind: Arc::clone(&event.kind),
                    error,
                }),
            }
        }
        batch
    }

    /// The facts after one position, up to and including another.
    pub fn between(&self, after: u64, until: u64) -> &[Fact<Event>] {
        let from = self.facts.partition_point(|fact| fact.position <= after);
        let to = self.facts.partition_point(|fact| fact.position <= until);
        self.facts.get(from..to).unwrap_or_default()
    }

    /// The id of the event at a position.
    pub fn id_at(&self, position: u64) -> Option<Uuid> {
        let fact = self.facts.binary_search_by_key(&position, |fact| fact.position);
        let fact = fact.ok().and_then(|index| self.facts.get(index)).map(|fact| fact.id.0);
        fact.or_else(|| self.unread.iter().find(|unread| unread.position == position).map(|unread| unread.id))
    }

    /// Whether any of it is for a context.
    pub fn concerns(&self, context: &Context) -> bool {
        self.facts.iter().any(|fact| context.follows(fact.event.context()))
            || self.unread.iter().any(|unread| context.follows(&unread.kind))
    }

    pub fn holds(&self, position: u64) -> bool {
        self.after <= position && position < self.until
    }
}

fn raw(event: &Recorded) -> RawFact<'_> {
    RawFact {
        position: event.position,
        id: event.id,
        at_us: event.at_us,
        kind: &event.kind,
        stamp: &event.stamp,
        payload: &event.payload,
    }
}
