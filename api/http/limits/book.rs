//! The counts of one limit, for at most so many clients.
//!
//! **Invariant.** Nobody's count is ever thrown away before it would be like new by itself, so no
//! flood of other addresses, however many, sets anybody's count back: not a guesser's own, not an
//! honest client's. Where there is no room for one more, newcomers are counted in crowds: the flood
//! then costs those who are not here yet, and nobody else. Who shares a crowd with whom is decided
//! by a secret of this process.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use governor::{
    nanos::Nanos,
    state::{StateStore, keyed::ShrinkableKeyedStateStore},
};

use super::client::Client;

/// Clients counted apart, for each limit.
pub const MOST_CLIENTS: usize = 16_384;
const CROWDS: u64 = 64;

/// When each client's next request is expected (the algorithm's theoretical arrival time).
#[derive(Clone, Default)]
pub struct Book(Arc<Inner>);

#[derive(Default)]
struct Inner {
    expected: Mutex<HashMap<Client, Nanos>>,
    secret: RandomState,
}

impl Book {
    /// Under whom a client is counted: itself, or its crowd where there is no room.
    pub fn entry(&self, client: Client) -> Client {
        let expected = self.lock();
        if expected.len() < MOST_CLIENTS || expected.contains_key(&client) {
            return client;
        }
        drop(expected);
        let crowd = self.0.secret.hash_one(client) % CROWDS;
        Client::Crowd(u8::try_from(crowd).unwrap_or_default())
    }

    /// When a client's next request is expected.
    pub fn expected(&self, client: Client) -> Option<Nanos> {
        self.lock().get(&client).copied()
    }

    /// Whether there is no room for another client.
    pub fn is_full(&self) -> bool {
        self.lock().len() >= MOST_CLIENTS
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Client, Nanos>> {
        self.0.expected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StateStore for Book {
    type Key = Client;

    fn measure_and_replace<T, F, E>(&self, client: &Client, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut expected = self.lock();
        let (outcome, next) = decide(expected.get(client).copied())?;
        expected.insert(*client, next);
        Ok(outcome)
    }
}

impl ShrinkableKeyedStateStore<Client> for Book {
    fn retain_recent(&self, drop_below: Nanos) {
        self.lock().retain(|_, expected| *expected > drop_below);
    }

    fn shrink_to_fit(&self) {
        self.lock().shrink_to_fit();
    }

    fn len(&self) -> usize {
        self.lock().len()
    }

    fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }
}
