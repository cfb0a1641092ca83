//! Bytes that a copy needs: another name for those that are there, in the space of the copy.
//!
//! They are made new again, so that the sweeper lets them be until an event has named them. Where the disk gives no second name,
//! they are copied.

use std::{fs, io, path::Path, sync::Arc};

use domain::documents::{Blob, SpaceId};

use super::{
    Blobs, Target,
    bucket::MOST_COPIED,
    depot::Depot,
    disk::{Disk, renew},
    fault, knows_no_second_names, make_folder, sync_folder,
};
use crate::Fault;

impl Blobs {
    /// Lets bytes of one space be there in another one, too, at a place; answers whether all of them are there still. It waits for
    /// the disk.
    pub(crate) fn provide(
        &self,
        from: SpaceId,
        (to, Target(depot)): (SpaceId, &Target),
        blobs: &[Blob],
    ) -> Result<bool, Fault> {
        for blob in blobs {
            match self.provide_one(from, to, depot, *blob) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
                outcome => outcome.map_err(|error| fault(&error))?,
            }
        }
        if from != to && !blobs.is_empty() {
            depot.disk().sync_space(to, blobs).map_err(|error| fault(&error))?;
        }
        Ok(true)
    }

    fn provide_one(&self, from: SpaceId, to: SpaceId, depot: &Arc<Depot>, blob: Blob) -> io::Result<()> {
        let Some(there) = self.find(from, blob.hash)? else { return Err(io::ErrorKind::NotFound.into()) };
        there.renew(from, blob.hash)?;
        if from == to {
            return Ok(());
        }
        let home = self.home(depot, to, blob.hash)?;
        if !Arc::ptr_eq(home, depot) {
            return home.renew(to, blob.hash);
        }
        match (there.in_bucket(), home.in_bucket()) {
            (None, None) => home.disk().link(&there.disk().path(from, blob.hash), &home.disk().path(to, blob.hash)),
            (Some(bucket), Some(_)) if Arc::ptr_eq(there, home) && blob.size_bytes <= MOST_COPIED => {
                bucket.copy(blob.hash, from, to)
            }
            _ => {
                let stored = there.open(from, blob.hash)?.ok_or(io::ErrorKind::NotFound)?;
                home.give_name(to, blob, &home.disk().pour(stored)?)
            }
        }
    }
}

impl Disk {
    /// A second name for bytes, or the bytes a second time where their disk knows none.
    fn link(&self, source: &Path, target: &Path) -> io::Result<()> {
        make_folder(target.parent().unwrap_or(target))?;
        let naming = self.naming();
        match fs::hard_link(source, target) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => renew(target),
            Err(error) if !knows_no_second_names(&error) => Err(error),
            Err(_) => {
                drop(naming);
                self.copy_bytes(source, target)
            }
        }
    }

    fn copy_bytes(&self, source: &Path, target: &Path) -> io::Result<()> {
        let unnamed = self.copy(source)?;
        let _naming = self.naming();
        fs::rename(&unnamed.0, target)
    }

    /// The new names are on the disk when this comes back.
    pub(super) fn sync_space(&self, space: SpaceId, blobs: &[Blob]) -> io::Result<()> {
        let mut parts: Vec<_> = blobs.iter().map(|blob| blob.hash.0[0]).collect();
        parts.sort_unstable();
        parts.dedup();
        let folder = self.of_space(space);
        let parts = parts.iter().map(|part| folder.join(format!("{part:02x}")));
        // What the space had at another place got no name here.
        parts.filter(|part| part.exists()).try_for_each(|part| sync_folder(&part))?;
        if folder.exists() {
            sync_folder(&folder)?
        }
        if self.folder().exists() { sync_folder(self.folder()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs::File, os::unix::fs::MetadataExt as _, time::SystemTime};

    use bytes::Bytes;
    use domain::{PersonId, documents::BlobHash};
    use uuid::Uuid;

    use super::*;

    const ADA: SpaceId = SpaceId(PersonId(Uuid::from_u128(9)));

    async fn keep(blobs: &Blobs, bytes: &'static [u8]) -> Blob {
        let incoming = blobs.receive(ADA);
        incoming.add(Bytes::from_static(bytes)).await.unwrap();
        incoming.finish().await.unwrap()
    }

    fn own_place(blobs: &Blobs) -> Target {
        Target(Arc::clone(blobs.own()))
    }

    #[tokio::test]
    async fn bytes_get_a_second_name_and_are_new_again() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::at(&folder.path().join("blobs"));
        let blob = keep(&blobs, b"shared").await;
        let own = blobs.path(ADA, blob.hash);
        File::options().write(true).open(&own).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert!(blobs.provide(ADA, (SpaceId::SHARED, &own_place(&blobs)), &[blob, blob]).unwrap());
        let (own, shared) = (fs::metadata(own).unwrap(), fs::metadata(blobs.path(SpaceId::SHARED, blob.hash)).unwrap());
        assert_eq!((own.ino(), own.nlink()), (shared.ino(), 2));
        assert!(own.modified().unwrap() > SystemTime::UNIX_EPOCH);
        blobs.forget(ADA).unwrap();
        assert_eq!(fs::read(blobs.path(SpaceId::SHARED, blob.hash)).unwrap(), b"shared");
    }

    #[tokio::test]
    async fn bytes_that_have_gone_are_missed_before_an_event_names_them() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::at(&folder.path().join("blobs"));
        let gone = Blob { hash: BlobHash([7; 32]), size_bytes: 1 };
        assert!(!blobs.provide(ADA, (ADA, &own_place(&blobs)), &[gone]).unwrap());
        let some = [keep(&blobs, b"here").await, gone];
        assert!(!blobs.provide(ADA, (SpaceId::SHARED, &own_place(&blobs)), &some).unwrap());
    }

    #[tokio::test]
    async fn where_no_second_name_is_to_be_had_the_bytes_are_copied() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::at(&folder.path().join("blobs"));
        let blob = keep(&blobs, b"copied").await;
        let target = blobs.path(SpaceId::SHARED, blob.hash);
        make_folder(target.parent().unwrap()).unwrap();
        blobs.own().disk().copy_bytes(&blobs.path(ADA, blob.hash), &target).unwrap();
        assert_eq!(
            (fs::read(&target).unwrap().as_slice(), fs::metadata(&target).unwrap().nlink()),
            (&b"copied"[..], 1)
        );
    }
}
