//! A file on its way from nothing to the head of the log, as fast as the disk allows.
//!
//! No journal, no syncs, indexes last: a filling that is cut short leaves nothing that could be
//! trusted, so it is always begun anew.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::{
    Context, Fault,
    batch::Batch,
    file::{CHECKPOINT_TABLE, Checkpoint, write_checkpoint},
    projector::Rows,
};

/// A file that is being filled.
pub(crate) struct Bulk {
    connection: Connection,
    path: PathBuf,
    checkpoint: Checkpoint,
}

impl Bulk {
    /// Begins, and removes what an earlier attempt left.
    pub fn begin(path: &Path, context: &Context, log: Uuid) -> Result<Self, Fault> {
        remove(path)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let connection = Connection::open(path)?;
        connection.query_row("PRAGMA journal_mode=OFF", [], |_| Ok(()))?;
        connection.execute_batch("PRAGMA synchronous=OFF; PRAGMA cache_size=-4000;")?;
        connection.set_prepared_statement_cache_capacity(Rows::STATEMENTS);
        connection.execute_batch("BEGIN")?;
        connection.execute_batch(CHECKPOINT_TABLE)?;
        let checkpoint = Checkpoint { log, position: 0, mark: Uuid::nil() };
        connection.execute("INSERT INTO checkpoint VALUES (?1, 0, ?2)", params![log.as_bytes(), [0_u8; 16]])?;
        context.make_tables(&connection)?;
        Ok(Self { connection, path: path.to_owned(), checkpoint })
    }

    pub const fn position(&self) -> u64 {
        self.checkpoint.position
    }

    /// Takes a batch up to a position. After a failure the file is of no use any more.
    pub fn take(&mut self, context: &Context, batch: &Batch, until: u64) -> Result<(), Fault> {
        context.project(batch.between(self.position(), until), &self.connection)?;
        self.checkpoint.mark = batch.id_at(until).unwrap_or(self.checkpoint.mark);
        self.checkpoint.position = until;
        Ok(())
    }

    /// Makes the indexes, brings everything to the disk and closes the file.
    pub fn finish(self, context: &Context) -> Result<Checkpoint, Fault> {
        context.make_indexes(&self.connection)?;
        write_checkpoint(&self.connection, &self.checkpoint)?;
        self.connection.execute_batch("COMMIT")?;
        self.connection.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(()))?;
        self.connection.close().map_err(|(_, error)| error)?;
        File::open(&self.path)?.sync_all()?;
        Ok(self.checkpoint)
    }
}

/// Removes a file and what SQLite keeps beside it.
pub(crate) fn remove(path: &Path) -> std::io::Result<()> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
