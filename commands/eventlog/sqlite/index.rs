//! The index of what is bound: in which pages an id or a stream stands. It is only a signpost; the
//! pages it points to are asked whether it is right.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::{
    book::Book,
    page::{self, Packed, Page, Presence},
};
use crate::{LogError, StreamName};

impl Book<'_> {
    /// The page in which an id is bound, and where it stands there.
    pub(super) fn bound_id(&self, id: Uuid) -> Result<Option<(Page, usize)>, LogError> {
        let candidates = || {
            let mut statement = self.db.prepare_cached("SELECT page FROM ids WHERE tag = ?")?;
            statement.query_map([page::tag(id)], |row| row.get(0))?.collect::<rusqlite::Result<Vec<u64>>>()
        };
        for number in candidates().map_err(|error| self.fault(&error))? {
            let page = self.page(number)?;
            if let Some(index) = page.index_of(id) {
                return Ok(Some((page, index)));
            }
        }
        Ok(None)
    }

    /// The number of a stream that occurs in bound pages.
    pub(super) fn stream_id(&self, stream: &StreamName) -> rusqlite::Result<Option<i64>> {
        let mut statement = self.db.prepare_cached("SELECT id FROM streams WHERE name = ?")?;
        statement.query_row([stream.to_string()], |row| row.get(0)).optional()
    }

    /// How much of a stream is bound.
    pub(super) fn bound_length(&self, stream: &StreamName) -> Result<u64, LogError> {
        let ask = || {
            let Some(id) = self.stream_id(stream)? else {
                return Ok(0);
            };
            let newest = "SELECT last FROM stream_pages WHERE stream = ? ORDER BY last DESC LIMIT 1";
            self.db.prepare_cached(newest)?.query_row([id], |row| row.get(0))
        };
        ask().map_err(|error| self.fault(&error))
    }

    /// The pages that hold events of a stream after a version, with the last version in each.
    pub(super) fn pages_of(&self, stream: &StreamName, after: u64, most: usize) -> Result<Vec<(u64, u64)>, LogError> {
        let ask = || {
            let Some(id) = self.stream_id(stream)? else {
                return Ok(Vec::new());
            };
            let pages = "SELECT last, page FROM stream_pages WHERE stream = ? AND last > ? ORDER BY last LIMIT ?";
            let mut statement = self.db.prepare_cached(pages)?;
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            statement.query_map(params![id, after, most], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        ask().map_err(|error: rusqlite::Error| self.fault(&error))
    }

    /// Writes pages and their index. In the order of the index, not of the pages, so that
    /// neighbours are written together.
    pub(super) fn bind(&self, pages: &[Packed], ids: &mut [(i64, u64)], next_stream: &mut i64) -> rusqlite::Result<()> {
        for page in pages {
            let mut statement = self.db.prepare_cached("INSERT INTO pages VALUES (?, ?, ?, ?, ?)")?;
            statement.execute(params![page.number, page.kinds, &page.seal[..], &page.hash[..], page.body])?;
        }
        ids.sort_unstable();
        let mut statement = self.db.prepare_cached("INSERT OR IGNORE INTO ids VALUES (?, ?)")?;
        for (tag, page) in ids {
            statement.execute(params![*tag, *page])?;
        }
        let mut presences = Vec::new();
        for page in pages {
            for Presence { stream, last, .. } in &page.presences {
                presences.push((self.stream_number(stream, next_stream)?, *last, page.number));
            }
        }
        presences.sort_unstable();
        let mut statement = self.db.prepare_cached("INSERT INTO stream_pages VALUES (?, ?, ?)")?;
        for (stream, last, page) in presences {
            statement.execute(params![stream, last, page])?;
        }
        Ok(())
    }

    fn stream_number(&self, stream: &StreamName, next: &mut i64) -> rusqlite::Result<i64> {
        if let Some(id) = self.stream_id(stream)? {
            return Ok(id);
        }
        let mut statement = self.db.prepare_cached("INSERT INTO streams VALUES (?, ?)")?;
        statement.execute(params![stream.to_string(), *next])?;
        *next += 1;
        Ok(*next - 1)
    }
}
