//! Bytes that are arriving: written and hashed as they come, synced, and given their name at the end.
//!
//! Whatever ends before its end leaves nothing behind.

use std::io;

use bytes::Bytes;
use domain::documents::{Blob, BlobHash, SpaceId};
use tokio::{
    sync::mpsc::{self, Receiver, Sender},
    task::JoinHandle,
};

use super::{
    Blobs, Target, fault,
    writing::{Piece, Said, WAITING, Writing},
};
use crate::Fault;

/// Bytes that are arriving.
#[derive(Debug)]
pub struct Incoming {
    pieces: Sender<Piece>,
    writing: JoinHandle<Result<Option<Blob>, Fault>>,
}

impl Blobs {
    /// Begins to take bytes for a space, at the house's own place.
    #[must_use]
    pub fn receive(&self, space: SpaceId) -> Incoming {
        self.receive_at(Target(self.own().clone()), space)
    }

    /// Begins to take bytes for a space.
    pub(crate) fn receive_at(&self, target: Target, space: SpaceId) -> Incoming {
        let (pieces, arriving) = mpsc::channel(WAITING);
        let blobs = self.clone();
        let write = move || blobs.write(&target, space, arriving).map_err(|error| fault(&error));
        Incoming { pieces, writing: tokio::task::spawn_blocking(write) }
    }

    fn write(&self, Target(depot): &Target, space: SpaceId, mut arriving: Receiver<Piece>) -> io::Result<Option<Blob>> {
        let (unnamed, file) = depot.disk().unnamed()?;
        let mut writing = Writing::behind(file, None)?;
        if writing.hear(&mut arriving, |_| {})? != Said::All {
            return Ok(None);
        }
        let size_bytes = writing.length();
        let hash = writing.hasher().ok_or_else(|| io::Error::other("the bytes were not hashed"))?;
        let blob = Blob { hash: BlobHash(*hash.finalize().as_bytes()), size_bytes };
        writing.file().sync_all()?;
        self.settle(depot, space, blob, &unnamed)?;
        Ok(Some(blob))
    }
}

impl Incoming {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// When they cannot be written; [`Self::finish`] says why.
    pub async fn add(&self, bytes: Bytes) -> Result<(), Fault> {
        let failed = |_| Fault::Broken("blobs: the writer has stopped".to_owned());
        self.pieces.send(Piece::Bytes(bytes)).await.map_err(failed)
    }

    /// It is not wanted: nothing is left of it when this comes back.
    pub(crate) async fn discard(self) {
        let Self { pieces, writing } = self;
        drop(pieces);
        // However the writer ends, what has no name goes.
        let _ = writing.await;
    }

    /// All is there: it is on the disk, and has its name, when this comes back.
    ///
    /// # Errors
    /// When the disk is full or broken; then nothing is left of it.
    pub async fn finish(self) -> Result<Blob, Fault> {
        // Where the writer has stopped, it says itself why.
        let _ = self.pieces.send(Piece::End).await;
        self.writing.await??.ok_or_else(|| Fault::Broken("blobs: the bytes ended early".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use domain::AccountId;
    use uuid::Uuid;

    use super::*;

    const ADA: SpaceId = SpaceId(domain::PersonId(Uuid::from_u128(9)));

    async fn keep(blobs: &Blobs, space: SpaceId, pieces: &[&[u8]]) -> Blob {
        let incoming = blobs.receive(space);
        for piece in pieces {
            incoming.add(Bytes::copy_from_slice(piece)).await.unwrap();
        }
        incoming.finish().await.unwrap()
    }

    #[tokio::test]
    async fn bytes_lie_under_their_hash_once_for_each_space() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::at(&folder.path().join("blobs"));
        let blob = keep(&blobs, ADA, &[b"one ", b"two"]).await;
        assert_eq!(blob, Blob { hash: BlobHash(*blake3::hash(b"one two").as_bytes()), size_bytes: 7 });
        assert_eq!(fs::read(blobs.path(ADA, blob.hash)).unwrap(), b"one two");
        assert_eq!(keep(&blobs, ADA, &[b"one two"]).await, blob);
        let bob = SpaceId::from(AccountId(Uuid::from_u128(8)));
        keep(&blobs, bob, &[b"one two"]).await;
        assert_eq!((blobs.forget(bob).unwrap(), blobs.forget(ADA).unwrap(), blobs.forget(ADA).unwrap()), (1, 1, 0));
    }

    #[tokio::test]
    async fn what_breaks_off_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::at(&folder.path().join("blobs"));
        let incoming = blobs.receive(ADA);
        incoming.add(Bytes::from_static(b"half")).await.unwrap();
        let Incoming { pieces, writing } = incoming;
        drop(pieces);
        assert!(writing.await.unwrap().unwrap().is_none());
        assert_eq!(fs::read_dir(blobs.own().disk().incoming()).unwrap().count(), 0);
        assert!(!blobs.own().disk().of_space(ADA).exists());
        assert_eq!(keep(&blobs, ADA, &[]).await.size_bytes, 0);
    }

    #[tokio::test]
    async fn damaged_bytes_are_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::at(&folder.path().join("blobs"));
        let blob = keep(&blobs, ADA, &[b"whole"]).await;
        fs::write(blobs.path(ADA, blob.hash), b"who").unwrap();
        keep(&blobs, ADA, &[b"whole"]).await;
        assert_eq!(fs::read(blobs.path(ADA, blob.hash)).unwrap(), b"whole");
    }
}
