//! What the engine in a file promises beyond the contract: it survives, it notices damage, and it
//! knows whose file it is.

mod crash;
mod damage;
mod full_disk;
mod owner;
mod reopening;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use eventlog::{EventLog, LogError, Recorded, SqliteLog};
use tempfile::TempDir;

use crate::making::{fill, read_all};

/// The endings of the files that belong to a log.
const BESIDE: [&str; 4] = ["", "-wal", ".state", ".lock"];

/// A folder with a log in it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("log.db")
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.folder.path().join(format!("log.db{ending}"))
    }

    fn open(&self) -> Result<SqliteLog, LogError> {
        SqliteLog::open(&self.path())
    }

    /// The same files somewhere else.
    fn copy(&self) -> Self {
        let copy = Self::new();
        for ending in BESIDE {
            if self.beside(ending).exists() {
                fs::copy(self.beside(ending), copy.beside(ending)).expect("copying");
            }
        }
        copy
    }

    /// What a process leaves that ends at this moment: the files as they stand while the log is in
    /// use. Taken once more when the writer tidied up meanwhile.
    fn snapshot(&self) -> Self {
        loop {
            let before = self.sizes();
            let copy = self.copy();
            if before == self.sizes() && before == copy.sizes() {
                return copy;
            }
        }
    }

    /// The files as they are read one after the other while somebody writes: the write-ahead log
    /// first, so that it never tells of less than the file holds.
    fn copy_in_use(&self) -> Self {
        let copy = Self::new();
        for ending in ["-wal", "", ".state"] {
            fs::copy(self.beside(ending), copy.beside(ending)).expect("copying");
        }
        copy
    }

    fn sizes(&self) -> Vec<Option<u64>> {
        BESIDE.iter().map(|ending| fs::metadata(self.beside(ending)).ok().map(|file| file.len())).collect()
    }

    fn flip(&self, ending: &str, offset: usize) {
        let mut bytes = fs::read(self.beside(ending)).expect("reading");
        bytes[offset] ^= 1 << (offset % 8);
        fs::write(self.beside(ending), bytes).expect("writing");
    }

    fn cut(&self, ending: &str, length: u64) {
        let file = fs::OpenOptions::new().write(true).open(self.beside(ending)).expect("opening");
        file.set_len(length).expect("cutting");
    }
}

/// A log of so many events that was closed cleanly, and what it holds.
async fn closed(count: u64) -> (Place, Vec<Recorded>) {
    let place = Place::new();
    let log: Arc<dyn EventLog> = Arc::new(place.open().expect("a fresh log"));
    let written = fill(&log, count, 9).await;
    log.close().await.expect("closing");
    (place, written)
}

/// Whatever the log at a path still serves: all events in order, and each through its stream.
async fn serve(path: &Path) -> Result<Vec<Recorded>, LogError> {
    let log = SqliteLog::open(path)?;
    let all = read_all(&log, 1000).await?;
    for number in 0..9 {
        let stream = crate::making::stream(number);
        let loaded = log.load(stream.clone(), 0, usize::MAX).await?;
        assert!(loaded.iter().eq(all.iter().filter(|event| event.stream == stream)), "{stream} is not what it was");
    }
    Ok(all)
}
