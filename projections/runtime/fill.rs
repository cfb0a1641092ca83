//! Fills a new file from the beginning of the log, to its head or to an earlier position.

use std::{path::PathBuf, sync::Arc};

use tokio_util::sync::CancellationToken;

use super::{Context, Fault, batch::Batch, bulk::Bulk, file::Checkpoint, tape::Tape};

/// Told how far a filling is: events done, and events in all.
pub type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// One filling: of which context, from which log, into which file.
pub(crate) struct Filling {
    pub context: Arc<Context>,
    pub tape: Arc<Tape>,
    pub path: PathBuf,
    pub shutdown: CancellationToken,
    pub progress: Progress,
}

/// Why a filling came to nothing.
#[derive(Debug)]
pub(crate) enum Cut {
    /// The house is being shut down.
    Shutdown,
    /// The file, or the log, failed.
    Fault(Fault),
    /// A fact after this position cannot be taken.
    Refused { after: u64, reason: String },
}

impl<T: Into<Fault>> From<T> for Cut {
    fn from(fault: T) -> Self {
        Self::Fault(fault.into())
    }
}

impl Filling {
    /// Fills up to `most`, or to the head of the log. Where an event cannot be taken it ends in front of its batch.
    pub async fn run(&self, most: u64) -> Result<Checkpoint, Cut> {
        match self.attempt(most).await {
            Err(Cut::Refused { after, .. }) if after < most => self.attempt(after).await,
            end => end,
        }
    }

    async fn attempt(&self, most: u64) -> Result<Checkpoint, Cut> {
        let (path, context, log) = (self.path.clone(), Arc::clone(&self.context), self.tape.log_id());
        let mut bulk = blocking(move || Bulk::begin(&path, &context, log)).await?;
        let mut seat = self.tape.convoy.join();
        let mut next = if self.end(most) > 0 { Some(self.tape.after(0).await?) } else { None };
        while let Some(batch) = next.take() {
            let until = self.reach(&batch, most);
            let more = until == batch.until && batch.after < until && until < self.end(most);
            let ahead = async { if more { self.tape.after(until).await.map(Some) } else { Ok(None) } };
            let (taken, ahead) = tokio::join!(self.take(bulk, batch, until), ahead);
            seat.moved_on(until).await;
            (bulk, next) = (taken?, ahead?);
            (self.progress)(bulk.position(), self.end(most));
        }
        drop(seat);
        let context = Arc::clone(&self.context);
        Ok(blocking(move || bulk.finish(&context)).await?)
    }

    async fn take(&self, mut bulk: Bulk, batch: Arc<Batch>, until: u64) -> Result<Bulk, Cut> {
        if self.shutdown.is_cancelled() {
            return Err(Cut::Shutdown);
        }
        let (context, after) = (Arc::clone(&self.context), bulk.position());
        match blocking(move || bulk.take(&context, &batch, until).map(|()| bulk)).await {
            Ok(bulk) => Ok(bulk),
            Err(Fault::Lasting(reason)) => Err(Cut::Refused { after, reason }),
            Err(fault) => Err(Cut::Fault(fault)),
        }
    }

    fn end(&self, most: u64) -> u64 {
        self.tape.head().min(most)
    }

    fn reach(&self, batch: &Batch, most: u64) -> u64 {
        let unread = batch.unread.iter().find(|unread| self.context.follows(&unread.kind));
        let readable = unread.map_or(batch.until, |unread| unread.position - 1);
        readable.min(most)
    }
}

/// Runs what waits for the disk away from the threads that serve.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await?
}
