//! The log, read and decoded once for all contexts that stand at the same place.
//!
//! A context that stands elsewhere reads for itself, so nobody ever waits for a slower one. Only
//! the last few batches are kept, and none once the house is quiet.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::Seals;
use eventlog::{Feed, LogError};
use tokio::{
    sync::{OnceCell, watch},
    time::Instant,
};
use uuid::Uuid;

use super::{
    batch::{BATCH, Batch},
    convoy::Convoy,
};

const KEPT: usize = 6;
/// A batch that ends before the log does is worth sharing from this many events on.
const WORTH_KEEPING: u64 = 512;
/// Short enough that nobody who waits for a view after a command notices.
const BREATH: Duration = Duration::from_millis(1);
/// Below this it costs less to decode on the spot than to hand over to another thread.
const SMALL: usize = 32;

type Cell = Arc<OnceCell<Arc<Batch>>>;

/// The log as the followers see it.
pub(crate) struct Tape {
    feed: Arc<dyn Feed>,
    seals: Arc<dyn Seals>,
    recent: Mutex<VecDeque<(u64, Cell)>>,
    breath: Mutex<Instant>,
    /// Fillings that read it at the same time.
    pub convoy: Convoy,
}

impl Tape {
    pub fn new(feed: Arc<dyn Feed>, seals: Arc<dyn Seals>) -> Self {
        Self { feed, seals, recent: Mutex::default(), breath: Mutex::new(Instant::now()), convoy: Convoy::default() }
    }

    pub fn log_id(&self) -> Uuid {
        self.feed.log_id()
    }

    pub fn bell(&self) -> watch::Receiver<u64> {
        self.feed.bell()
    }

    /// The newest position of the log.
    pub fn head(&self) -> u64 {
        *self.feed.bell().borrow()
    }

    /// The id of the event at a position.
    pub async fn id_at(&self, position: u64) -> Result<Option<Uuid>, LogError> {
        let slice = self.feed.read(position.saturating_sub(1), 1).await?;
        Ok(slice.events.first().filter(|event| event.position == position).map(|event| event.id))
    }

    /// The next events after a position: from what was read lately, or from the log.
    pub async fn after(&self, position: u64) -> Result<Arc<Batch>, LogError> {
        let cell = self.cell(position);
        let batch = cell.get_or_try_init(|| self.read(position)).await.map(Arc::clone);
        if batch.as_ref().map_or(true, |batch| !batch.holds(position)) {
            self.recent().retain(|(_, kept)| !Arc::ptr_eq(kept, &cell));
        }
        batch
    }

    /// Lets go of what was read lately.
    pub fn forget(&self) {
        *self.recent() = VecDeque::new();
    }

    fn cell(&self, position: u64) -> Cell {
        let mut recent = self.recent();
        let head = self.head();
        let found = recent.iter().find(|(after, cell)| match cell.get() {
            Some(batch) => batch.holds(position) && (batch.until >= head || batch.until - position >= WORTH_KEEPING),
            None => *after == position,
        });
        if let Some((_, cell)) = found {
            return Arc::clone(cell);
        }
        if recent.len() >= KEPT {
            recent.pop_front();
        }
        let cell = Cell::default();
        recent.push_back((position, Arc::clone(&cell)));
        cell
    }

    fn recent(&self) -> MutexGuard<'_, VecDeque<(u64, Cell)>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A lone event is read at once; under load, several gather.
    async fn breathe(&self) {
        let now = Instant::now();
        let due = {
            let mut breath = self.breath.lock().unwrap_or_else(PoisonError::into_inner);
            if *breath <= now {
                *breath = now + BREATH;
                return;
            }
            *breath
        };
        tokio::time::sleep_until(due).await;
    }

    async fn read(&self, after: u64) -> Result<Arc<Batch>, LogError> {
        if self.head().saturating_sub(after) < BATCH as u64 {
            self.breathe().await;
        }
        let slice = self.feed.read(after, BATCH).await?;
        if slice.events.len() <= SMALL {
            return Ok(Arc::new(Batch::decode(after, &slice.events, slice.until, &*self.seals)));
        }
        let seals = Arc::clone(&self.seals);
        tokio::task::spawn_blocking(move || Arc::new(Batch::decode(after, &slice.events, slice.until, &*seals)))
            .await
            .map_err(|failure| LogError::Fault(failure.to_string()))
    }
}
