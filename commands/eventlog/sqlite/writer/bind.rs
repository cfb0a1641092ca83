//! Binding: full pages of the newest events become one packed row each, and the index learns of
//! them. It happens between two batches in a transaction of its own, so that no append waits for
//! it and an append never fails for want of the room that binding takes.

use super::Writer;
use crate::{
    LogError,
    sqlite::page::{self, EVENTS, Packed, Row, pack},
};

/// So many of the newest events stay loose, at least.
const LOOSE: u64 = 256;
/// Under load this many pages are bound together: the index is written in its own order, and
/// neighbours in it are then written at once.
const PAGES_UNDER_LOAD: u64 = 32;
/// A batch of more appends than this is load.
const QUIET_APPENDS: usize = 4;
/// Roughly what binding one event writes.
const BYTES_PER_EVENT: usize = 1024;
/// What is packed in one transaction.
const ENOUGH_BYTES: usize = 8 << 20;

impl Writer {
    /// What can be done while nobody waits for an answer.
    pub(super) fn tidy(&mut self, appends: usize) {
        let pages = if appends <= QUIET_APPENDS { 1 } else { PAGES_UNDER_LOAD };
        self.bind_from(pages);
        self.settle();
    }

    /// Binds all that can be bound, if it fills at least so many pages.
    pub(super) fn bind_from(&mut self, pages: u64) {
        let most = self.head.saturating_sub(LOOSE) / EVENTS * EVENTS;
        if self.distrust.is_some() || most < self.bound + pages * EVENTS || self.head < self.bind_later {
            return;
        }
        while self.bound < most {
            let before = self.bound;
            match self.bind(most) {
                Ok(bound) => {
                    self.unsettled_bytes += (bound - before) as usize * BYTES_PER_EVENT;
                    self.bound = bound;
                    self.tail().trim(before);
                }
                Err(error) => {
                    // On a full disk the rows simply stay loose.
                    self.bind_later = self.head + EVENTS;
                    tracing::warn!(%error, "pages of the log could not be bound");
                    return;
                }
            }
        }
    }

    fn bind(&mut self, most: u64) -> Result<u64, LogError> {
        self.begin()?;
        let mut next_stream = self.next_stream;
        let written = self.pack(most).and_then(|packed| self.write_pages(&packed, &mut next_stream));
        let (bound, newest_tag) = written.map_err(|error| self.undo(error))?;
        self.next_stream = next_stream;
        self.newest_tag = self.newest_tag.max(newest_tag);
        Ok(bound)
    }

    /// Answers the last bound position and the highest tag.
    fn write_pages(&self, packed: &[Packed], next_stream: &mut i64) -> Result<(u64, i64), LogError> {
        let bound = self.bound + packed.len() as u64 * EVENTS;
        let mut ids = self.tags(bound);
        let newest_tag = ids.iter().map(|(tag, _)| *tag).max().unwrap_or(i64::MIN);
        let mut write = || {
            // Deleted first: the pages take up the room that the rows leave.
            self.db.prepare_cached("DELETE FROM events WHERE position <= ?")?.execute([bound])?;
            self.book().bind(packed, &mut ids, next_stream)
        };
        let written: rusqlite::Result<()> = write();
        written.map_err(|error| self.book().fault(&error))?;
        self.run_sql("COMMIT")?;
        Ok((bound, newest_tag))
    }

    /// Packs whole pages after the last bound one, as many as one transaction should carry.
    fn pack(&self, most: u64) -> Result<Vec<Packed>, LogError> {
        let (mut packed, mut bytes) = (Vec::new(), 0);
        let mut loose: Vec<Row> = Vec::with_capacity(EVENTS as usize);
        self.book().rows(self.bound, &mut |row| {
            let position = row.event.position;
            loose.push(row);
            if position % EVENTS == 0 {
                let page = pack(&loose)
                    .ok_or_else(|| self.book().flaw(page::number_of(position), "the versions have a gap"))?;
                bytes += page.body.len();
                packed.push(page);
                loose.clear();
            }
            Ok(position < most && (bytes < ENOUGH_BYTES || !loose.is_empty()))
        })?;
        Ok(packed)
    }

    fn tags(&self, bound: u64) -> Vec<(i64, u64)> {
        let tail = self.tail();
        let placed = (self.bound + 1..=bound).filter_map(|position| Some((tail.at(position)?.id, position)));
        placed.map(|(id, position)| (page::tag(id), page::number_of(position))).collect()
    }
}
