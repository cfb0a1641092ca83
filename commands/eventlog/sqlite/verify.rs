//! Reading all of a log to see whether it is what was written. It changes nothing, and can run
//! while the log is written: what is bound never changes, and the rest is one snapshot.

use std::{path::Path, thread};

use rusqlite::Connection;

use super::{
    book::Book,
    connect, fault, left,
    mark::Mark,
    page::{EVENTS, Names},
    sums::{Index, Sums},
    wal,
};
use crate::LogError;

const CACHE_KIB: i64 = 2048;

/// What a whole log was found to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Events altogether.
    pub events: u64,
    /// Pages they are bound in; the others are loose.
    pub pages: u64,
    /// Streams in the index.
    pub streams: u64,
    /// The newest position.
    pub head: u64,
    /// Bytes on disk.
    pub bytes: u64,
}

/// Checks the log at a path, whether a server uses it or not. `progress` hears how many events of
/// how many are done.
///
/// # Errors
/// [`LogError::Corrupt`] names what is damaged.
pub fn verify(path: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Check, LogError> {
    if left::is_free(path) && left::look(path)? != Mark::Clean {
        wal::check(path)?;
    }
    whole(path, progress)
}

/// Checks the file. Three readers share the work: the structure, the index, and the events.
pub(super) fn whole(path: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Check, LogError> {
    let db = connect::to_read(path, CACHE_KIB)?;
    connect::check_owner(path, &db)?;
    left::log_id(path, &db)?;
    let snapshot = db.unchecked_transaction().map_err(|error| fault::from_sqlite(path, &error))?;
    let names = Names::default();
    let book = Book { db: &snapshot, path, names: &names };
    let (bound, _) = book.extent()?;
    let (events, index, structure) = thread::scope(|scope| {
        let structure = scope.spawn(|| structure(path));
        let index = scope.spawn(|| connect::to_read(path, CACHE_KIB).and_then(|db| index(path, &db, bound / EVENTS)));
        let events = Sums::of_events(&book, progress);
        let lost = || LogError::Fault("a check ended early".to_owned());
        (events, index.join().unwrap_or_else(|_| Err(lost())), structure.join().unwrap_or_else(|_| Err(lost())))
    });
    // The events first: they name positions, and the others follow from them.
    let (events, index) = (events?, index?);
    structure?;
    if let Some(flaw) = events.differs_from(&index.sums) {
        return Err(fault::corrupt(path, &format!("positions 1 to {bound}: {flaw}")));
    }
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len()) + wal::length(path).unwrap_or(0);
    let head = events.head;
    Ok(Check { events: head, pages: bound / EVENTS, streams: index.streams, head, bytes })
}

fn structure(path: &Path) -> Result<(), LogError> {
    let db = connect::to_read(path, CACHE_KIB)?;
    let ask = || {
        let mut statement = db.prepare("PRAGMA quick_check(5)")?;
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()
    };
    let found = ask().map_err(|error| fault::from_sqlite(path, &error))?;
    if found == ["ok"] { Ok(()) } else { Err(fault::corrupt(path, &found.join("; ").replace('\n', " "))) }
}

fn index(path: &Path, db: &Connection, pages: u64) -> Result<Index, LogError> {
    let snapshot = db.unchecked_transaction().map_err(|error| fault::from_sqlite(path, &error))?;
    Index::of(&snapshot, pages).map_err(|error| fault::from_sqlite(path, &error))
}
