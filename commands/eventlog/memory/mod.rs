//! A log in memory, for tests: the same promises, apart from outliving the process.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    EventLog, Feed, LogError, Proposed, Receipt, Recorded, Reply, Slice, StreamName, Tally, limits, tally::Meter,
};

#[derive(Default)]
struct Shelf {
    events: Vec<Recorded>,
    streams: HashMap<StreamName, Vec<usize>>,
    ids: HashMap<Uuid, usize>,
    closed: bool,
}

/// A log that lives as long as its process.
pub struct MemoryLog {
    log_id: Uuid,
    shelf: Mutex<Shelf>,
    bell: watch::Sender<u64>,
    meter: Meter,
}

impl Default for MemoryLog {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryLog {
    /// An empty log.
    #[must_use]
    pub fn new() -> Self {
        let (bell, _) = watch::channel(0);
        Self { log_id: Uuid::now_v7(), shelf: Mutex::default(), bell, meter: Meter::default() }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Shelf) -> Result<T, LogError>) -> Result<T, LogError> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.closed { Err(LogError::Closed) } else { work(&mut shelf) }
    }

    fn write(&self, stream: &StreamName, expected: u64, events: Vec<Proposed>) -> Result<Receipt, LogError> {
        limits::weigh(stream, &events)?;
        self.with(|shelf| {
            let began = Instant::now();
            let count = events.len() as u64;
            if let Some(receipt) = shelf.again(stream, &events)? {
                return Ok(receipt);
            }
            let receipt = shelf.append(stream, expected, events)?;
            self.meter.commits(1, count, began.elapsed());
            self.meter.answers(began.elapsed());
            self.bell.send_replace(receipt.last);
            Ok(receipt)
        })
    }
}

impl Shelf {
    /// The first receipt, when these very events stand in the stream already.
    fn again(&self, stream: &StreamName, events: &[Proposed]) -> Result<Option<Receipt>, LogError> {
        let taken = events.iter().find_map(|event| self.ids.get(&event.id).map(|&index| (event.id, index)));
        let Some((id, index)) = taken else {
            return Ok(None);
        };
        let stored = self.events.get(index..index + events.len()).unwrap_or_default();
        let same = stored.iter().zip(events).filter(|(old, new)| old.id == new.id && old.stream == *stream).count();
        match (stored.first(), stored.last()) {
            (Some(first), Some(last)) if same == events.len() => {
                Ok(Some(Receipt { first: first.position, last: last.position, length: last.version }))
            }
            _ => Err(LogError::IdTaken { id, position: index as u64 + 1 }),
        }
    }

    fn append(&mut self, stream: &StreamName, expected: u64, events: Vec<Proposed>) -> Result<Receipt, LogError> {
        let versions = self.streams.entry(stream.clone()).or_default();
        let actual = versions.len() as u64;
        if actual != expected {
            return Err(LogError::Conflict { expected, actual });
        }
        let first = self.events.len() as u64 + 1;
        for Proposed { id, kind, at_us, stamp, payload } in events {
            let (position, version) = (self.events.len() as u64 + 1, versions.len() as u64 + 1);
            versions.push(self.events.len());
            self.ids.insert(id, self.events.len());
            self.events.push(Recorded { position, stream: stream.clone(), version, id, kind, at_us, stamp, payload });
        }
        Ok(Receipt { first, last: self.events.len() as u64, length: versions.len() as u64 })
    }

    fn after(&self, position: u64) -> &[Recorded] {
        usize::try_from(position).ok().and_then(|from| self.events.get(from..)).unwrap_or_default()
    }
}

impl Feed for MemoryLog {
    fn log_id(&self) -> Uuid {
        self.log_id
    }

    fn bell(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }

    fn read(&self, after: u64, limit: usize) -> Reply<'_, Slice> {
        Box::pin(async move {
            self.with(|shelf| {
                let events: Vec<_> = shelf.after(after).iter().take(limit).cloned().collect();
                let until = events.last().map_or(after, |event| event.position);
                Ok(Slice { events, until })
            })
        })
    }

    fn read_kinds(&self, kinds: Vec<String>, after: u64, limit: usize) -> Reply<'_, Slice> {
        Box::pin(async move {
            self.with(|shelf| {
                let wanted = |event: &&Recorded| kinds.iter().any(|kind| *kind == *event.kind);
                let events: Vec<_> = shelf.after(after).iter().filter(wanted).take(limit).cloned().collect();
                let until = match events.last() {
                    Some(last) if events.len() == limit => last.position,
                    _ if limit == 0 => after,
                    _ => after.max(shelf.events.len() as u64),
                };
                Ok(Slice { events, until })
            })
        })
    }
}

impl EventLog for MemoryLog {
    fn append(&self, stream: StreamName, expected: u64, events: Vec<Proposed>) -> Reply<'_, Receipt> {
        Box::pin(async move {
            let answer = self.write(&stream, expected, events);
            if answer.is_err() {
                self.meter.refuses();
            }
            answer
        })
    }

    fn load(&self, stream: StreamName, after: u64, limit: usize) -> Reply<'_, Vec<Recorded>> {
        Box::pin(async move {
            self.with(|shelf| {
                let versions = shelf.streams.get(&stream).map(Vec::as_slice).unwrap_or_default();
                let from = usize::try_from(after).unwrap_or(usize::MAX).min(versions.len());
                Ok(versions[from..].iter().take(limit).map(|&index| shelf.events[index].clone()).collect())
            })
        })
    }

    fn find(&self, id: Uuid) -> Reply<'_, Option<Recorded>> {
        Box::pin(async move { self.with(|shelf| Ok(shelf.ids.get(&id).map(|&index| shelf.events[index].clone()))) })
    }

    fn at(&self, position: u64) -> Reply<'_, Option<Recorded>> {
        Box::pin(async move {
            self.with(|shelf| Ok(position.checked_sub(1).and_then(|before| shelf.after(before).first().cloned())))
        })
    }

    fn close(&self) -> Reply<'_, ()> {
        Box::pin(async move {
            self.shelf.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
            Ok(())
        })
    }

    fn tally(&self) -> Tally {
        self.meter.tally()
    }

    fn feed(&self) -> &dyn Feed {
        self
    }
}
