//! The places besides log and vault where something of a person stands: letters, views, request logs.
//!
//! Whoever keeps such a place registers it; an erasure asks each of them to forget. What they answer goes
//! into the certificate, so it tells of places and counts and of nobody.

use std::{
    collections::BTreeSet,
    future::Future,
    net::IpAddr,
    pin::Pin,
    sync::{Arc, PoisonError, RwLock},
};

use domain::{
    AccountId, PersonId,
    identity::erasure::{Kept, Purged},
};

use super::{Desk, Fault};

/// An answer that is on its way.
pub type Soon<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// Who is to be forgotten.
#[derive(Clone, Debug)]
pub struct Whom {
    /// Their account.
    pub account: AccountId,
    /// Their key, and those of strangers that go with it.
    pub keys: BTreeSet<PersonId>,
    /// Network addresses that were theirs and nobody else's.
    pub addresses: BTreeSet<IpAddr>,
}

/// A place that holds something of people.
pub trait Place: Send + Sync {
    /// Whether it knows people by their network addresses. It is asked before their key is destroyed and
    /// the addresses with it, and once more after that; other places are asked after it only.
    fn knows_addresses(&self) -> bool {
        false
    }

    /// Forgets a person: asked again, it does no harm.
    fn forget<'a>(&'a self, desk: &'a Desk, whom: &'a Whom) -> Soon<'a, Vec<Purged>>;

    /// Makes anew what was opened with keys that are gone by now.
    fn renew<'a>(&'a self, _desk: &'a Desk) -> Soon<'a, ()> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// What it cannot forget.
    fn keeps<'a>(&'a self, _desk: &'a Desk) -> Soon<'a, Vec<Kept>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
}

/// All of them.
#[derive(Default)]
pub struct Places {
    places: RwLock<Vec<Arc<dyn Place>>>,
    /// One erasure at a time.
    pub(crate) turn: tokio::sync::Mutex<()>,
}

impl Places {
    /// Adds one.
    pub fn add(&self, place: impl Place + 'static) {
        self.places.write().unwrap_or_else(PoisonError::into_inner).push(Arc::new(place));
    }

    pub(crate) fn all(&self) -> Vec<Arc<dyn Place>> {
        self.places.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
