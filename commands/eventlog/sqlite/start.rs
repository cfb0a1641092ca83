//! Opening a log: how was it left, is it whole. Only then the writer starts.

use std::path::Path;

use rusqlite::Connection;
use uuid::Uuid;

use super::{
    book::Book,
    connect, fault,
    left::{log_id, look},
    mark::{self, Mark},
    page::EVENTS,
    tail::{Placed, Tail},
    verify, wal,
};
use crate::LogError;

/// So many of the newest pages are read even of a log that was left cleanly.
const GLANCE_PAGES: u64 = 4;

/// Opens the file to write, makes it if there is none, and checks as much of it as is needed.
pub(super) fn open(path: &Path) -> Result<(Connection, Uuid), LogError> {
    let mark = look(path)?;
    if mark != Mark::Clean {
        wal::check(path)?;
    }
    let fresh = std::fs::metadata(path).map_or(0, |file| file.len()) == 0;
    if fresh {
        connect::create(path)?;
    }
    let db = connect::to_write(path)?;
    connect::migrate(path, &db, Uuid::now_v7())?;
    let log_id = log_id(path, &db)?;
    if mark != Mark::Clean && !fresh {
        tracing::info!("{}", reason_to_check(mark));
        verify::whole(path, &mut |_, _| {})?;
    }
    match mark::write(path, log_id, Mark::InUse) {
        Err(LogError::Full) => mark::remove(path)?,
        marked => marked?,
    }
    Ok((db, log_id))
}

/// Why all of it is read before it is used.
const fn reason_to_check(mark: Mark) -> &'static str {
    match mark {
        Mark::Unknown => "the log is in this place for the first time, as after a restore; all of it is checked once",
        Mark::Touched => "the log is another file than the one that was closed; all of it is checked once",
        Mark::InUse | Mark::Closing | Mark::Clean => {
            "the log was not closed, as after a power cut; all of it is checked once"
        }
    }
}

/// Reads the loose events into the tail, and glances at the newest pages.
pub(super) fn tail(book: &Book<'_>) -> Result<Tail, LogError> {
    let (bound, head) = book.extent()?;
    let pages = bound / EVENTS;
    for number in (pages.saturating_sub(GLANCE_PAGES)..pages).chain((pages > 0).then_some(0)) {
        book.page(number)?;
    }
    let mut tail = Tail::new(bound);
    book.rows(bound, &mut |row| {
        let event = row.event;
        let length = tail.length_of(&event.stream).map_or_else(|| book.bound_length(&event.stream), Ok)?;
        if event.version != length + 1 {
            return Err(fault::corrupt_at(book.path, event.position, event.position, "its stream has a gap before it"));
        }
        tail.push(Placed { id: event.id, stream: event.stream, version: event.version });
        Ok(true)
    })?;
    if tail.head() != head {
        return Err(fault::corrupt_at(book.path, tail.head() + 1, head, "the events are missing"));
    }
    Ok(tail)
}
