//! Looks after uploads that nobody asks about any more: what is whole becomes a file, what expired comes to nothing, and
//! bytes that are of no upload are taken away.

use chrono::Duration;
use tokio_util::sync::CancellationToken;

use super::{Found, KEPT, Standing, finish::finish, in_the_name_of, load, on_its_way::on_its_way};
use crate::{Desk, Failure, Fault, documents::blobs::Shelf};

const EVERY_MINUTES: i64 = 30;

/// Looks after them until the house shuts down.
pub(crate) async fn sweep_uploads(desk: Desk, shutdown: CancellationToken) {
    loop {
        if let Err(fault) = sweep(&desk).await {
            tracing::error!(%fault, "unfinished uploads cannot be looked after");
        }
        if !desk.rest(Duration::minutes(EVERY_MINUTES), &shutdown).await {
            return;
        }
    }
}

async fn sweep(desk: &Desk) -> Result<(), Fault> {
    let blobs = desk.blobs().clone();
    for shelf in tokio::task::spawn_blocking(move || blobs.unfinished()).await?? {
        match load(desk, shelf.upload).await?.filter(|found| found.shelf() == shelf) {
            Some(found) if found.end.is_none() => look_after(desk, found).await,
            Some(_) => desk.blobs().discard(shelf).await?,
            None => take_away_if_old(desk, shelf).await?,
        }
    }
    Ok(())
}

async fn look_after(desk: &Desk, found: Found) {
    let upload = found.upload;
    let by = in_the_name_of(&found, "store");
    let outcome = match on_its_way(desk, found).await {
        Ok(standing) if standing.received_bytes == standing.parcel.size_bytes => {
            let Standing { upload, parcel, end, .. } = standing;
            finish(desk, &by, Found { upload, parcel, end }).await.map(drop)
        }
        outcome => outcome.map(drop),
    };
    match outcome {
        // It came to nothing, and that is written down.
        Ok(()) | Err(Failure::Refused(_)) => {}
        Err(failure) => tracing::error!(%upload, ?failure, "an upload cannot be finished yet"),
    }
}

/// Bytes come before the event that names them, so new ones may be of an upload that is just beginning.
async fn take_away_if_old(desk: &Desk, shelf: Shelf) -> Result<(), Fault> {
    match desk.blobs().arrived(shelf).await? {
        Some(there) if there.at + KEPT < desk.now() => desk.blobs().discard(shelf).await,
        _ => Ok(()),
    }
}
