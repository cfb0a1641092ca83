//! Bytes of uploads that are not all there yet: they lie by owner and upload for as long as that takes, outlive the
//! house, and how long such a file is is how much of it arrived. They lie at the place where they are to be kept when they begin.
//!
//! Its time on the disk is when the last of it came, by the house's own clock. No backup looks at it.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use domain::{
    AccountId,
    documents::{Blob, BlobHash, SpaceId, UploadId},
};
use uuid::Uuid;

use super::{
    Blobs, FILE_MODE, Target,
    disk::{Disk, Shelf},
    entries, fault, gone, make_folder, room, sync_folder,
};
use crate::Fault;

/// How much of an upload is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arrived {
    /// So many bytes.
    pub bytes: u64,
    /// When the last of them came.
    pub at: DateTime<Utc>,
}

impl Blobs {
    /// Makes room for an upload of so many bytes.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn begin(
        &self,
        Target(depot): &Target,
        shelf: Shelf,
        size_bytes: u64,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        depot.disk().begin(shelf, size_bytes, now).map_err(|error| fault(&error))
    }

    /// How much of it is there; `None` where it never began, or was taken away.
    pub(crate) async fn arrived(&self, shelf: Shelf) -> Result<Option<Arrived>, Fault> {
        let look = |file: fs::Metadata| Ok(Arrived { bytes: file.len(), at: file.modified()?.into() });
        let arrived = self.beside(move |blobs| blobs.on_shelf(shelf).and_then(fs::metadata).and_then(look)).await?;
        match arrived {
            Ok(arrived) => Ok(Some(arrived)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(&error)),
        }
    }

    /// Takes away what arrived, unless the place where it lies is away: then it goes when somebody looks after it.
    pub(crate) async fn discard(&self, shelf: Shelf) -> Result<(), Fault> {
        let discard = move |blobs: Self| {
            Self::reached(blobs.disks()).0.into_iter().try_for_each(|it| gone(fs::remove_file(it.disk().shelf(shelf))))
        };
        self.beside(discard).await?.map_err(|error| fault(&error))
    }

    /// Where other places are asked, too, nobody else is to wait for them.
    async fn beside<T: Send + 'static>(&self, doing: impl FnOnce(Self) -> T + Send + 'static) -> Result<T, Fault> {
        let blobs = self.clone();
        if self.depots.len() == 1 { Ok(doing(blobs)) } else { Ok(tokio::task::spawn_blocking(|| doing(blobs)).await?) }
    }

    /// Gives all of it the name of bytes of a space. It stays on its shelf, too, until it is a file: so nothing is lost
    /// between the two. Its hash is taken anew where it is not known.
    pub(crate) fn give_over(
        &self,
        shelf: Shelf,
        (space, Target(depot)): (SpaceId, &Target),
        hasher: Option<blake3::Hasher>,
        now: DateTime<Utc>,
    ) -> Result<Blob, Fault> {
        let given = || {
            let path = self.on_shelf(shelf)?;
            let mut file = File::options().read(true).append(true).open(&path)?;
            let size_bytes = file.metadata()?.len();
            let hasher = match hasher.filter(|hasher| hasher.count() == size_bytes) {
                Some(hasher) => hasher,
                None => hashed(&mut file)?,
            };
            settle(&file, now)?;
            let blob = Blob { hash: BlobHash(*hasher.finalize().as_bytes()), size_bytes };
            let home = self.home(depot, space, blob.hash)?;
            home.give_name(space, blob, &home.disk().twin(&path)?)?;
            Ok(blob)
        };
        given().map_err(|error: io::Error| fault(&error))
    }

    /// All that lies at places that are there, by whose it is; not all of it need be of an upload that began.
    pub(crate) fn unfinished(&self) -> Result<Vec<Shelf>, Fault> {
        let found = || {
            let mut shelves = Vec::new();
            let (there, _) = Self::reached(self.disks());
            let owners =
                there.into_iter().map(|depot| entries(&depot.disk().shelves())).collect::<io::Result<Vec<_>>>()?;
            for folder in owners.concat() {
                let uploads = entries(&folder)?;
                let ids = uploads.iter().filter_map(|path| Some((id_of(&folder)?, id_of(path)?)));
                shelves.extend(ids.map(|(owner, id)| Shelf { owner: AccountId(owner), upload: UploadId(id) }));
            }
            Ok(shelves)
        };
        found().map_err(|error: io::Error| fault(&error))
    }

    /// Takes away all that somebody was sending; answers how many files that were.
    pub(super) fn forget_unfinished(&self, owner: AccountId) -> Result<u64, Fault> {
        let (there, away) = Self::reached(self.disks());
        let forgotten = || {
            let mut count = 0;
            for folder in there.into_iter().map(|depot| depot.disk().shelves().join(owner.to_string())) {
                count += entries(&folder)?.len() as u64;
                gone(fs::remove_dir_all(&folder))?;
            }
            away.map_or(Ok(count), Err)
        };
        forgotten().map_err(|error: io::Error| fault(&error))
    }

    /// Where what arrived of an upload lies; where it lies at no place, it is not found.
    pub(super) fn on_shelf(&self, shelf: Shelf) -> io::Result<PathBuf> {
        let found = Self::first(self.disks(), |depot| {
            let path = depot.disk().shelf(shelf);
            Ok(path.try_exists()?.then_some(path))
        })?;
        found.map(|(_, path)| path).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Disk {
    fn begin(&self, shelf: Shelf, size_bytes: u64, now: DateTime<Utc>) -> io::Result<()> {
        let path = self.shelf(shelf);
        let folder = path.parent().unwrap_or(&path);
        make_folder(folder)?;
        let file = OpenOptions::new().append(true).create_new(true).mode(FILE_MODE).open(&path)?;
        if !room::is_left(&file, size_bytes)? {
            gone(fs::remove_file(&path))?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        settle(&file, now)?;
        [folder, &self.shelves(), self.folder()].into_iter().try_for_each(sync_folder)
    }
}

/// All of it is on the disk when this comes back, with the time of the house.
pub(super) fn settle(file: &File, now: DateTime<Utc>) -> io::Result<()> {
    file.set_modified(now.into())?;
    file.sync_all()
}

fn hashed(file: &mut File) -> io::Result<blake3::Hasher> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok(hasher)
}

fn id_of(path: &Path) -> Option<Uuid> {
    Uuid::parse_str(path.file_name()?.to_str()?).ok()
}
