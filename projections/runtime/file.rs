//! One context's file, open for writing: rows and checkpoint change in one transaction.
//!
//! The file is never the only place of anything: `synchronous=NORMAL` may lose its newest commits
//! when the power fails, and the log fills them in again.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, params};
use uuid::Uuid;

use super::{Context, Fault, batch::Batch, projector::Rows};

/// How far a view has come, and in which log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub log: Uuid,
    pub position: u64,
    /// The id of the event at that position: another log that was born of the same copy has another.
    pub mark: Uuid,
}

pub(super) const CHECKPOINT_TABLE: &str =
    "CREATE TABLE checkpoint (log BLOB NOT NULL, position INTEGER NOT NULL, mark BLOB NOT NULL) STRICT;";

/// A file in everyday use.
pub(crate) struct ViewFile {
    connection: Connection,
    path: PathBuf,
    checkpoint: Checkpoint,
    /// Written with the next rows, or on close: passing by other contexts' events costs no commit.
    written: u64,
}

/// How a batch was taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// All of it.
    Whole,
    /// Up to an event that cannot be taken.
    UpTo { position: u64, reason: String },
    /// Nothing of it.
    Nothing(Fault),
}

/// One thread writes.
const TO_WRITE: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

impl ViewFile {
    /// Opens a file that was finished before.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let connection = Connection::open_with_flags(path, TO_WRITE)?;
        connection.execute_batch("PRAGMA busy_timeout=5000; PRAGMA cache_size=-2000;")?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        check_length(&connection, path)?;
        connection.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(()))?;
        connection.execute_batch("PRAGMA synchronous=NORMAL;")?;
        connection.set_prepared_statement_cache_capacity(Rows::STATEMENTS);
        let checkpoint = read_checkpoint(&connection).map_err(|error| Fault::Damaged(error.to_string()))?;
        Ok(Self { connection, path: path.to_owned(), checkpoint, written: checkpoint.position })
    }

    pub const fn checkpoint(&self) -> Checkpoint {
        self.checkpoint
    }

    pub const fn position(&self) -> u64 {
        self.checkpoint.position
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the facts of a batch that come after what it has.
    pub fn take(&mut self, context: &Context, batch: &Batch) -> Taken {
        let after = self.position();
        let unread = batch.unread.iter().find(|unread| unread.position > after && context.follows(&unread.kind));
        let until = unread.map_or(batch.until, |unread| unread.position - 1);
        match self.commit(context, batch, until) {
            Ok(()) => unread.map_or(Taken::Whole, |unread| Taken::UpTo {
                position: unread.position,
                reason: unread.error.to_string(),
            }),
            Err(Fault::Lasting(_)) => self.take_one_by_one(context, batch, until),
            Err(fault) => Taken::Nothing(fault),
        }
    }

    fn take_one_by_one(&mut self, context: &Context, batch: &Batch, until: u64) -> Taken {
        for position in self.position() + 1..=until {
            match self.commit(context, batch, position) {
                Ok(()) => {}
                Err(Fault::Lasting(reason)) => return Taken::UpTo { position, reason },
                Err(fault) => return Taken::Nothing(fault),
            }
        }
        Taken::Whole
    }

    fn commit(&mut self, context: &Context, batch: &Batch, until: u64) -> Result<(), Fault> {
        let facts = batch.between(self.position(), until);
        let mark = batch.id_at(until).unwrap_or(self.checkpoint.mark);
        let checkpoint = Checkpoint { position: until, mark, ..self.checkpoint };
        if facts.iter().any(|fact| context.follows(domain::EventTable::context(&fact.event))) {
            let transaction = self.connection.transaction()?;
            context.project(facts, &transaction)?;
            write_checkpoint(&transaction, &checkpoint)?;
            transaction.commit()?;
            self.written = until;
        }
        self.checkpoint = checkpoint;
        Ok(())
    }

    /// Writes down how far it has come, puts everything into the one file and closes it.
    pub fn close(self) -> Result<Checkpoint, Fault> {
        if self.written < self.position() {
            write_checkpoint(&self.connection, &self.checkpoint)?;
        }
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.connection.close().map_err(|(_, error)| error)?;
        Ok(self.checkpoint)
    }
}

/// SQLite reads a last page that was cut off as if it ended in zeros.
fn check_length(connection: &Connection, path: &Path) -> Result<(), Fault> {
    let ask = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let whole: u64 = connection.query_row(ask, [], |row| row.get(0))?;
    if std::fs::metadata(path)?.len() == whole { Ok(()) } else { Err(Fault::Damaged("it was cut off".to_owned())) }
}

/// How far a file has come.
pub(super) fn read_checkpoint(connection: &Connection) -> rusqlite::Result<Checkpoint> {
    connection.query_row("SELECT log, position, mark FROM checkpoint", [], |row| {
        Ok(Checkpoint {
            log: Uuid::from_bytes(row.get(0)?),
            position: row.get(1)?,
            mark: Uuid::from_bytes(row.get(2)?),
        })
    })
}

pub(super) fn write_checkpoint(connection: &Connection, checkpoint: &Checkpoint) -> rusqlite::Result<()> {
    let Checkpoint { log, position, mark } = checkpoint;
    let mut update = connection.prepare_cached("UPDATE checkpoint SET log = ?1, position = ?2, mark = ?3")?;
    update.execute(params![log.as_bytes(), position, mark.as_bytes()])?;
    Ok(())
}
