//! The log as it stood at one moment, copied while others go on writing to it.
//!
//! The moment is one read transaction: what is appended meanwhile is not in the copy, and nothing in
//! it is half done. Changing the log, and waiting for its writer, are deliberately absent.

use std::{
    fs::{self, File, OpenOptions},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
    ffi,
};
use uuid::Uuid;

use super::{book::Book, connect, fault, left, page::Names, read};
use crate::{LogError, Recorded};

const CACHE_KIB: i64 = 2048;
const PAGES_A_STEP: i32 = 512;
const EVENTS_AT_ONCE: usize = 1024;

/// A log in a file, held as it stood at one moment.
pub struct Moment {
    held: Connection,
    newest: Connection,
    path: PathBuf,
    log_id: Uuid,
    head: u64,
}

impl Moment {
    /// This very moment. A log that nobody uses must have been left cleanly.
    ///
    /// # Errors
    /// When the file is no log, or is damaged where it is looked at.
    pub fn of(path: &Path) -> Result<Self, LogError> {
        let (held, newest) = (connect::to_read(path, CACHE_KIB)?, connect::to_read(path, CACHE_KIB)?);
        connect::check_owner(path, &held)?;
        let log_id = left::log_id(path, &held)?;
        newest_position(path, &newest)?;
        held.execute_batch("BEGIN").map_err(|error| fault::from_sqlite(path, &error))?;
        let head = newest_position(path, &held)?;
        Ok(Self { held, newest, path: path.to_owned(), log_id, head })
    }

    /// The newest position.
    #[must_use]
    pub const fn head(&self) -> u64 {
        self.head
    }

    /// The id of the log.
    #[must_use]
    pub const fn log_id(&self) -> Uuid {
        self.log_id
    }

    /// Whether nothing was appended since.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn still_lasts(&self) -> Result<bool, LogError> {
        Ok(newest_position(&self.path, &self.newest)? == self.head)
    }

    /// Writes the copy into a new file, which is complete and on the disk when this returns.
    /// `progress` hears how many bytes of how many are done.
    ///
    /// # Errors
    /// [`LogError::Full`] when the disk there is full.
    pub fn copy_to(&self, target: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<(), LogError> {
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(target);
        made.map_err(|error| fault::from_io(target, &error))?;
        self.copy_pages(target, progress).map_err(|error| self.told(target, &error))?;
        let synced = File::open(target).and_then(|file| file.sync_all());
        synced.map_err(|error| fault::from_io(target, &error))
    }

    fn copy_pages(&self, target: &Path, progress: &mut dyn FnMut(u64, u64)) -> rusqlite::Result<()> {
        let open = || Connection::open_with_flags(target, OpenFlags::SQLITE_OPEN_READ_WRITE);
        let page_bytes: u64 = self.held.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let mut copy = open()?;
        // A copy that is cut short is thrown away, so nothing needs to be undone in it.
        copy.pragma_update(None, "journal_mode", "OFF")?;
        copy.pragma_update(None, "synchronous", "OFF")?;
        let backup = Backup::new(&self.held, &mut copy)?;
        loop {
            match backup.step(PAGES_A_STEP)? {
                StepResult::Done => break,
                StepResult::More => {}
                _ => return Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None)),
            }
            let (all, left) = (backup.progress().pagecount, backup.progress().remaining);
            progress(u64::from((all - left).unsigned_abs()) * page_bytes, u64::from(all.unsigned_abs()) * page_bytes);
        }
        drop(backup);
        drop(copy);
        // The copy of a log that is written to says of itself that a write-ahead log goes with it.
        open()?.pragma_update(None, "journal_mode", "DELETE")
    }

    /// The copy is what may be on a full disk; damage is in the log.
    fn told(&self, target: &Path, error: &rusqlite::Error) -> LogError {
        match fault::from_sqlite(target, error) {
            LogError::Corrupt(_) => fault::from_sqlite(&self.path, error),
            other => other,
        }
    }
}

fn newest_position(path: &Path, db: &Connection) -> Result<u64, LogError> {
    let names = Names::default();
    Ok(Book { db, path, names: &names }.extent()?.1)
}

/// What a log holds, in one number: two logs with the same digest hold the same events byte for byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The id of the log.
    pub log_id: Uuid,
    /// The newest position.
    pub head: u64,
    /// A hash over all that was recorded, in order.
    pub hash: blake3::Hash,
}

/// Reads all of a log and sums it up. `progress` hears how many events of how many are done.
///
/// # Errors
/// [`LogError::Corrupt`] names what is damaged.
pub fn digest(path: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Digest, LogError> {
    if fs::metadata(path).is_err() {
        return Err(fault::corrupt(path, "the file is missing"));
    }
    let db = connect::to_read(path, CACHE_KIB)?;
    connect::check_owner(path, &db)?;
    let log_id = left::log_id(path, &db)?;
    let names = Names::default();
    read::on_snapshot(&db, (path, &names), 0, |snapshot| {
        let (mut hasher, mut reached) = (blake3::Hasher::new(), 0);
        while reached < snapshot.head {
            let slice = snapshot.read(reached, EVENTS_AT_ONCE)?;
            slice.events.iter().for_each(|event| add(&mut hasher, event));
            reached = slice.until;
            progress(reached, snapshot.head);
        }
        Ok(Digest { log_id, head: snapshot.head, hash: hasher.finalize() })
    })
}

fn add(hasher: &mut blake3::Hasher, event: &Recorded) {
    let Recorded { position, stream, version, id, kind, at_us, stamp, payload } = event;
    hasher.update(&position.to_le_bytes()).update(&version.to_le_bytes()).update(&at_us.to_le_bytes());
    for part in [stream.to_string().as_bytes(), id.as_bytes(), kind.as_bytes(), stamp, payload] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
}
