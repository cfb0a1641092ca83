//! The connections that read: a few, opened when first needed, each lent to one reader at a time.
//! Readers beyond that wait without occupying a thread.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use rusqlite::Connection;
use tokio::sync::{Semaphore, watch};

use super::{
    connect,
    load::Looked,
    page::Names,
    read::{Snapshot, on_snapshot},
    tail::Tail,
};
use crate::LogError;

const MOST: usize = 3;
const CACHE_KIB: i64 = 768;
/// How often a look-up starts over because the tail moved on; each time takes two bindings.
const TRIES: usize = 16;

/// All that reading needs.
pub(super) struct Readers {
    pub path: PathBuf,
    pub names: Arc<Names>,
    pub tail: Arc<Mutex<Tail>>,
    pub bell: watch::Sender<u64>,
    seats: Arc<Semaphore>,
    shelf: Mutex<Shelf>,
    returned: Condvar,
}

#[derive(Default)]
struct Shelf {
    idle: Vec<Connection>,
    lent: usize,
}

impl Readers {
    pub(super) fn new(path: &Path, names: Arc<Names>, tail: Arc<Mutex<Tail>>, bell: watch::Sender<u64>) -> Self {
        let seats = Arc::new(Semaphore::new(MOST));
        Self { path: path.to_owned(), names, tail, bell, seats, shelf: Mutex::default(), returned: Condvar::new() }
    }

    /// Looks at a snapshot on a thread that may block.
    pub(super) async fn look<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Snapshot<'_>) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        self.lend(|readers, db| on_snapshot(db, (&readers.path, &readers.names), *readers.bell.borrow(), work)).await
    }

    /// Looks something up, once more when the snapshot was too old for the tail.
    pub(super) async fn look_up<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl Fn(&Snapshot<'_>, &Mutex<Tail>) -> Result<Looked<T>, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        self.lend(move |readers, db| {
            for _ in 0..TRIES {
                let told = *readers.bell.borrow();
                let looked =
                    on_snapshot(db, (&readers.path, &readers.names), told, |snapshot| work(snapshot, &readers.tail));
                if let Looked::Found(found) = looked? {
                    return Ok(found);
                }
            }
            Err(LogError::Fault("the log is written faster than it can be read".to_owned()))
        })
        .await
    }

    async fn lend<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, &Connection) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let seat = Arc::clone(&self.seats).acquire_owned().await.map_err(|_| LogError::Closed)?;
        let readers = Arc::clone(self);
        let task = tokio::task::spawn_blocking(move || {
            let _seat = seat;
            let (_place, db) = readers.take()?;
            let answer = work(&readers, &db);
            readers.shelf().idle.push(db);
            answer
        });
        task.await.map_err(|error| LogError::Fault(error.to_string()))?
    }

    /// Lets nobody in any more, waits for those who are reading, and closes the connections.
    pub(super) fn close(&self) {
        self.seats.close();
        let mut shelf = self.shelf();
        while shelf.lent > 0 {
            shelf = self.returned.wait(shelf).unwrap_or_else(PoisonError::into_inner);
        }
        shelf.idle.clear();
    }

    fn take(&self) -> Result<(Place<'_>, Connection), LogError> {
        let mut shelf = self.shelf();
        if self.seats.is_closed() {
            return Err(LogError::Closed);
        }
        shelf.lent += 1;
        let idle = shelf.idle.pop();
        drop(shelf);
        let place = Place(self);
        let db = idle.map_or_else(|| connect::to_read(&self.path, CACHE_KIB), Ok)?;
        Ok((place, db))
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place at the file. It is given back, whatever happens meanwhile; a connection in whose use
/// something panicked is closed instead of being lent again.
struct Place<'a>(&'a Readers);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.shelf().lent -= 1;
        self.0.returned.notify_all();
    }
}
