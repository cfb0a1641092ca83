//! The keys there are, by their id, ready to be asked: an unknown one costs no look into the vault. When one was last
//! used is written there now and then, not at every request.
//!
//! Whether a key is good is absent: the log says so.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use domain::{AccountId, KeyId};

use crate::{Fault, KeyRow, KeyUse, Vault};

/// The keys there are.
#[derive(Debug, Default)]
pub(crate) struct KeyBook(Mutex<HashMap<KeyId, Kept>>);

#[derive(Debug)]
struct Kept {
    row: KeyRow,
    /// It was used since that was written down.
    is_unsaved: bool,
}

impl KeyBook {
    /// Takes them out of the vault.
    pub(crate) async fn load(vault: &Vault) -> Result<Self, Fault> {
        let kept = |row: KeyRow| (row.key, Kept { row, is_unsaved: false });
        Ok(Self(Mutex::new(vault.api_keys().await?.into_iter().map(kept).collect())))
    }

    pub(super) fn keep(&self, row: KeyRow) {
        self.lock().insert(row.key, Kept { row, is_unsaved: false });
    }

    pub(super) fn digest(&self, key: KeyId) -> Option<[u8; 32]> {
        self.lock().get(&key).map(|kept| kept.row.digest)
    }

    /// Notes a use; the one before it.
    pub(super) fn note(&self, key: KeyId, used: KeyUse) -> Option<KeyUse> {
        let mut book = self.lock();
        let kept = book.get_mut(&key)?;
        kept.is_unsaved = true;
        kept.row.used.replace(used)
    }

    pub(super) fn end(&self, key: KeyId) {
        if let Some(kept) = self.lock().get_mut(&key) {
            kept.row.ended = true;
        }
    }

    /// Those that have not ended, of a person.
    pub(super) fn of(&self, account: AccountId) -> Vec<KeyId> {
        let book = self.lock();
        let theirs = book.values().filter(|kept| kept.row.account == account && !kept.row.ended);
        theirs.map(|kept| kept.row.key).collect()
    }

    /// Those whose time is over and that nobody ended yet.
    pub(super) fn over(&self, now: DateTime<Utc>) -> Vec<KeyId> {
        let is_over = |row: &KeyRow| !row.ended && row.until.is_some_and(|until| now >= until);
        self.lock().values().filter(|kept| is_over(&kept.row)).map(|kept| kept.row.key).collect()
    }

    /// What was not written down yet; it counts as written from here on.
    pub(super) fn unsaved(&self) -> Vec<(KeyId, KeyUse)> {
        let mut book = self.lock();
        let taken = book.values_mut().map(|kept| (std::mem::take(&mut kept.is_unsaved), kept.row));
        taken.filter_map(|(is_unsaved, row)| Some((row.key, row.used.filter(|_| is_unsaved)?))).collect()
    }

    /// When and from where each was used last.
    pub(super) fn uses(&self) -> HashMap<KeyId, KeyUse> {
        self.lock().values().filter_map(|kept| Some((kept.row.key, kept.row.used?))).collect()
    }

    pub(super) fn forget(&self, account: AccountId) {
        self.lock().retain(|_, kept| kept.row.account != account);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<KeyId, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
