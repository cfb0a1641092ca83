//! Sessions that are in use. What is known here is newer than what the vault says: when one was last
//! used, and from where, is written into the vault now and then, not at every request.
//!
//! One row for each session, whatever tokens it had: a token that was replaced meanwhile is looked at in
//! the row of its session and opens nothing any more, whoever read it out of the vault before.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use domain::{AccountId, SessionId};

use crate::SessionRow;

/// The sessions in use.
#[derive(Debug, Default)]
pub(crate) struct SessionBook(Mutex<Book>);

#[derive(Debug, Default)]
struct Book {
    rows: HashMap<SessionId, SessionRow>,
    by_token: HashMap<[u8; 32], SessionId>,
}

impl SessionBook {
    /// The session a token may open.
    pub(super) fn find(&self, token_hash: [u8; 32]) -> Option<SessionRow> {
        let book = self.lock();
        book.rows.get(book.by_token.get(&token_hash)?).copied()
    }

    /// A session.
    pub(super) fn get(&self, session: SessionId) -> Option<SessionRow> {
        self.lock().rows.get(&session).copied()
    }

    /// Takes in what the vault says of a session, unless more is known already; what is known.
    pub(super) fn admit(&self, row: SessionRow) -> SessionRow {
        let mut book = self.lock();
        let known = *book.rows.entry(row.session).or_insert(row);
        book.index(&known);
        known
    }

    /// Takes note of a use.
    pub(super) fn touch(&self, session: SessionId, now: DateTime<Utc>, from: Option<IpAddr>) {
        if let Some(row) = self.lock().rows.get_mut(&session) {
            row.last_seen = row.last_seen.max(now);
            row.last_from = from.or(row.last_from);
        }
    }

    /// Changes what is known of a session.
    pub(super) fn change(&self, session: SessionId, change: impl FnOnce(&mut SessionRow)) {
        let mut book = self.lock();
        let Some(row) = book.rows.get_mut(&session) else { return };
        let before = *row;
        change(row);
        let after = *row;
        if before.token_hash != after.token_hash {
            book.unlist(&before);
            book.index(&after);
        }
    }

    /// Changes what is known of all sessions of a person.
    pub(super) fn change_all(&self, account: AccountId, change: impl Fn(&mut SessionRow)) {
        self.lock().rows.values_mut().filter(|row| row.account == account).for_each(change);
    }

    /// Forgets a session; answers when it was last used, where it was in use.
    pub(super) fn drop(&self, session: SessionId) -> Option<DateTime<Utc>> {
        let mut book = self.lock();
        let row = book.rows.remove(&session)?;
        book.unlist(&row);
        Some(row.last_seen)
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<SessionRow> {
        self.lock().rows.values().copied().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    fn index(&mut self, row: &SessionRow) {
        self.by_token.insert(row.token_hash, row.session);
        if let Some((former, _)) = row.former {
            self.by_token.insert(former, row.session);
        }
    }

    fn unlist(&mut self, row: &SessionRow) {
        self.by_token.remove(&row.token_hash);
        if let Some((former, _)) = row.former {
            self.by_token.remove(&former);
        }
    }
}
