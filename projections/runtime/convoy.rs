//! Keeps fillings that run at the same time close together, so that the log is read and decoded
//! once for all of them. Politeness only: nobody waits long for one that does not move.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use super::batch::BATCH;

/// How far apart two may be.
const APART: u64 = 2 * BATCH as u64 + 1;
/// One that is further behind than this began later, and reads for itself.
const OUT_OF_SIGHT: u64 = 32 * BATCH as u64;
/// How long to wait for one that does not move.
const PATIENCE: Duration = Duration::from_millis(50);

/// The fillings under way, and how far each has come.
#[derive(Clone, Default)]
pub(crate) struct Convoy {
    places: Arc<Mutex<BTreeMap<u64, u64>>>,
    moved: Arc<watch::Sender<()>>,
}

/// One filling's seat, given up when it is dropped.
pub(crate) struct Seat {
    convoy: Convoy,
    number: u64,
}

impl Convoy {
    /// Takes a seat at the beginning of the log.
    pub fn join(&self) -> Seat {
        let mut places = self.places();
        let number = places.last_key_value().map_or(0, |(number, _)| number + 1);
        places.insert(number, 0);
        Seat { convoy: self.clone(), number }
    }

    fn places(&self) -> MutexGuard<'_, BTreeMap<u64, u64>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether one that is in sight is too far behind.
    fn is_torn(&self, position: u64) -> bool {
        self.places().values().any(|place| (APART..OUT_OF_SIGHT).contains(&position.saturating_sub(*place)))
    }
}

impl Seat {
    /// Tells how far this one is, and waits while another is far behind.
    pub async fn moved_on(&mut self, position: u64) {
        let mut moved = self.convoy.moved.subscribe();
        self.convoy.places().insert(self.number, position);
        self.convoy.moved.send_replace(());
        let close = async { while self.convoy.is_torn(position) && moved.changed().await.is_ok() {} };
        let _ = tokio::time::timeout(PATIENCE, close).await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.convoy.places().remove(&self.number);
        self.convoy.moved.send_replace(());
    }
}
