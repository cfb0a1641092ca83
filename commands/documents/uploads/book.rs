//! Who is sending to which upload at this moment: one at a time. Whoever comes later takes over, because a connection that
//! broke is often noticed by its sender long before the house hears of it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::documents::UploadId;
use tokio_util::sync::CancellationToken;

use crate::documents::blobs::Hashing;

/// How long somebody who is to give way may take: what came is synced first.
const PATIENCE: Duration = Duration::from_secs(30);

/// All uploads that somebody sent to lately.
#[derive(Debug, Default)]
pub(crate) struct UploadBook(Mutex<HashMap<UploadId, Arc<Line>>>);

#[derive(Debug, Default)]
struct Line {
    /// The hash of what arrived; whoever holds it sends.
    hashing: Arc<tokio::sync::Mutex<Option<blake3::Hasher>>>,
    /// Tells whoever came before to give way.
    latest: Mutex<CancellationToken>,
}

/// The right to send to an upload.
#[derive(Debug)]
pub(crate) struct Turn {
    /// The hash of what arrived.
    pub hashing: Hashing,
    /// Somebody else wants to send.
    pub is_over: CancellationToken,
}

impl UploadBook {
    /// Waits for the right to send; `None` where whoever has it does not give way.
    pub(crate) async fn turn(&self, upload: UploadId) -> Option<Turn> {
        let line = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(upload).or_default().clone();
        let is_over = CancellationToken::new();
        let before = {
            let mut latest = line.latest.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *latest, is_over.clone())
        };
        before.cancel();
        let hashing = tokio::time::timeout(PATIENCE, line.hashing.clone().lock_owned()).await.ok()?;
        Some(Turn { hashing, is_over })
    }

    /// Nobody will send to it any more.
    pub(crate) fn forget(&self, upload: UploadId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&upload);
    }
}
