//! Small pictures that were made, kept so that they need not be made again: `blobs/.thumbnails/<space>/<hash>`.
//!
//! They may go at any time, and no backup looks at them. None outlives the bytes that it shows: it is kept only while those have
//! their name, and goes with them.

use std::{
    fs, io,
    io::Write as _,
    path::PathBuf,
    sync::{PoisonError, atomic::Ordering::Relaxed},
};

use domain::documents::{BlobHash, SpaceId};

use super::{Blobs, disk::renew, entries, fault, gone, make_folder, room};
use crate::Fault;

const FOLDER: &str = ".thumbnails";
/// All of them take no more, but for what was kept since that was looked at.
const MOST_BYTES: u64 = 256 << 20;
/// Where it is more, so much stays.
const LEFT_BYTES: u64 = 192 << 20;
/// After so many new bytes it is looked at again.
pub(super) const LOOK_EVERY: u64 = 16 << 20;

impl Blobs {
    /// The small picture of bytes, if it is kept; it is new again.
    pub(crate) fn kept_thumbnail(&self, space: SpaceId, hash: BlobHash) -> Result<Option<Vec<u8>>, Fault> {
        let path = self.thumbnail(space, hash);
        match fs::read(&path) {
            Ok(bytes) => {
                // Where its time cannot be set, it goes earlier.
                let _ = renew(&path);
                Ok(Some(bytes))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(&error)),
        }
    }

    /// Keeps a small picture of bytes, as long as those are there and the disk has room.
    pub(crate) fn keep_thumbnail(&self, space: SpaceId, hash: BlobHash, bytes: &[u8]) -> io::Result<()> {
        let (unnamed, mut file) = self.own().disk().unnamed()?;
        if !room::is_left(&file, bytes.len() as u64)? {
            return Ok(());
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        let target = self.thumbnail(space, hash);
        {
            let _picturing = self.picturing.lock().unwrap_or_else(PoisonError::into_inner);
            if !self.holds(space, hash) {
                return Ok(());
            }
            make_folder(target.parent().unwrap_or(&target))?;
            fs::rename(&unnamed.0, target)?;
        }
        let before = self.unlooked.fetch_add(bytes.len() as u64, Relaxed);
        if before >= LOOK_EVERY {
            self.unlooked.store(0, Relaxed);
            self.thin_thumbnails(MOST_BYTES, LEFT_BYTES)?;
        }
        Ok(())
    }

    /// Takes the small picture of bytes away that have gone.
    pub(super) fn drop_thumbnail(&self, space: SpaceId, hash: BlobHash) -> io::Result<()> {
        let _picturing = self.picturing.lock().unwrap_or_else(PoisonError::into_inner);
        gone(fs::remove_file(self.thumbnail(space, hash)))
    }

    /// Takes all of a space away, whose bytes have gone.
    pub(super) fn forget_thumbnails(&self, space: SpaceId) -> io::Result<()> {
        let _picturing = self.picturing.lock().unwrap_or_else(PoisonError::into_inner);
        gone(fs::remove_dir_all(self.thumbnails().join(space.0.0.to_string())))
    }

    /// Where they are too many, those go that nobody looked at for longest.
    fn thin_thumbnails(&self, most: u64, left: u64) -> io::Result<()> {
        let mut kept = Vec::new();
        for folder in entries(&self.thumbnails())? {
            for path in entries(&folder)? {
                let Ok(file) = fs::metadata(&path) else { continue };
                kept.push((file.modified()?, file.len(), path));
            }
        }
        let mut all: u64 = kept.iter().map(|(_, length, _)| length).sum();
        if all <= most {
            return Ok(());
        }
        kept.sort();
        for (_, length, path) in kept {
            if all <= left {
                break;
            }
            gone(fs::remove_file(path))?;
            all -= length;
        }
        Ok(())
    }

    fn thumbnail(&self, space: SpaceId, hash: BlobHash) -> PathBuf {
        self.thumbnails().join(space.0.0.to_string()).join(hash.to_string())
    }

    fn thumbnails(&self) -> PathBuf {
        self.own().disk().folder().join(FOLDER)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use bytes::Bytes;
    use domain::PersonId;
    use uuid::Uuid;

    use super::*;

    const ADA: SpaceId = SpaceId(PersonId(Uuid::from_u128(9)));

    async fn keep(blobs: &Blobs, bytes: &'static [u8]) -> BlobHash {
        let incoming = blobs.receive(ADA);
        incoming.add(Bytes::from_static(bytes)).await.unwrap();
        incoming.finish().await.unwrap().hash
    }

    #[tokio::test]
    async fn one_is_kept_as_long_as_its_bytes_are() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::at(folder.path());
        let hash = keep(&blobs, b"large").await;
        assert_eq!(blobs.kept_thumbnail(ADA, hash).unwrap(), None);
        blobs.keep_thumbnail(ADA, hash, b"small").unwrap();
        assert_eq!(blobs.kept_thumbnail(ADA, hash).unwrap().as_deref(), Some(&b"small"[..]));
        blobs.keep_thumbnail(SpaceId::SHARED, hash, b"small").unwrap();
        assert_eq!(blobs.kept_thumbnail(SpaceId::SHARED, hash).unwrap(), None, "whose bytes are not there");
        blobs.forget(ADA).unwrap();
        blobs.keep_thumbnail(ADA, hash, b"small").unwrap();
        assert_eq!(blobs.kept_thumbnail(ADA, hash).unwrap(), None);
    }

    #[tokio::test]
    async fn the_oldest_go_where_they_are_too_many() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::at(folder.path());
        let hashes = [keep(&blobs, b"a").await, keep(&blobs, b"b").await, keep(&blobs, b"c").await];
        for (age, hash) in hashes.into_iter().enumerate() {
            blobs.keep_thumbnail(ADA, hash, &[7; 100]).unwrap();
            let at = SystemTime::UNIX_EPOCH + Duration::from_secs(age as u64);
            fs::File::open(blobs.thumbnail(ADA, hash)).unwrap().set_modified(at).unwrap();
        }
        assert!(blobs.kept_thumbnail(ADA, hashes[0]).unwrap().is_some(), "and it is new again");
        blobs.thin_thumbnails(299, 200).unwrap();
        let kept = hashes.map(|hash| blobs.thumbnail(ADA, hash).exists());
        assert_eq!(kept, [true, false, true]);
        blobs.thin_thumbnails(200, 100).unwrap();
        assert_eq!(hashes.map(|hash| blobs.thumbnail(ADA, hash).exists()), [true, false, true]);
    }
}
