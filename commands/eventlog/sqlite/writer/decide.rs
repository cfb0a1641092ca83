//! What becomes of an append, decided before anything is written: it is written, it was written
//! already, or it is refused.

use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use crate::{
    LogError, Proposed, Receipt, StreamName,
    sqlite::{
        book::Book,
        page::{self, EVENTS, Page, number_of},
        tail::Tail,
    },
};

/// All that a decision rests on.
pub(super) struct Desk<'a> {
    pub book: Book<'a>,
    pub tail: &'a Mutex<Tail>,
    pub newest_tag: i64,
}

pub(super) enum Verdict {
    Write,
    Written(Receipt),
}

impl Desk<'_> {
    pub(super) fn decide(&self, stream: &StreamName, expected: u64, events: &[Proposed]) -> Result<Verdict, LogError> {
        for event in events {
            if let Some(position) = self.position_of(event.id)? {
                return self.again(stream, events, event.id, position).map(Verdict::Written);
            }
        }
        let loose = self.with_tail(|tail| tail.length_of(stream));
        let actual = loose.map_or_else(|| self.book.bound_length(stream), Ok)?;
        if actual == expected { Ok(Verdict::Write) } else { Err(LogError::Conflict { expected, actual }) }
    }

    fn position_of(&self, id: Uuid) -> Result<Option<u64>, LogError> {
        if let Some(position) = self.with_tail(|tail| tail.position_of(id)) {
            return Ok(Some(position));
        }
        if page::tag(id) > self.newest_tag {
            return Ok(None);
        }
        let bound = self.book.bound_id(id)?;
        Ok(bound.and_then(|(page, index)| page.row(index)).map(|row| row.event.position))
    }

    /// The first receipt, when an id that is taken at this position is the first of these very
    /// events.
    fn again(&self, stream: &StreamName, events: &[Proposed], id: Uuid, first: u64) -> Result<Receipt, LogError> {
        let taken = LogError::IdTaken { id, position: first };
        let (mut length, mut page) = (0, None);
        for (position, event) in (first..).zip(events) {
            match self.placed(position, &mut page)? {
                Some((id, name, version)) if id == event.id && name == *stream => length = version,
                _ => return Err(taken),
            }
        }
        Ok(Receipt { first, last: first + events.len() as u64 - 1, length })
    }

    /// What stands at a position; the page it was found in is kept for the next one.
    fn placed(
        &self,
        position: u64,
        kept: &mut Option<(u64, Page)>,
    ) -> Result<Option<(Uuid, StreamName, u64)>, LogError> {
        let (floor, loose) = self.with_tail(|tail| {
            let placed = tail.at(position);
            (tail.floor(), placed.map(|placed| (placed.id, placed.stream.clone(), placed.version)))
        });
        if loose.is_some() || position > floor {
            return Ok(loose);
        }
        let number = number_of(position);
        let page = match kept.take() {
            Some((kept, page)) if kept == number => page,
            _ => self.book.page(number)?,
        };
        let row = page.row(usize::try_from((position - 1) % EVENTS).unwrap_or_default());
        *kept = Some((number, page));
        Ok(row.map(|row| (row.event.id, row.event.stream, row.event.version)))
    }

    fn with_tail<T>(&self, ask: impl FnOnce(&Tail) -> T) -> T {
        ask(&self.tail.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
