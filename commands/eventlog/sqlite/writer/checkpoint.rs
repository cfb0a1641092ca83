//! Moving what was committed from the write-ahead log into the file: between batches, and in quiet
//! times so thoroughly that the write-ahead log is empty.

use std::time::Duration;

use super::Writer;
use crate::{LogError, sqlite::fault};

/// Rather than at every batch, the write-ahead log is looked at after about so many bytes.
const SETTLE_BYTES: usize = 4 << 20;
const BUSY: Duration = Duration::from_secs(5);

impl Writer {
    /// After enough was written.
    pub(super) fn settle(&mut self) {
        if self.unsettled_bytes >= SETTLE_BYTES && self.distrust.is_none() {
            self.checkpoint("PRAGMA wal_checkpoint(PASSIVE)", Duration::ZERO)
                .unwrap_or_else(|error| self.worry(&error));
            self.unsettled_bytes = 0;
        }
    }

    /// In quiet times. The memory that a busy time took is given back.
    pub(super) fn rest(&mut self) {
        self.bind_from(1);
        if self.distrust.is_none() {
            self.checkpoint("PRAGMA wal_checkpoint(TRUNCATE)", Duration::ZERO)
                .unwrap_or_else(|error| self.worry(&error));
        }
        let _: rusqlite::Result<()> = self.db.release_memory();
    }

    /// At the end. Answers an error when something stayed in the write-ahead log.
    pub(in crate::sqlite) fn finish(&mut self) -> Result<(), LogError> {
        self.bind_from(1);
        if let Some(reason) = &self.distrust {
            return Err(reason.clone());
        }
        let busy = self.checkpoint("PRAGMA wal_checkpoint(TRUNCATE)", BUSY);
        match busy.map_err(|error| fault::from_sqlite(&self.path, &error))? {
            0 => Ok(()),
            _ => Err(LogError::Fault("somebody else still reads the log's file".to_owned())),
        }
    }

    fn checkpoint(&self, sql: &str, patience: Duration) -> rusqlite::Result<i64> {
        self.db.busy_timeout(patience)?;
        let busy = self.db.prepare_cached(sql)?.query_row([], |row| row.get(0));
        self.db.busy_timeout(BUSY)?;
        busy
    }

    /// A full disk leaves the events in the write-ahead log, where they are safe. After any other
    /// failure nobody knows what reached the disk.
    fn worry(&mut self, error: &rusqlite::Error) -> i64 {
        match fault::from_sqlite(&self.path, error) {
            LogError::Full => tracing::warn!("the disk is full: the log's write-ahead log stays as it is"),
            failure => drop(self.undo(failure)),
        }
        0
    }
}
