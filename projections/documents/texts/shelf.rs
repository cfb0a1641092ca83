//! The file that holds the words of one space.

use std::{collections::HashSet, path::Path};

use domain::documents::BlobHash;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::runtime::{Fault, TO_READ};

pub(super) const SCHEMA: &str = include_str!("../../../migrations/views/documents/texts.sql");

/// One space's file, open.
pub(super) struct Shelf {
    connection: Connection,
}

impl Shelf {
    /// To be asked; `None` where there is none yet.
    pub fn open(path: &Path) -> Result<Option<Self>, Fault> {
        if !path.exists() {
            return Ok(None);
        }
        let connection = Connection::open_with_flags(path, TO_READ)?;
        connection.execute_batch("PRAGMA busy_timeout=5000; PRAGMA cache_size=-2000;")?;
        // One that was begun and cut short.
        let is_made = "SELECT 1 FROM sqlite_master WHERE name = 'texts'";
        let is_made = connection.query_row(is_made, [], |_| Ok(())).optional()?.is_some();
        Ok(is_made.then_some(Self { connection }))
    }

    /// To be written to; it is made where it is missing.
    pub fn make(path: &Path) -> Result<Self, Fault> {
        let mut connection = Connection::open(path)?;
        connection.execute_batch("PRAGMA busy_timeout=5000; PRAGMA cache_size=-4000; PRAGMA secure_delete=ON;")?;
        connection.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(()))?;
        connection.execute_batch("PRAGMA synchronous=NORMAL;")?;
        let is_made = "SELECT 1 FROM sqlite_master WHERE name = 'texts'";
        if connection.query_row(is_made, [], |_| Ok(())).optional()?.is_none() {
            let transaction = connection.transaction()?;
            transaction.execute_batch(SCHEMA)?;
            transaction.commit()?;
        }
        Ok(Self { connection })
    }

    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// How many contents were read.
    pub fn count(&self) -> Result<u64, Fault> {
        Ok(self.connection.query_row("SELECT count(*) FROM files", [], |row| row.get(0))?)
    }

    /// The contents that were read.
    pub fn known(&self) -> Result<HashSet<BlobHash>, Fault> {
        let mut statement = self.connection.prepare("SELECT blob FROM files")?;
        let known = statement.query_map([], |row| row.get(0).map(BlobHash))?.collect::<Result<_, _>>()?;
        Ok(known)
    }

    /// Takes in what was read, all or nothing of it; what has no words is remembered, too.
    pub fn take(&mut self, read: &[(BlobHash, Option<String>)]) -> Result<(), Fault> {
        let transaction = self.connection.transaction()?;
        for (blob, text) in read {
            let is_new = transaction.execute("INSERT OR IGNORE INTO files (blob) VALUES (?1)", [blob.0])? > 0;
            if let (true, Some(text)) = (is_new, text) {
                let number = transaction.last_insert_rowid();
                let mut insert = transaction.prepare_cached("INSERT INTO texts (rowid, text) VALUES (?1, ?2)")?;
                insert.execute(params![number, text])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Lets go of contents that are nobody's newest any more.
    pub fn let_go(&mut self, blobs: &[BlobHash]) -> Result<(), Fault> {
        let transaction = self.connection.transaction()?;
        for blob in blobs {
            let sql = "DELETE FROM texts WHERE rowid = (SELECT number FROM files WHERE blob = ?1)";
            transaction.prepare_cached(sql)?.execute([blob.0])?;
            transaction.prepare_cached("DELETE FROM files WHERE blob = ?1")?.execute([blob.0])?;
        }
        Ok(transaction.commit()?)
    }
}
