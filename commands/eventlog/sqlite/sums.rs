//! Whether the index tells what the pages hold: both are summed up, in whatever order they come,
//! and the sums must agree. Memory does not grow with the log.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
};

use rusqlite::Connection;

use super::{
    book::{Book, PAGE},
    fault,
    page::{self, EVENTS, Page, Presence},
};
use crate::{LogError, StreamName};

/// A quick hash: it guards against accidents, the pages' own hashes against the rest.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(29) ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    fn finish(&self) -> u64 {
        let mixed = (self.0 ^ self.0 >> 32).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ mixed >> 29
    }
}

/// A sum over a set of things.
#[derive(Default, PartialEq, Eq)]
struct Sum {
    count: u64,
    sum: u64,
}

impl Sum {
    fn add(&mut self, thing: impl Hash) {
        let mut hasher = Mix::default();
        thing.hash(&mut hasher);
        self.count += 1;
        self.sum = self.sum.wrapping_add(hasher.finish());
    }
}

/// What pages or index add up to.
#[derive(Default)]
pub(super) struct Sums {
    ids: Sum,
    presences: Sum,
    large: u64,
    pub head: u64,
}

/// What the index adds up to.
#[derive(Default)]
pub(super) struct Index {
    pub sums: Sums,
    pub streams: u64,
}

impl Sums {
    /// Reads every event, bound or loose.
    pub(super) fn of_events(book: &Book<'_>, progress: &mut dyn FnMut(u64, u64)) -> Result<Self, LogError> {
        let (bound, head) = book.extent()?;
        let mut sums = Self { head, ..Self::default() };
        sums.add_pages(book, bound, &mut |done| progress(done, head))?;
        sums.add_loose(book, bound)?;
        progress(head, head);
        let count = book.db.query_row("SELECT count(*) FROM large", [], |row| row.get(0));
        let large: u64 = count.map_err(|error| book.fault(&error))?;
        if large != sums.large {
            return Err(fault::corrupt(book.path, "there are large payloads of no event"));
        }
        Ok(sums)
    }

    fn add_pages(&mut self, book: &Book<'_>, bound: u64, done: &mut dyn FnMut(u64)) -> Result<(), LogError> {
        let fail = |error: rusqlite::Error| book.fault(&error);
        let mut statement = book.db.prepare(&format!("SELECT {PAGE} FROM pages ORDER BY number")).map_err(fail)?;
        let mut rows = statement.query([]).map_err(fail)?;
        let mut number = 0;
        while let Some(row) = rows.next().map_err(fail)? {
            let page = book.open_page(row, number)?;
            self.add_page(book, number, &page)?;
            number += 1;
            done(number * EVENTS);
        }
        if number * EVENTS == bound { Ok(()) } else { Err(book.flaw(number, "the page is missing")) }
    }

    fn add_page(&mut self, book: &Book<'_>, number: u64, page: &Page) -> Result<(), LogError> {
        let ids = (0..EVENTS as usize).filter_map(|index| page.id(index));
        let mut tags: Vec<i64> = ids.map(page::tag).collect();
        tags.sort_unstable();
        tags.dedup();
        tags.iter().for_each(|tag| self.ids.add((tag, number)));
        for Presence { stream, first, last } in page.presences() {
            self.presences.add((stream, first, last, number));
        }
        for row in page.large_rows() {
            self.large += 1;
            book.complete(row)?;
        }
        Ok(())
    }

    fn add_loose(&mut self, book: &Book<'_>, bound: u64) -> Result<(), LogError> {
        let mut lengths: HashMap<StreamName, u64> = HashMap::new();
        let mut reached = bound;
        book.rows(bound, &mut |row| {
            let (stream, position) = (row.event.stream.clone(), row.event.position);
            let length = lengths.get(&stream).copied().map_or_else(|| book.bound_length(&stream), Ok)?;
            if row.event.version != length + 1 {
                return Err(fault::corrupt_at(book.path, position, position, "its stream has a gap before it"));
            }
            lengths.insert(stream, length + 1);
            self.large += u64::from(row.large.is_some());
            reached = position;
            book.complete(row).map(|_| true)
        })?;
        if reached == self.head {
            return Ok(());
        }
        Err(fault::corrupt_at(book.path, reached + 1, self.head, "the events are missing"))
    }

    /// What does not agree.
    pub(super) fn differs_from(&self, index: &Self) -> Option<&'static str> {
        if self.ids != index.ids {
            return Some("the index of ids does not match the events");
        }
        (self.presences != index.presences).then_some("the index of streams does not match the events")
    }
}

impl Index {
    /// Reads the index of the first so many pages.
    pub(super) fn of(db: &Connection, pages: u64) -> rusqlite::Result<Self> {
        let mut index = Self::default();
        let known: u64 = db.query_row("SELECT coalesce(max(number) + 1, 0) FROM pages", [], |row| row.get(0))?;
        // Entries of pages that came since are left out; entries of pages that never came are not.
        let counts = |page: u64| page < pages || page >= known;
        let mut ids = db.prepare("SELECT tag, page FROM ids")?;
        let mut rows = ids.query([])?;
        while let Some(row) = rows.next()? {
            let (tag, page): (i64, u64) = (row.get(0)?, row.get(1)?);
            if counts(page) {
                index.sums.ids.add((&tag, page));
            }
        }
        let mut entries = 0;
        let mut streams = db.prepare("SELECT name, id FROM streams")?;
        let mut rows = streams.query([])?;
        while let Some(row) = rows.next()? {
            index.streams += 1;
            let name = row.get_ref(0)?.as_str()?.parse::<StreamName>();
            let name = name.map_err(|_| rusqlite::Error::QueryReturnedNoRows)?;
            entries += index.add_stream(db, &name, row.get(1)?, &counts)?;
        }
        let all: u64 = db.query_row("SELECT count(*) FROM stream_pages", [], |row| row.get(0))?;
        index.sums.presences.count += all.saturating_sub(entries);
        Ok(index)
    }

    fn add_stream(
        &mut self,
        db: &Connection,
        name: &StreamName,
        id: i64,
        counts: &dyn Fn(u64) -> bool,
    ) -> rusqlite::Result<u64> {
        let mut statement = db.prepare_cached("SELECT last, page FROM stream_pages WHERE stream = ? ORDER BY last")?;
        let mut rows = statement.query([id])?;
        let (mut before, mut entries) = (0, 0);
        while let Some(row) = rows.next()? {
            let (last, page): (u64, u64) = (row.get(0)?, row.get(1)?);
            entries += 1;
            if counts(page) {
                self.sums.presences.add((name, before + 1, last, page));
            }
            before = last;
        }
        Ok(entries)
    }
}
