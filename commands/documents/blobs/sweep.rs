//! Takes away bytes that no version needs, a day after they were last stored.
//!
//! Bytes are there before the event that names them; the day of grace is for whoever is between the two. Storing bytes
//! makes them new again, and whether they are new is looked at once more, under the lock by which bytes get their name.

use std::{collections::HashSet, sync::Arc};

use chrono::{DateTime, Duration, Utc};
use domain::{
    Decider as _,
    documents::{BlobHash, Space, SpaceId},
};
use eventlog::StreamName;
use tokio_util::sync::CancellationToken;

use super::{Blobs, depot::Depot, fault};
use crate::{Desk, Fault};

const GRACE_HOURS: i64 = 24;
const EVERY_HOURS: i64 = 6;

/// Sweeps until the house shuts down.
pub(crate) async fn sweep_blobs(desk: Desk, shutdown: CancellationToken) {
    loop {
        match sweep(&desk).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "bytes that no file needs were taken away"),
            Err(fault) => tracing::error!(%fault, "bytes that no file needs cannot be taken away yet"),
        }
        if !desk.rest(Duration::hours(EVERY_HOURS), &shutdown).await {
            return;
        }
    }
}

async fn sweep(desk: &Desk) -> Result<u64, Fault> {
    let (blobs, before) = (desk.blobs().clone(), desk.now() - Duration::hours(GRACE_HOURS));
    let found = tokio::task::spawn_blocking(move || blobs.old(before)).await??;
    let mut count = 0;
    for Old { depot, space, files } in found {
        let stream = StreamName::of(Space::KIND, space.0.0);
        let needed: HashSet<_> = desk.load_settled::<Space>(&stream).await?.state.blobs().collect();
        let (blobs, idle) = (desk.blobs().clone(), files.into_iter().filter(move |hash| !needed.contains(hash)));
        count += tokio::task::spawn_blocking(move || blobs.take_away(&depot, space, idle, before)).await??;
    }
    Ok(count)
}

/// Bytes of a space that have lain at a place for a while.
struct Old {
    depot: Arc<Depot>,
    space: SpaceId,
    files: Vec<BlobHash>,
}

impl Blobs {
    /// The bytes of each space that were stored before a time, at the places that are there.
    fn old(&self, before: DateTime<Utc>) -> Result<Vec<Old>, Fault> {
        let (there, away) = self.there();
        if let Some(error) = away {
            tracing::warn!(%error, "what no file needs there cannot be taken away");
        }
        let mut all = Vec::new();
        for depot in there {
            for space in depot.spaces().map_err(|error| fault(&error))? {
                let files = depot.stored_before(space, before).map_err(|error| fault(&error))?;
                if !files.is_empty() {
                    all.push(Old { depot: Arc::clone(depot), space, files });
                }
            }
        }
        Ok(all)
    }

    /// Takes away those that were not stored anew since they were found; answers how many.
    fn take_away(
        &self,
        depot: &Depot,
        space: SpaceId,
        idle: impl Iterator<Item = BlobHash>,
        before: DateTime<Utc>,
    ) -> Result<u64, Fault> {
        let mut count = 0;
        for hash in idle {
            if depot.take_away(space, hash, before).map_err(|error| fault(&error))? {
                self.drop_thumbnail(space, hash).map_err(|error| fault(&error))?;
                count += 1;
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path, time::SystemTime};

    use bytes::Bytes;
    use domain::{PersonId, documents::Blob};
    use uuid::Uuid;

    use super::*;

    const ADA: SpaceId = SpaceId(PersonId(Uuid::from_u128(9)));

    async fn keep(blobs: &Blobs, bytes: &'static [u8]) -> Blob {
        let incoming = blobs.receive(ADA);
        incoming.add(Bytes::from_static(bytes)).await.unwrap();
        incoming.finish().await.unwrap()
    }

    fn age(path: &Path) {
        fs::File::options().write(true).open(path).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    }

    #[tokio::test]
    async fn what_is_stored_again_while_it_is_swept_stays() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::at(folder.path());
        let (again, idle) = (keep(&blobs, b"again").await, keep(&blobs, b"idle").await);
        let [again, idle] = [again, idle].map(|blob| blobs.path(ADA, blob.hash));
        [&again, &idle].into_iter().for_each(|path| age(path));
        let before = DateTime::UNIX_EPOCH + Duration::days(1);
        let Old { depot, files: found, .. } = blobs.old(before).unwrap().remove(0);
        assert_eq!(found.len(), 2);
        keep(&blobs, b"again").await;
        assert_eq!(blobs.take_away(&depot, ADA, found.into_iter(), before).unwrap(), 1);
        assert_eq!((again.exists(), idle.exists()), (true, false));
    }
}
