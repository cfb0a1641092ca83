//! Looking up single streams and events. Where something is bound, the index says; where it is
//! loose, the tail in memory says; in both cases the event itself must agree.

use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use super::{fault, page::EVENTS, page::number_of, read::Snapshot, tail::Tail};
use crate::{LogError, Recorded, StreamName};

/// What a look-up in a snapshot found out.
pub(super) enum Looked<T> {
    Found(T),
    /// The tail has moved on since the snapshot: a fresh one is needed.
    TooOld,
}

impl Snapshot<'_> {
    /// Asks the tail, which must reach back to what is bound in this snapshot.
    fn ask_tail<T>(&self, tail: &Mutex<Tail>, ask: impl FnOnce(&Tail) -> T) -> Looked<T> {
        let tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
        if tail.floor() > self.bound { Looked::TooOld } else { Looked::Found(ask(&tail)) }
    }

    const fn is_loose(&self, position: u64) -> bool {
        self.bound < position && position <= self.head
    }

    /// The events of a stream after a version.
    pub(super) fn load(
        &self,
        tail: &Mutex<Tail>,
        stream: &StreamName,
        after: u64,
        limit: usize,
    ) -> Result<Looked<Vec<Recorded>>, LogError> {
        let loose = |tail: &Tail| tail.positions_of(stream).filter(|&at| self.is_loose(at)).collect::<Vec<_>>();
        let Looked::Found(loose) = self.ask_tail(tail, loose) else {
            return Ok(Looked::TooOld);
        };
        let after = after.min(i64::MAX.cast_unsigned());
        let mut events = Vec::new();
        self.load_bound(stream, after, limit, &mut events)?;
        for position in loose {
            if events.len() >= limit {
                break;
            }
            let event = self.loose(position)?;
            if event.version > after {
                self.expect(stream, after + events.len() as u64 + 1, &event)?;
                events.push(event);
            }
        }
        Ok(Looked::Found(events))
    }

    fn load_bound(
        &self,
        stream: &StreamName,
        after: u64,
        limit: usize,
        events: &mut Vec<Recorded>,
    ) -> Result<(), LogError> {
        for (last, number) in self.book.pages_of(stream, after, limit)? {
            if number >= self.bound / EVENTS {
                return Err(self.book.flaw(number, "the index tells of a page that is not there"));
            }
            let page = self.book.page(number)?;
            let mut reached = 0;
            for row in page.indexes_of(stream).filter_map(|index| page.row(index)) {
                reached = row.event.version;
                if reached <= after {
                    continue;
                }
                if events.len() >= limit {
                    return Ok(());
                }
                let event = self.book.complete(row.detached())?;
                self.expect(stream, after + events.len() as u64 + 1, &event)?;
                events.push(event);
            }
            if reached != last {
                return Err(self.book.flaw(number, &format!("the index of stream {stream} does not match the page")));
            }
        }
        Ok(())
    }

    fn expect(&self, stream: &StreamName, version: u64, event: &Recorded) -> Result<(), LogError> {
        if event.stream == *stream && event.version == version {
            return Ok(());
        }
        let what = format!("the event is not number {version} of stream {stream}, as the index has it");
        Err(fault::corrupt_at(self.book.path, event.position, event.position, &what))
    }

    /// The event with an id.
    pub(super) fn find(&self, tail: &Mutex<Tail>, id: Uuid) -> Result<Looked<Option<Recorded>>, LogError> {
        let position = match self.ask_tail(tail, |tail| tail.position_of(id)) {
            Looked::Found(position) => position.filter(|&position| self.is_loose(position)),
            Looked::TooOld => return Ok(Looked::TooOld),
        };
        let event = match position {
            Some(position) => Some(self.loose(position)?),
            None => match self.book.bound_id(id)? {
                Some((page, index)) => page.row(index).map(|row| self.book.complete(row.detached())).transpose()?,
                None => None,
            },
        };
        Ok(Looked::Found(event))
    }

    /// The event at a position.
    pub(super) fn at(&self, position: u64) -> Result<Option<Recorded>, LogError> {
        if position == 0 || position > self.head {
            return Ok(None);
        }
        if self.is_loose(position) {
            return self.loose(position).map(Some);
        }
        let page = self.book.page(number_of(position))?;
        let index = usize::try_from((position - 1) % EVENTS).unwrap_or_default();
        page.row(index).map(|row| self.book.complete(row.detached())).transpose()
    }

    /// A loose event that must be there.
    fn loose(&self, position: u64) -> Result<Recorded, LogError> {
        let mut found = None;
        self.book.rows(position - 1, &mut |row| {
            found = Some(row);
            Ok(false)
        })?;
        let missing = || fault::corrupt_at(self.book.path, position, position, "the event is missing");
        self.book.complete(found.ok_or_else(missing)?)
    }
}
