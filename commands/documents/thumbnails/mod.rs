//! Small pictures of pictures, made when somebody first wants to see them.
//!
//! One is made at a time, in bounded memory and time, and what a file may do to whoever decodes it ends there: it has no small
//! picture, and that is all. Nothing of it but its colours goes into the small one.

mod bounds;
mod decode;
mod make;
mod orientation;
mod shrink;
mod watched;

use std::{
    panic::catch_unwind,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use domain::documents::{BlobHash, SpaceId};
use hashlink::LruCache;
use tokio::sync::Semaphore;

#[cfg(feature = "fuzzing")]
pub use self::make::small_picture;
use self::{bounds::Unshown, make::make};
use super::Blobs;
use crate::{Desk, Fault};

/// No longer file is a picture that people look at.
const MOST_FILE_BYTES: u64 = 256 << 20;

/// So many may wait for theirs; a page of pictures fits.
const WAITING: usize = 256;
/// So many files are remembered of which none can be made, so that they are not tried again.
const MOST_HOPELESS: usize = 4096;

/// The small picture of a picture.
#[derive(Clone, Debug)]
pub struct Thumbnail {
    /// Its bytes.
    pub bytes: Bytes,
    /// What they are (RFC 6838).
    pub media_type: &'static str,
}

/// There is no small picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoThumbnail {
    /// It is none that is known here, or it cannot be read, or not with what the house has.
    #[error("there is no small picture of this file")]
    None,
    /// Too many wait already.
    #[error("too many pictures are being made small; try again in a moment")]
    Busy,
}

/// Makes small pictures, one after the other.
#[derive(Debug)]
pub(crate) struct Thumbnails {
    turn: Arc<Semaphore>,
    places: Arc<Semaphore>,
    hopeless: Mutex<LruCache<(SpaceId, BlobHash), ()>>,
}

impl Default for Thumbnails {
    fn default() -> Self {
        let (turn, places) = (Arc::new(Semaphore::new(1)), Arc::new(Semaphore::new(WAITING)));
        Self { turn, places, hopeless: Mutex::new(LruCache::new(MOST_HOPELESS)) }
    }
}

impl Thumbnails {
    fn is_hopeless(&self, space: SpaceId, blob: BlobHash) -> bool {
        self.hopeless.lock().unwrap_or_else(PoisonError::into_inner).get(&(space, blob)).is_some()
    }

    fn give_up(&self, space: SpaceId, blob: BlobHash) {
        self.hopeless.lock().unwrap_or_else(PoisonError::into_inner).insert((space, blob), ());
    }
}

/// The small picture of bytes of a space: one that is kept, or else a new one.
///
/// # Errors
/// When the disk cannot be read.
pub async fn thumbnail(desk: &Desk, space: SpaceId, blob: BlobHash) -> Result<Result<Thumbnail, NoThumbnail>, Fault> {
    let made = desk.thumbnails();
    if made.is_hopeless(space, blob) {
        return Ok(Err(NoThumbnail::None));
    }
    if let Some(kept) = kept(desk, space, blob).await? {
        return Ok(Ok(kept));
    }
    let Ok(place) = made.places.clone().try_acquire_owned() else { return Ok(Err(NoThumbnail::Busy)) };
    let turn = made.turn.clone().acquire_owned().await;
    // Whoever was here before may have wanted the same.
    if let Some(kept) = kept(desk, space, blob).await? {
        return Ok(Ok(kept));
    }
    let blobs = desk.blobs().clone();
    let making = tokio::task::spawn_blocking(move || {
        // The place and the turn are the work's: it goes on when its asker has gone, and counts until it is done.
        let _until_done = (place, turn);
        let made = of(&blobs, space, blob)?;
        if let Ok(bytes) = &made
            && let Err(error) = blobs.keep_thumbnail(space, blob, bytes)
        {
            tracing::warn!(%error, "a small picture is not kept");
        }
        Ok::<_, Fault>(made)
    });
    match making.await?? {
        Ok(bytes) => Ok(Ok(told(bytes))),
        Err(Unshown::Missing) => Ok(Err(NoThumbnail::None)),
        Err(why) => {
            tracing::debug!(%why, %blob, "no small picture can be made");
            made.give_up(space, blob);
            Ok(Err(NoThumbnail::None))
        }
    }
}

/// Makes one, or says why there is none; a place that is away says nothing of what lies there.
fn of(blobs: &Blobs, space: SpaceId, blob: BlobHash) -> Result<Result<Vec<u8>, Unshown>, Fault> {
    match blobs.open(space, blob).and_then(|stored| blobs.on_disk(stored, MOST_FILE_BYTES)) {
        Ok(Some(file)) => Ok(catch_unwind(|| make(file)).unwrap_or(Err(Unshown::Broken))),
        Ok(None) => Ok(Err(Unshown::TooLarge)),
        Err(away @ Fault::Away { .. }) => Err(away),
        Err(_) => Ok(Err(Unshown::Missing)),
    }
}

async fn kept(desk: &Desk, space: SpaceId, blob: BlobHash) -> Result<Option<Thumbnail>, Fault> {
    let blobs = desk.blobs().clone();
    let kept = tokio::task::spawn_blocking(move || blobs.kept_thumbnail(space, blob)).await??;
    Ok(kept.map(told))
}

/// Only two kinds are made; their first bytes tell them apart.
fn told(bytes: Vec<u8>) -> Thumbnail {
    let media_type = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    Thumbnail { bytes: bytes.into(), media_type }
}
