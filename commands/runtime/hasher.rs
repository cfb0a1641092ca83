//! Password hashes: argon2id (RFC 9106), off the async threads and only a few at once.
//!
//! A hash takes 19 MiB; unbounded, a flood of logins would take the machine's memory.

use std::sync::Arc;

use argon2::{Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

use super::{Fault, argon2id::Argon2id, secret};

const AT_ONCE: usize = 2;
const WAITING: usize = 64;

/// Too many are waiting already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many logins are under way; try again in a moment")]
pub struct Busy;

/// What a hash costs whoever guesses.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory_kib: Params::DEFAULT_M_COST, passes: Params::DEFAULT_T_COST }
    }
}

/// What a hasher is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HasherLoad {
    /// Hashes that are being made.
    pub running: usize,
    /// Logins that wait for theirs.
    pub waiting: usize,
}

/// Makes and checks password hashes.
#[derive(Clone, Debug)]
pub struct Hasher {
    argon2: Argon2id,
    running: Arc<Semaphore>,
    places: Arc<Semaphore>,
    decoy: Arc<str>,
}

impl Hasher {
    /// A hasher of a cost.
    ///
    /// # Errors
    /// When the cost is out of range, or there are no random numbers.
    pub fn new(cost: Cost) -> Result<Self, Fault> {
        let broken = |error: &dyn std::fmt::Display| Fault::Broken(format!("argon2: {error}"));
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|error| broken(&error))?;
        let argon2 = Argon2id::new(params);
        let nobody: [u8; 32] = secret::random_bytes()?;
        let decoy = argon2.hash_password(&nobody).map_err(|error| broken(&error))?.to_string();
        let (running, places) = (Arc::new(Semaphore::new(AT_ONCE)), Arc::new(Semaphore::new(WAITING)));
        Ok(Self { argon2, running, places, decoy: decoy.into() })
    }

    /// What it is doing now.
    #[must_use]
    pub fn load(&self) -> HasherLoad {
        let running = AT_ONCE - self.running.available_permits();
        let waiting = (WAITING - self.places.available_permits()).saturating_sub(running);
        HasherLoad { running, waiting }
    }

    /// The hash of a password, salt and cost included.
    pub(crate) async fn hash(&self, password: Zeroizing<String>) -> Result<String, Fault> {
        let argon2 = self.argon2.clone();
        let hashed = self.in_turn(None, move || argon2.hash_password(password.as_bytes())).await?;
        hashed.map(|hash| hash.to_string()).map_err(|error| Fault::Broken(format!("argon2: {error}")))
    }

    /// Whether a password fits a hash. Without a hash it takes as long and fits never.
    ///
    /// `None` when too many wait already.
    pub(crate) async fn fits(&self, password: Zeroizing<String>, hash: Option<String>) -> Result<Option<bool>, Fault> {
        let Ok(place) = self.places.clone().try_acquire_owned() else { return Ok(None) };
        let (argon2, known) = (self.argon2.clone(), hash.is_some());
        let hash = hash.unwrap_or_else(|| self.decoy.to_string());
        let compared = move || {
            let hash = PasswordHash::new(&hash);
            hash.is_ok_and(|hash| argon2.verify_password(password.as_bytes(), &hash).is_ok())
        };
        Ok(Some(self.in_turn(Some(place), compared).await? && known))
    }

    /// Works when there is room. The place is the work's and not the asker's: whoever hangs up leaves a hash behind
    /// that goes on, and that counts until it is done.
    async fn in_turn<T: Send + 'static>(
        &self,
        place: Option<OwnedSemaphorePermit>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let turn = self.running.clone().acquire_owned().await;
        let task = tokio::task::spawn_blocking(move || {
            let _until_done = (place, turn);
            work()
        });
        Ok(task.await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_counts_until_it_is_done_even_when_its_asker_has_gone() {
        let hasher = Hasher::new(Cost { memory_kib: 65_536, passes: 8 }).expect("a hasher");
        for _ in 0..AT_ONCE {
            let theirs = hasher.clone();
            let asker = tokio::spawn(async move { theirs.fits(Zeroizing::new("a guess".to_owned()), None).await });
            let before = hasher.load().running;
            while hasher.load().running == before {
                tokio::task::yield_now().await;
            }
            asker.abort();
            assert!(asker.await.is_err(), "the asker has gone");
        }
        assert_eq!(hasher.load().running, AT_ONCE);
        let (_all, left) = tokio::join!(hasher.running.acquire_many(2), async { hasher.load().running });
        assert_eq!(left, AT_ONCE, "and the next one waits for them");
        assert_eq!(hasher.places.available_permits(), WAITING);
    }
}
