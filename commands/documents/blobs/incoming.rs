//! Bytes that are arriving: written and hashed as they come, synced, and given their name at the end.
//!
//! Whatever ends before its end leaves nothing behind.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::PoisonError,
};

use bytes::Bytes;
use domain::documents::{Blob, BlobHash, SpaceId};
use tokio::{
    sync::mpsc::{self, Receiver, Sender},
    task::JoinHandle,
};
use uuid::Uuid;

use super::{
    Blobs, FILE_MODE, fault, make_folder, sync_folder,
    writing::{Piece, Said, WAITING, Writing},
};
use crate::Fault;

/// Bytes that are arriving.
#[derive(Debug)]
pub struct Incoming {
    pieces: Sender<Piece>,
    writing: JoinHandle<Result<Option<Blob>, Fault>>,
}

/// A file without a name yet, taken away unless it got one.
pub(super) struct Unnamed(pub(super) PathBuf);

impl Drop for Unnamed {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Blobs {
    /// Begins to take bytes for a space.
    #[must_use]
    pub fn receive(&self, space: SpaceId) -> Incoming {
        let (pieces, arriving) = mpsc::channel(WAITING);
        let blobs = self.clone();
        let writing = tokio::task::spawn_blocking(move || blobs.write(space, arriving).map_err(|error| fault(&error)));
        Incoming { pieces, writing }
    }

    fn write(&self, space: SpaceId, mut arriving: Receiver<Piece>) -> io::Result<Option<Blob>> {
        let (unnamed, file) = self.unnamed()?;
        let mut writing = Writing::behind(file, None)?;
        if writing.hear(&mut arriving, |_| {})? != Said::All {
            return Ok(None);
        }
        let size_bytes = writing.length();
        let hash = writing.hasher().ok_or_else(|| io::Error::other("the bytes were not hashed"))?;
        let blob = Blob { hash: BlobHash(*hash.finalize().as_bytes()), size_bytes };
        writing.file().sync_all()?;
        self.give_name(space, blob, &unnamed)?;
        Ok(Some(blob))
    }

    pub(super) fn unnamed(&self) -> io::Result<(Unnamed, File)> {
        let unnamed = self.unnamed_place()?;
        let file = OpenOptions::new().append(true).create_new(true).mode(FILE_MODE).open(&unnamed.0)?;
        Ok((unnamed, file))
    }

    /// A path among those that no run of the house finds there when it starts.
    pub(super) fn unnamed_place(&self) -> io::Result<Unnamed> {
        let folder = self.incoming();
        make_folder(&folder)?;
        Ok(Unnamed(folder.join(Uuid::now_v7().to_string())))
    }

    /// Bytes that are there already are not kept twice: the new ones take the place of the old, so that what was damaged
    /// is whole again, and the sweeper takes them for new, so that they are there still when they are named. They have
    /// been synced before.
    pub(super) fn give_name(&self, space: SpaceId, blob: Blob, unnamed: &Unnamed) -> io::Result<()> {
        let target = self.path(space, blob.hash);
        let folder = target.parent().unwrap_or(&self.folder);
        make_folder(folder)?;
        {
            let _naming = self.naming.lock().unwrap_or_else(PoisonError::into_inner);
            fs::rename(&unnamed.0, &target)?;
        }
        [Some(folder), folder.parent(), Some(&self.folder)].into_iter().flatten().try_for_each(sync_folder)?;
        self.folder.parent().map_or(Ok(()), named_by)
    }
}

/// The folder above all is the house's; where it cannot be opened, it is none of ours.
fn named_by(folder: &Path) -> io::Result<()> {
    match sync_folder(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
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
    use domain::AccountId;

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
        assert_eq!(fs::read_dir(blobs.incoming()).unwrap().count(), 0);
        assert!(!blobs.of_space(ADA).exists());
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
