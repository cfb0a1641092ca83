//! Bound pages and loose rows as they lie in the file. Everything is checked against its hash
//! whenever it is read; what does not match is named and never served.

use std::path::Path;

use bytes::Bytes;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{
    fault,
    page::{self, EVENTS, Names, Page, Row},
};
use crate::{LogError, Recorded, StreamName};

const COLUMNS: &str = "position, stream, version, id, kind, at_us, large, seal, stamp, payload";

/// The file as seen through one connection.
#[derive(Clone, Copy)]
pub(super) struct Book<'a> {
    pub db: &'a Connection,
    pub path: &'a Path,
    pub names: &'a Names,
}

/// The columns of a page's row.
pub(super) const PAGE: &str = "number, kinds, seal, hash, body";

impl Book<'_> {
    /// An error of SQLite in the words of the log.
    pub(super) fn fault(&self, error: &rusqlite::Error) -> LogError {
        fault::from_sqlite(self.path, error)
    }

    /// Damage of a page.
    pub(super) fn flaw(&self, number: u64, what: &str) -> LogError {
        let before = number.saturating_mul(EVENTS);
        fault::corrupt_at(self.path, before.saturating_add(1), before.saturating_add(EVENTS), what)
    }

    /// The last bound position and the last position of all.
    pub(super) fn extent(&self) -> Result<(u64, u64), LogError> {
        let ask = || {
            let last = "SELECT (SELECT max(number) FROM pages), (SELECT max(position) FROM events)";
            let mut statement = self.db.prepare_cached(last)?;
            statement.query_row([], |row| Ok((row.get::<_, Option<u64>>(0)?, row.get::<_, Option<u64>>(1)?)))
        };
        let (page, position) = ask().map_err(|error| self.fault(&error))?;
        let bound = page.map_or(0, |number| number.saturating_add(1).saturating_mul(EVENTS));
        match position {
            Some(head) if head <= bound => Err(fault::corrupt_at(self.path, head, head, "it is both bound and loose")),
            head => Ok((bound, head.unwrap_or(bound))),
        }
    }

    /// A page that must be there.
    pub(super) fn page(&self, number: u64) -> Result<Page, LogError> {
        let mut pages = self.db.prepare_cached(&format!("SELECT {PAGE} FROM pages WHERE number = ?"));
        let statement = pages.as_mut().map_err(|error| self.fault(error))?;
        let mut rows = statement.query([number]).map_err(|error| self.fault(&error))?;
        match rows.next().map_err(|error| self.fault(&error))? {
            Some(row) => self.open_page(row, number),
            None => Err(self.flaw(number, "the page is missing")),
        }
    }

    /// The page of a row, which must be the one with this number.
    pub(super) fn open_page(&self, row: &rusqlite::Row<'_>, number: u64) -> Result<Page, LogError> {
        let take = || {
            let found: u64 = row.get(0)?;
            let (kinds, seal) = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_blob()?);
            let (hash, body) = (row.get_ref(3)?.as_blob()?, row.get_ref(4)?.as_blob()?);
            if found != number {
                return Ok(Err("the page is missing"));
            }
            if seal != page::seal_kinds(number, kinds) || hash != page::hash(number, kinds, body) {
                return Ok(Err("the page does not match its hash"));
            }
            Ok(Page::open(number, kinds, Bytes::copy_from_slice(body), self.names))
        };
        let opened: rusqlite::Result<_> = take();
        opened.map_err(|error| self.fault(&error))?.map_err(|flaw| self.flaw(number, flaw))
    }

    /// Hands over the loose rows after a position, in order and without a gap, until told to stop.
    pub(super) fn rows(
        &self,
        after: u64,
        visit: &mut dyn FnMut(Row) -> Result<bool, LogError>,
    ) -> Result<(), LogError> {
        let sql = format!("SELECT {COLUMNS} FROM events WHERE position > ? ORDER BY position");
        let mut statement = self.db.prepare_cached(&sql).map_err(|error| self.fault(&error))?;
        let mut rows = statement.query([after]).map_err(|error| self.fault(&error))?;
        let mut expected = after;
        while let Some(row) = rows.next().map_err(|error| self.fault(&error))? {
            expected += 1;
            if !visit(self.open_row(row, expected)?)? {
                break;
            }
        }
        Ok(())
    }

    fn open_row(&self, row: &rusqlite::Row<'_>, position: u64) -> Result<Row, LogError> {
        let bytes = |column| Ok::<_, rusqlite::Error>(Bytes::copy_from_slice(row.get_ref(column)?.as_blob()?));
        let take = || {
            let stream = row.get_ref(1)?.as_str()?;
            let Ok(name) = stream.parse::<StreamName>() else {
                return Ok(None);
            };
            let event = Recorded {
                position: row.get(0)?,
                stream: StreamName::from_parts(self.names.one(name.kind()), name.key().clone()),
                version: row.get(2)?,
                id: Uuid::from_slice(row.get_ref(3)?.as_blob()?).unwrap_or_default(),
                kind: self.names.one(row.get_ref(4)?.as_str()?),
                at_us: row.get(5)?,
                stamp: bytes(8)?,
                payload: bytes(9)?,
            };
            let whole = Row { event, large: row.get(6)? };
            let fits = whole.event.position == position && row.get_ref(7)?.as_blob()? == page::seal_row(&whole, stream);
            Ok(fits.then_some(whole))
        };
        let opened: rusqlite::Result<_> = take();
        opened.map_err(|error| self.fault(&error))?.ok_or_else(|| {
            fault::corrupt_at(self.path, position, position, "the event is missing or does not match its check")
        })
    }

    /// The event with its payload, wherever that lies.
    pub(super) fn complete(&self, row: Row) -> Result<Recorded, LogError> {
        let Row { mut event, large: Some(length) } = row else {
            return Ok(row.event);
        };
        let fetch = || {
            let mut statement = self.db.prepare_cached("SELECT payload FROM large WHERE position = ?")?;
            statement
                .query_row([event.position], |row| Ok(Bytes::copy_from_slice(row.get_ref(0)?.as_blob()?)))
                .optional()
        };
        let payload = fetch().map_err(|error| self.fault(&error))?;
        let whole = payload
            .filter(|payload| payload.len() as u64 == length && *event.payload == *blake3::hash(payload).as_bytes());
        let missing = "the payload is missing or does not match its hash";
        event.payload = whole.ok_or_else(|| fault::corrupt_at(self.path, event.position, event.position, missing))?;
        Ok(event)
    }

    /// Writes an event that is not bound yet; a large payload goes into its own row at once.
    pub(super) fn insert(&self, mut event: Recorded) -> rusqlite::Result<()> {
        let large = (event.payload.len() > page::LARGE).then_some(event.payload.len() as u64);
        if large.is_some() {
            let mut statement = self.db.prepare_cached("INSERT INTO large VALUES (?, ?)")?;
            statement.execute(params![event.position, &*event.payload])?;
            event.payload = Bytes::copy_from_slice(blake3::hash(&event.payload).as_bytes());
        }
        let stream = event.stream.to_string();
        let row = Row { event, large };
        let seal = page::seal_row(&row, &stream);
        let Recorded { position, version, id, kind, at_us, stamp, payload, .. } = &row.event;
        let id = id.as_bytes().as_slice();
        let sql = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let values = params![position, stream, version, id, &**kind, at_us, large, &seal[..], &**stamp, &**payload];
        self.db.prepare_cached(sql)?.execute(values).map(drop)
    }
}
