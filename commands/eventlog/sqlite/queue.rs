//! The appends that wait for the writer. The queue is bounded by bytes: whoever comes when it is
//! full waits in the async world, where waiting costs nothing.

use std::{
    sync::{Arc, mpsc},
    time::Instant,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::{LogError, Proposed, Receipt, StreamName, limits, tally::Meter};

/// What may wait altogether, in KiB. Twice what one append may weigh.
const ROOM_KIB: usize = 2 * (limits::MOST_BYTES >> 10);

/// An append that waits.
pub(super) struct Ask {
    pub stream: StreamName,
    pub expected: u64,
    pub events: Vec<Proposed>,
    pub bytes: usize,
    answer: oneshot::Sender<Result<Receipt, LogError>>,
    waiting: Waiting,
}

impl Ask {
    /// Answers whoever asked.
    pub(super) fn answer(self, answer: Result<Receipt, LogError>) {
        let Self { answer: asked, waiting, .. } = self;
        match answer {
            Ok(_) => waiting.meter.answers(waiting.since.elapsed()),
            Err(_) => waiting.meter.refuses(),
        }
        // Before the answer: whoever has it must not be counted as waiting any more.
        drop(waiting);
        // Whoever does not listen any more will ask again with the same ids.
        drop(asked.send(answer));
    }
}

struct Waiting {
    meter: Arc<Meter>,
    since: Instant,
    _room: OwnedSemaphorePermit,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.meter.leaves();
    }
}

/// What the writer is asked to do.
pub(super) enum Job {
    Append(Ask),
    Close(oneshot::Sender<Result<(), LogError>>),
}

/// The end of the queue at which appends arrive.
pub(super) struct Queue {
    room: Arc<Semaphore>,
    jobs: mpsc::Sender<Job>,
    meter: Arc<Meter>,
}

impl Queue {
    pub(super) fn new(meter: Arc<Meter>) -> (Self, mpsc::Receiver<Job>) {
        let (jobs, inbox) = mpsc::channel();
        (Self { room: Arc::new(Semaphore::new(ROOM_KIB)), jobs, meter }, inbox)
    }

    /// Waits for room, then for the answer.
    pub(super) async fn append(
        &self,
        stream: StreamName,
        expected: u64,
        events: Vec<Proposed>,
    ) -> Result<Receipt, LogError> {
        let bytes = limits::weigh(&stream, &events).inspect_err(|_| self.meter.refuses())?;
        let kib = u32::try_from((bytes >> 10) + 1).unwrap_or(u32::MAX);
        let since = Instant::now();
        let room = Arc::clone(&self.room).acquire_many_owned(kib).await.map_err(|_| LogError::Closed)?;
        self.meter.arrives();
        let waiting = Waiting { meter: Arc::clone(&self.meter), since, _room: room };
        let (answer, answered) = oneshot::channel();
        let ask = Ask { stream, expected, events, bytes, answer, waiting };
        self.jobs.send(Job::Append(ask)).map_err(|_| LogError::Closed)?;
        answered.await.map_err(|_| LogError::Closed)?
    }

    /// Lets nobody in any more; the answer comes when everything is done.
    pub(super) fn close(&self) -> oneshot::Receiver<Result<(), LogError>> {
        self.room.close();
        let (answer, answered) = oneshot::channel();
        // When the writer is gone already the answer's end is dropped here, which says as much.
        drop(self.jobs.send(Job::Close(answer)));
        answered
    }
}
