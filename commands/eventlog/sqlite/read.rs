//! Reading the log in its order. A snapshot is one read transaction: binding moves events from rows
//! into pages, and no reader may see the move half done.

use std::path::Path;

use rusqlite::{Connection, Transaction};

use super::{
    book::{Book, PAGE},
    fault,
    page::{self, EVENTS, Names, number_of},
};
use crate::{LogError, Recorded, Slice};

/// One call answers no more than about this, whatever the limit: a reader's memory is bounded.
const MOST_BYTES: usize = 8 << 20;
/// One search looks through no more than this.
const MOST_LOOKED_THROUGH: u64 = 64 << 10;

/// The log as it stood at one moment.
pub(super) struct Snapshot<'a> {
    pub book: Book<'a>,
    pub bound: u64,
    pub head: u64,
}

/// Looks at the log as it stands; it must reach as far as was told already.
pub(super) fn on_snapshot<T>(
    db: &Connection,
    (path, names): (&Path, &Names),
    told: u64,
    work: impl FnOnce(&Snapshot<'_>) -> Result<T, LogError>,
) -> Result<T, LogError> {
    let transaction: Transaction<'_> = db.unchecked_transaction().map_err(|error| fault::from_sqlite(path, &error))?;
    let book = Book { db: &transaction, path, names };
    let (bound, head) = book.extent()?;
    if head < told {
        return Err(fault::corrupt_at(path, head + 1, told, "events that were written are gone"));
    }
    work(&Snapshot { book, bound, head })
}

/// What was found so far.
struct Found {
    events: Vec<Recorded>,
    bytes: usize,
    limit: usize,
}

impl Found {
    fn new(limit: usize) -> Self {
        Self { events: Vec::with_capacity(limit.min(4 * EVENTS as usize)), bytes: 0, limit }
    }

    fn is_full(&self) -> bool {
        self.events.len() >= self.limit || self.bytes >= MOST_BYTES
    }

    fn push(&mut self, event: Recorded) {
        self.bytes += event.payload.len() + event.stamp.len();
        self.events.push(event);
    }
}

impl Snapshot<'_> {
    /// The events after a position.
    pub(super) fn read(&self, after: u64, limit: usize) -> Result<Slice, LogError> {
        let mut found = Found::new(limit);
        let mut until = after;
        if after < self.bound && limit > 0 {
            self.read_pages(&mut until, &mut found)?;
        }
        if until >= self.bound && until < self.head && !found.is_full() {
            self.book.rows(until, &mut |row| {
                until = row.event.position;
                found.push(self.book.complete(row)?);
                Ok(!found.is_full())
            })?;
        }
        if until < self.head && !found.is_full() {
            return Err(fault::corrupt_at(self.book.path, until + 1, self.head, "the events are missing"));
        }
        Ok(Slice { events: found.events, until })
    }

    fn read_pages(&self, until: &mut u64, found: &mut Found) -> Result<(), LogError> {
        let fail = |error: rusqlite::Error| self.book.fault(&error);
        let mut number = number_of(*until + 1);
        let sql = format!("SELECT {PAGE} FROM pages WHERE number >= ? ORDER BY number");
        let mut statement = self.book.db.prepare_cached(&sql).map_err(fail)?;
        let mut rows = statement.query([number]).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            let page = self.book.open_page(row, number)?;
            let from = usize::try_from(*until - number * EVENTS).unwrap_or(usize::MAX);
            for row in (from..EVENTS as usize).map_while(|index| page.row(index)) {
                if found.is_full() {
                    return Ok(());
                }
                *until = row.event.position;
                found.push(self.book.complete(row)?);
            }
            number += 1;
        }
        Ok(())
    }

    /// The events of certain kinds after a position. Pages without any of them are passed over
    /// unread.
    pub(super) fn read_kinds(&self, kinds: &[String], after: u64, limit: usize) -> Result<Slice, LogError> {
        let end = self.head.min(after.saturating_add(MOST_LOOKED_THROUGH));
        let mut found = Found::new(limit.min(EVENTS as usize));
        found.limit = limit;
        if end <= after || limit == 0 {
            return Ok(Slice { events: found.events, until: after });
        }
        let mut until = after.max(self.bound.min(end));
        for number in self.pages_with(kinds, after, end)? {
            let page = self.book.page(number)?;
            for row in page.indexes_of_kinds(kinds).filter_map(|index| page.row(index)) {
                let position = row.event.position;
                if position <= after || position > end {
                    continue;
                }
                found.push(self.book.complete(row.detached())?);
                if found.is_full() {
                    return Ok(Slice { events: found.events, until: position });
                }
            }
        }
        if end > self.bound {
            self.book.rows(until, &mut |row| {
                until = row.event.position;
                if kinds.iter().any(|kind| **kind == *row.event.kind) {
                    found.push(self.book.complete(row)?);
                }
                Ok(until < end && !found.is_full())
            })?;
        }
        Ok(Slice { events: found.events, until })
    }

    /// The pages between two positions in which one of the kinds occurs.
    fn pages_with(&self, kinds: &[String], after: u64, end: u64) -> Result<Vec<u64>, LogError> {
        let end = end.min(self.bound);
        if after >= end {
            return Ok(Vec::new());
        }
        let fail = |error: rusqlite::Error| self.book.fault(&error);
        let (first, last) = (number_of(after + 1), number_of(end));
        let sql = "SELECT number, kinds, seal FROM pages WHERE number BETWEEN ? AND ? ORDER BY number";
        let mut statement = self.book.db.prepare_cached(sql).map_err(fail)?;
        let mut rows = statement.query([first, last]).map_err(fail)?;
        let (mut pages, mut expected) = (Vec::new(), first);
        while let Some(row) = rows.next().map_err(fail)? {
            let take = || Ok((row.get::<_, u64>(0)?, row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_blob()?));
            let (number, present, seal) = take().map_err(fail)?;
            if number != expected || seal != page::seal_kinds(expected, present) {
                return Err(self.book.flaw(expected, "the page is missing or its kinds do not match their check"));
            }
            if present.split('\n').any(|kind| kinds.iter().any(|wanted| wanted == kind)) {
                pages.push(number);
            }
            expected += 1;
        }
        if expected <= last {
            return Err(self.book.flaw(expected, "the page is missing"));
        }
        Ok(pages)
    }
}
