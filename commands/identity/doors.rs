//! One at a time through each door: attempts on one mail address wait for each other, whether
//! anybody has that address or not, so neither the wait nor the count tells.

use std::{
    hash::{DefaultHasher, Hash, Hasher as _},
    sync::Arc,
};

use domain::mail;
use tokio::sync::{Mutex, OwnedMutexGuard};

const DOORS: usize = 256;

/// All doors.
#[derive(Debug)]
pub(crate) struct Doors(Vec<Arc<Mutex<()>>>);

impl Default for Doors {
    fn default() -> Self {
        Self(std::iter::repeat_with(Arc::default).take(DOORS).collect())
    }
}

impl Doors {
    pub(super) async fn queue(&self, email: &str) -> OwnedMutexGuard<()> {
        let mut hasher = DefaultHasher::new();
        mail::normalised(email).hash(&mut hasher);
        let door = usize::try_from(hasher.finish() % DOORS as u64).unwrap_or_default();
        self.0[door].clone().lock_owned().await
    }
}
