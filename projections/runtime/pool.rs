//! Read-only connections to one file. Few and small: an idle house keeps one, with a small cache.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

/// How many queries run at once; more wait.
const MOST: usize = 4;
/// How many connections are kept for the next query.
const KEPT: usize = 2;

/// Whether the file that answers was made by this version's projectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answering {
    Present,
    /// By earlier ones; it answers until the new file has caught up, as far as it can.
    Outgrown,
}

/// The read-only connections to one file.
pub(crate) struct Pool {
    path: PathBuf,
    pub answering: Answering,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

/// Each connection is held by one thread at a time, so SQLite need not take a lock in every call.
pub(crate) const TO_READ: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

impl Pool {
    pub fn new(path: &Path, answering: Answering) -> Self {
        Self { path: path.to_owned(), answering, idle: Mutex::default(), permits: Arc::new(Semaphore::new(MOST)) }
    }

    /// Waits for its turn.
    pub async fn permit(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        Arc::clone(&self.permits).acquire_owned().await
    }

    /// Runs a query on the present thread.
    pub fn run<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = idle.map_or_else(|| self.open(), Ok)?;
        let answer = query(&connection)?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(connection);
        }
        Ok(answer)
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(&self.path, TO_READ)?;
        connection.execute_batch("PRAGMA busy_timeout=5000; PRAGMA cache_size=-512;")?;
        Ok(connection)
    }
}
