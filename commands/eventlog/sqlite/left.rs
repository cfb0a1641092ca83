//! How a log was left: whether somebody holds it, whose it is, and whether a part of it is gone.

use std::{
    fs::{File, OpenOptions, TryLockError},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use rusqlite::Connection;
use uuid::Uuid;

use super::{
    connect, fault,
    mark::{self, Mark},
    wal,
};
use crate::LogError;

const LEAST_BYTES: u64 = 4096;
const TABLES: &str = "events,ids,large,log,pages,stream_pages,streams";

/// The file by which a log is held: two writers would each believe to be the only one.
pub(super) fn hold(path: &Path) -> Result<File, LogError> {
    let name = connect::beside(path, ".lock");
    let open = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&name);
    let file = open.map_err(|error| fault::from_io(&name, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(LogError::Fault(format!("{} is in use by another process", path.display())))
        }
        Err(TryLockError::Error(error)) => Err(fault::from_io(&name, &error)),
    }
}

/// Whether nobody holds the log just now.
pub(super) fn is_free(path: &Path) -> bool {
    File::open(connect::beside(path, ".lock")).is_ok_and(|file| file.try_lock().is_ok())
}

/// Tells how the log was left, and refuses one of which a part is gone.
pub(super) fn look(path: &Path) -> Result<Mark, LogError> {
    let mark = mark::read(path);
    let length = std::fs::metadata(path).map_or(0, |file| file.len());
    let was_one = mark != Mark::Unknown || wal::length(path).is_some_and(|length| length > 0);
    // SQLite takes a few bytes for an empty file, and would begin a new log in it.
    if length < LEAST_BYTES && (length > 0 || was_one) {
        return Err(fault::corrupt(path, "the file is missing or cut off: position 1 and all after it"));
    }
    match (mark, wal::length(path)) {
        (Mark::InUse, None) => Err(fault::corrupt(
            path,
            "the write-ahead log is missing, and the newest events with it (if this is a restored backup, remove the \
             file that ends in .state)",
        )),
        (Mark::Clean, Some(1..)) => Ok(Mark::Touched),
        _ => Ok(mark),
    }
}

/// The log's own id, from a file that has the tables of a log.
pub(super) fn log_id(path: &Path, db: &Connection) -> Result<Uuid, LogError> {
    let ask = || {
        let names =
            "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name)";
        let tables: Option<String> = db.query_row(names, [], |row| row.get(0))?;
        let id: Vec<u8> = db.query_row("SELECT id FROM log WHERE only = 1", [], |row| row.get(0))?;
        Ok((tables, id))
    };
    match ask().map_err(|error| fault::from_sqlite(path, &error))? {
        (Some(tables), id) if tables == TABLES => {
            Uuid::from_slice(&id).map_err(|_| fault::corrupt(path, "the log has lost its id"))
        }
        _ => Err(fault::corrupt(path, "tables are missing or were added")),
    }
}
