//! Sessions that are in use, by their token's hash. When one was last used is written into the
//! vault now and then, not at every request.

use std::{collections::HashMap, sync::Mutex};

use chrono::{DateTime, Utc};
use domain::SessionId;

use crate::SessionRow;

/// The sessions in use.
#[derive(Debug, Default)]
pub(crate) struct SessionBook(Mutex<HashMap<[u8; 32], SessionRow>>);

impl SessionBook {
    pub(super) fn find(&self, token_hash: [u8; 32]) -> Option<SessionRow> {
        self.0.lock().ok()?.get(&token_hash).copied()
    }

    pub(super) fn keep(&self, token_hash: [u8; 32], row: SessionRow) {
        if let Ok(mut book) = self.0.lock() {
            book.insert(token_hash, row);
        }
    }

    /// Forgets a session; answers when it was last used, where it was in use.
    pub(super) fn drop(&self, session: SessionId) -> Option<DateTime<Utc>> {
        let mut book = self.0.lock().ok()?;
        let seen = book.values().find(|row| row.session == session).map(|row| row.last_seen);
        book.retain(|_, row| row.session != session);
        seen
    }

    pub(super) fn last_seen(&self) -> Vec<(SessionId, DateTime<Utc>)> {
        let seen = |book: &HashMap<_, SessionRow>| book.values().map(|row| (row.session, row.last_seen)).collect();
        self.0.lock().map_or_else(|_| Vec::new(), |book| seen(&book))
    }
}
