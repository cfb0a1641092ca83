//! Looking at bytes before a rule is asked that speaks of what they are.

use domain::documents::{BlobHash, SpaceId, space::Seen};

use crate::{Desk, Fault};

/// What bytes of a space are. Those that are not there are not seen.
pub(super) async fn see(desk: &Desk, space: SpaceId, hashes: Vec<BlobHash>) -> Result<Seen, Fault> {
    let blobs = desk.blobs().clone();
    let looking = tokio::task::spawn_blocking(move || {
        let look = |hash| Ok(blobs.format(space, hash)?.map(|format| (hash, format)));
        hashes.into_iter().map(look).filter_map(Result::transpose).collect()
    });
    looking.await?
}
