//! The one writer: a thread that owns the only connection that writes.
//!
//! It takes the first waiting append, takes along whatever else waits already, and commits once for
//! all of them; it never waits for company. An append is decided before anything of it is written,
//! so one that is refused has nothing to undo and disturbs no other. A full disk is a passing
//! state; after any other failure of a write the connection is not trusted again, because nobody
//! can tell what reached the disk.

mod bind;
mod checkpoint;
mod decide;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    time::{Duration, Instant},
};

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use self::decide::{Desk, Verdict};
use super::{
    book::Book,
    fault,
    page::Names,
    queue::{Ask, Job},
    readers::Readers,
    tail::{Placed, Tail},
};
use crate::{LogError, Proposed, Receipt, Recorded, tally::Meter};

/// The most appends of one commit.
const MOST_APPENDS: usize = 512;
/// The commit that reached this many bytes takes no further append along.
const ENOUGH_BYTES: usize = 4 << 20;
/// Nothing to do for this long is a quiet time.
const QUIET: Duration = Duration::from_secs(1);

/// The writer and all it knows.
pub(super) struct Writer {
    db: Connection,
    path: PathBuf,
    names: Arc<Names>,
    tail: Arc<Mutex<Tail>>,
    bell: watch::Sender<u64>,
    meter: Arc<Meter>,
    /// The last position that is committed.
    head: u64,
    /// The last position that lies in a page.
    bound: u64,
    /// The number the next new stream gets in the index.
    next_stream: i64,
    /// No bound id has a tag above this one.
    newest_tag: i64,
    /// Nothing is bound before this position is reached: the last try found no room.
    bind_later: u64,
    /// Why nothing is written any more.
    distrust: Option<LogError>,
    /// Roughly what was written since the last checkpoint.
    unsettled_bytes: usize,
}

/// The answers of a batch, and the head it leads to.
struct Filled {
    answers: Vec<Result<Receipt, LogError>>,
    head: u64,
    appends: u64,
}

impl Writer {
    /// A writer that goes on where the file and its tail end.
    pub(super) fn new(db: Connection, readers: &Readers, meter: Arc<Meter>) -> Result<Self, LogError> {
        // Both are the ends of an index: a log of a million streams opens as fast as an empty one.
        let last = |sql| db.query_row(sql, [], |row| row.get::<_, Option<i64>>(0));
        let fail = |error| fault::from_sqlite(&readers.path, &error);
        let next_stream = last("SELECT max(stream) FROM stream_pages").map_err(fail)?.unwrap_or(0) + 1;
        let newest_tag = last("SELECT max(tag) FROM ids").map_err(fail)?.unwrap_or(i64::MIN);
        let tail = Arc::clone(&readers.tail);
        let (bound, head) = {
            let tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
            (tail.floor(), tail.head())
        };
        let (path, names, bell) = (readers.path.clone(), Arc::clone(&readers.names), readers.bell.clone());
        let (bind_later, distrust, unsettled_bytes) = (0, None, 0);
        Ok(Self {
            db,
            path,
            names,
            tail,
            bell,
            meter,
            head,
            bound,
            next_stream,
            newest_tag,
            bind_later,
            distrust,
            unsettled_bytes,
        })
    }

    /// Where the file lies.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Works until told to close; answers with whoever wants to hear when all is done.
    pub(super) fn run(&mut self, inbox: &mpsc::Receiver<Job>) -> Vec<oneshot::Sender<Result<(), LogError>>> {
        let mut closing = Vec::new();
        let mut rested = false;
        while closing.is_empty() {
            let next = if rested {
                inbox.recv().map_err(|_| mpsc::RecvTimeoutError::Disconnected)
            } else {
                inbox.recv_timeout(QUIET)
            };
            rested = next.is_err();
            match next {
                Ok(job) => self.batch(job, inbox, &mut closing),
                Err(mpsc::RecvTimeoutError::Timeout) => self.rest(),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        while let Ok(job) = inbox.try_recv() {
            self.batch(job, inbox, &mut closing);
        }
        closing
    }

    fn batch(
        &mut self,
        first: Job,
        inbox: &mpsc::Receiver<Job>,
        closing: &mut Vec<oneshot::Sender<Result<(), LogError>>>,
    ) {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Append(ask) => {
                    bytes += ask.bytes;
                    batch.push(ask);
                }
                Job::Close(answer) => closing.push(answer),
            }
            let has_room = batch.len() < MOST_APPENDS && bytes < ENOUGH_BYTES;
            next = has_room.then(|| inbox.try_recv().ok()).flatten();
        }
        if !batch.is_empty() {
            let appends = batch.len();
            self.commit(batch, bytes);
            self.tidy(appends);
        }
    }

    /// Writes a batch and answers it.
    fn commit(&mut self, batch: Vec<Ask>, bytes: usize) {
        let began = Instant::now();
        match self.write(&batch) {
            Ok(Filled { answers, head, appends }) => {
                if head > self.head {
                    self.meter.commits(appends, head - self.head, began.elapsed());
                    self.head = head;
                    self.unsettled_bytes += 2 * bytes + (8 << 10);
                    self.bell.send_replace(head);
                }
                batch.into_iter().zip(answers).for_each(|(ask, answer)| ask.answer(answer));
            }
            Err(error) => {
                self.tail().retract(self.head);
                batch.into_iter().for_each(|ask| ask.answer(Err(error.clone())));
            }
        }
    }

    fn write(&mut self, batch: &[Ask]) -> Result<Filled, LogError> {
        self.begin()?;
        let filled = self.fill(batch).and_then(|filled| {
            let end = if filled.head > self.head { "COMMIT" } else { "ROLLBACK" };
            self.run_sql(end).map(|()| filled)
        });
        filled.map_err(|error| self.undo(error))
    }

    fn fill(&self, batch: &[Ask]) -> Result<Filled, LogError> {
        let mut filled = Filled { answers: Vec::with_capacity(batch.len()), head: self.head, appends: 0 };
        let desk = Desk { book: self.book(), tail: &self.tail, newest_tag: self.newest_tag };
        for ask in batch {
            let answer = match desk.decide(&ask.stream, ask.expected, &ask.events) {
                Ok(Verdict::Written(receipt)) => Ok(receipt),
                Ok(Verdict::Write) => {
                    filled.appends += 1;
                    Ok(self.insert(ask, &mut filled.head)?)
                }
                // SQLite gives up a whole transaction over some errors, this append's neighbours included.
                Err(failure) if self.db.is_autocommit() => return Err(failure),
                Err(refusal) => Err(refusal),
            };
            filled.answers.push(answer);
        }
        Ok(filled)
    }

    fn insert(&self, ask: &Ask, head: &mut u64) -> Result<Receipt, LogError> {
        let (first, mut version) = (*head + 1, ask.expected);
        for Proposed { id, kind, at_us, stamp, payload } in ask.events.iter().cloned() {
            *head += 1;
            version += 1;
            let stream = ask.stream.clone();
            self.tail().push(Placed { id, stream: stream.clone(), version });
            let event = Recorded { position: *head, stream, version, id, kind, at_us, stamp, payload };
            self.book().insert(event).map_err(|error| self.book().fault(&error))?;
        }
        Ok(Receipt { first, last: *head, length: version })
    }

    fn begin(&self) -> Result<(), LogError> {
        match &self.distrust {
            Some(reason) => Err(reason.clone()),
            None => self.run_sql("BEGIN IMMEDIATE"),
        }
    }

    /// Takes a transaction back, and answers why. Only a full disk leaves the connection trusted, and
    /// only when the log is seen to stand where it stood.
    fn undo(&mut self, error: LogError) -> LogError {
        let undone = self.db.is_autocommit() || self.run_sql("ROLLBACK").is_ok();
        let stands = undone && self.book().extent() == Ok((self.bound, self.head));
        if error != LogError::Full || !stands {
            tracing::error!(%error, "writing to the log failed; nothing is written until a restart");
            let reason = format!("a write failed, and nothing is written until a restart: {error}");
            self.distrust = Some(LogError::Fault(reason));
        }
        error
    }

    fn run_sql(&self, sql: &str) -> Result<(), LogError> {
        let run = || self.db.prepare_cached(sql)?.execute([]);
        run().map(drop).map_err(|error| self.book().fault(&error))
    }

    fn book(&self) -> Book<'_> {
        Book { db: &self.db, path: &self.path, names: &self.names }
    }

    fn tail(&self) -> MutexGuard<'_, Tail> {
        self.tail.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
