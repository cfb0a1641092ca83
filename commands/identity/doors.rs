//! One at a time through each door: attempts on one mail address wait for each other, whether
//! anybody has that address or not, so neither the wait nor the count tells. What takes several
//! steps (opening an account, setting a password) waits at the same doors.

use std::{
    hash::{DefaultHasher, Hash, Hasher as _},
    sync::Arc,
};

use domain::mail;
use tokio::sync::{Mutex, OwnedMutexGuard};

const DOORS: usize = 256;

/// All doors.
#[derive(Debug)]
pub(crate) struct Doors {
    doors: Vec<Arc<Mutex<()>>>,
    founders: Arc<Mutex<()>>,
}

impl Default for Doors {
    fn default() -> Self {
        let doors = std::iter::repeat_with(Arc::default).take(DOORS).collect();
        Self { doors, founders: Arc::default() }
    }
}

impl Doors {
    /// Waits at the door of a mail address or an account. Whoever stands in one door must not wait
    /// at another: two names can share a door.
    pub(crate) async fn queue(&self, name: &str) -> OwnedMutexGuard<()> {
        let mut hasher = DefaultHasher::new();
        mail::normalised(name).hash(&mut hasher);
        let door = usize::try_from(hasher.finish() % DOORS as u64).unwrap_or_default();
        self.doors[door].clone().lock_owned().await
    }

    /// Waits where the house is founded; this comes before any other door.
    pub(super) async fn queue_to_found(&self) -> OwnedMutexGuard<()> {
        self.founders.clone().lock_owned().await
    }
}
