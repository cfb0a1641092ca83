//! The log in one SQLite file, for a house that stands on one machine.
//!
//! Lone appends touch a single table; full pages are bound later. What is answered is on the disk,
//! what is read is checked, and what does not match is refused by name instead of being served.
//! Deliberately absent: a second writer, memory-mapped reading (a shortened file would end the
//! process), and any repair: damage is for a person and a backup.

mod book;
mod connect;
mod copy;
mod fault;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod index;
mod left;
mod load;
mod mark;
mod page;
mod queue;
mod read;
mod readers;
mod start;
mod sums;
mod tail;
mod verify;
mod wal;
mod writer;

pub use copy::{Digest, Moment, digest};
pub use verify::{Check, verify};

use std::{
    fs::File,
    path::Path,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread::JoinHandle,
};

use tokio::sync::watch;
use uuid::Uuid;

use self::{
    book::Book,
    mark::Mark,
    page::Names,
    queue::{Job, Queue},
    readers::Readers,
    writer::Writer,
};
use crate::{EventLog, Feed, LogError, Proposed, Receipt, Recorded, Reply, Slice, StreamName, Tally, tally::Meter};

/// A log in an SQLite file.
pub struct SqliteLog {
    log_id: Uuid,
    readers: Arc<Readers>,
    meter: Arc<Meter>,
    queue: Queue,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl SqliteLog {
    /// Opens the log, or begins one where there is none. Blocks.
    ///
    /// # Errors
    /// When the file is damaged, belongs to something else, or is in use.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        let held = left::hold(path)?;
        let (db, log_id) = start::open(path)?;
        let names = Arc::new(Names::default());
        let tail = start::tail(&Book { db: &db, path, names: &names })?;
        let (bell, tail) = (watch::channel(tail.head()).0, Arc::new(Mutex::new(tail)));
        let readers = Arc::new(Readers::new(path, names, tail, bell));
        let meter = Arc::new(Meter::default());
        let writer = Writer::new(db, &readers, Arc::clone(&meter))?;
        let (queue, inbox) = Queue::new(Arc::clone(&meter));
        let work = Work { writer, inbox, readers: Arc::clone(&readers), log_id, held };
        let thread = std::thread::Builder::new().name("log-writer".to_owned()).spawn(|| work.run());
        let thread = thread.map_err(|error| LogError::Fault(error.to_string()))?;
        Ok(Self { log_id, readers, meter, queue, writer: Mutex::new(Some(thread)) })
    }
}

impl Drop for SqliteLog {
    fn drop(&mut self) {
        drop(self.queue.close());
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if writer.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the writer of the log ended in a panic");
        }
    }
}

/// The writer's life, from its first batch to the mark that all is well.
struct Work {
    writer: Writer,
    inbox: mpsc::Receiver<Job>,
    readers: Arc<Readers>,
    log_id: Uuid,
    held: File,
}

impl Work {
    fn run(mut self) {
        let closing = self.writer.run(&self.inbox);
        self.readers.close();
        let finished = self.writer.finish();
        let Self { writer, inbox, log_id, held, .. } = self;
        let path = writer.path().to_owned();
        let left = finished.and_then(|()| {
            mark::write(&path, log_id, Mark::Closing)?;
            drop(writer);
            mark::write(&path, log_id, Mark::Clean)
        });
        if let Err(error) = &left {
            tracing::warn!(%error, "the log was not closed cleanly and will be checked when it is opened again");
        }
        // From here on the log can be opened again; whoever still asks hears that it is closed.
        drop((held, inbox));
        closing.into_iter().for_each(|answer| drop(answer.send(left.clone())));
    }
}

impl Feed for SqliteLog {
    fn log_id(&self) -> Uuid {
        self.log_id
    }

    fn bell(&self) -> watch::Receiver<u64> {
        self.readers.bell.subscribe()
    }

    fn read(&self, after: u64, limit: usize) -> Reply<'_, Slice> {
        Box::pin(self.readers.look(move |snapshot| snapshot.read(after, limit)))
    }

    fn read_kinds(&self, kinds: Vec<String>, after: u64, limit: usize) -> Reply<'_, Slice> {
        Box::pin(self.readers.look(move |snapshot| snapshot.read_kinds(&kinds, after, limit)))
    }
}

impl EventLog for SqliteLog {
    fn append(&self, stream: StreamName, expected: u64, events: Vec<Proposed>) -> Reply<'_, Receipt> {
        Box::pin(self.queue.append(stream, expected, events))
    }

    fn load(&self, stream: StreamName, after: u64, limit: usize) -> Reply<'_, Vec<Recorded>> {
        Box::pin(self.readers.look_up(move |snapshot, tail| snapshot.load(tail, &stream, after, limit)))
    }

    fn find(&self, id: Uuid) -> Reply<'_, Option<Recorded>> {
        Box::pin(self.readers.look_up(move |snapshot, tail| snapshot.find(tail, id)))
    }

    fn at(&self, position: u64) -> Reply<'_, Option<Recorded>> {
        Box::pin(self.readers.look(move |snapshot| snapshot.at(position)))
    }

    fn close(&self) -> Reply<'_, ()> {
        let closed = self.queue.close();
        Box::pin(async move { closed.await.unwrap_or(Ok(())) })
    }

    fn tally(&self) -> Tally {
        Tally { stored_bytes: wal::stored_bytes(&self.readers.path), ..self.meter.tally() }
    }

    fn feed(&self) -> &dyn Feed {
        self
    }
}
