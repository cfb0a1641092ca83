//! Bytes of uploads that are not all there yet: they lie by owner and upload for as long as that takes, outlive the
//! house, and how long such a file is is how much of it arrived.
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
    Blobs, FILE_MODE, entries, fault, gone, incoming::Unnamed, knows_no_second_names, make_folder, room, sync_folder,
};
use crate::Fault;

const UNFINISHED: &str = ".unfinished";

/// Where the bytes of an upload lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shelf {
    /// Whose they are.
    pub owner: AccountId,
    /// Of which upload.
    pub upload: UploadId,
}

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
    pub(crate) fn begin(&self, shelf: Shelf, size_bytes: u64, now: DateTime<Utc>) -> Result<(), Fault> {
        let begun = || {
            let path = self.on_shelf(shelf);
            let folder = path.parent().unwrap_or(&self.folder);
            make_folder(folder)?;
            let file = OpenOptions::new().append(true).create_new(true).mode(FILE_MODE).open(&path)?;
            if !room::is_left(&file, size_bytes)? {
                gone(fs::remove_file(&path))?;
                return Err(io::ErrorKind::StorageFull.into());
            }
            settle(&file, now)?;
            [Some(folder), folder.parent(), Some(&self.folder)].into_iter().flatten().try_for_each(sync_folder)
        };
        begun().map_err(|error| fault(&error))
    }

    /// How much of it is there; `None` where it never began, or was taken away.
    pub(crate) fn arrived(&self, shelf: Shelf) -> Result<Option<Arrived>, Fault> {
        match fs::metadata(self.on_shelf(shelf)).and_then(|file| Ok((file.len(), file.modified()?))) {
            Ok((bytes, at)) => Ok(Some(Arrived { bytes, at: at.into() })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(&error)),
        }
    }

    /// Takes away what arrived.
    pub(crate) fn discard(&self, shelf: Shelf) -> Result<(), Fault> {
        gone(fs::remove_file(self.on_shelf(shelf))).map_err(|error| fault(&error))
    }

    /// Gives all of it the name of bytes of a space. It stays on its shelf, too, until it is a file: so nothing is lost
    /// between the two. Its hash is taken anew where it is not known.
    pub(crate) fn give_over(
        &self,
        shelf: Shelf,
        space: SpaceId,
        hasher: Option<blake3::Hasher>,
        now: DateTime<Utc>,
    ) -> Result<Blob, Fault> {
        let given = || {
            let path = self.on_shelf(shelf);
            let mut file = File::options().read(true).append(true).open(&path)?;
            let size_bytes = file.metadata()?.len();
            let hasher = match hasher.filter(|hasher| hasher.count() == size_bytes) {
                Some(hasher) => hasher,
                None => hashed(&mut file)?,
            };
            settle(&file, now)?;
            let blob = Blob { hash: BlobHash(*hasher.finalize().as_bytes()), size_bytes };
            let unnamed = self.unnamed_place()?;
            twin(&path, &unnamed)?;
            self.give_name(space, blob, &unnamed)?;
            Ok(blob)
        };
        given().map_err(|error: io::Error| fault(&error))
    }

    /// All that lies there, by whose it is; not all of it need be of an upload that began.
    pub(crate) fn unfinished(&self) -> Result<Vec<Shelf>, Fault> {
        let found = || {
            let mut shelves = Vec::new();
            for folder in entries(&self.shelves())? {
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
        let folder = self.shelves().join(owner.to_string());
        let forgotten = || {
            let count = entries(&folder)?.len();
            gone(fs::remove_dir_all(&folder)).map(|()| count as u64)
        };
        forgotten().map_err(|error: io::Error| fault(&error))
    }

    pub(super) fn on_shelf(&self, shelf: Shelf) -> PathBuf {
        self.shelves().join(shelf.owner.to_string()).join(shelf.upload.to_string())
    }

    fn shelves(&self) -> PathBuf {
        self.folder.join(UNFINISHED)
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

/// A second name for the same bytes; where the disk knows no second names, a copy.
fn twin(path: &Path, unnamed: &Unnamed) -> io::Result<()> {
    match fs::hard_link(path, &unnamed.0) {
        Err(error) if knows_no_second_names(&error) => {
            fs::copy(path, &unnamed.0)?;
            File::open(&unnamed.0)?.sync_all()
        }
        linked => linked,
    }
}

fn id_of(path: &Path) -> Option<Uuid> {
    Uuid::parse_str(path.file_name()?.to_str()?).ok()
}
