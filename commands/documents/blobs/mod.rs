//! The bytes of files: on the disk under their hash, once for each space, before any event names them.
//!
//! A file lies at `blobs/<space>/<two digits>/<BLAKE3 hash>`; nothing that a client sends is ever part of a path. Spaces
//! share no bytes: nobody learns by storing a file that somebody else has it, and whoever is erased takes all of theirs along.

mod incoming;
mod look;
mod provide;
mod room;
mod sending;
mod sweep;
mod thumbnails;
mod unfinished;
mod verify;
mod writing;

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, atomic::AtomicU64},
};

use domain::{
    PersonId,
    documents::{BlobHash, SpaceId},
    identity::erasure::{Kept, Purged},
};
pub use incoming::Incoming;
pub use sending::Checksum;
pub(crate) use sending::{Hashing, Sending, Taken};
pub(crate) use sweep::sweep_blobs;
pub(crate) use unfinished::Shelf;
use uuid::Uuid;
pub use verify::{Flaw, Needed, needed_blobs, verify_blob};

use crate::{Desk, Fault, Place, Soon, Whom};

/// Nobody else is in the group of the house's account, unless it is a proxy that sends files itself.
const FOLDER_MODE: u32 = 0o750;
const FILE_MODE: u32 = 0o640;

/// Where uploads lie until all of them is there; no backup looks at it.
const INCOMING: &str = ".incoming";

/// The bytes of all files. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Blobs {
    folder: Arc<Path>,
    /// Held while bytes get their name, or lose it.
    naming: Arc<Mutex<()>>,
    /// Bytes of small pictures that were kept since it was looked at how many they are.
    unlooked: Arc<AtomicU64>,
}

impl Blobs {
    /// In a folder, which is made when the first bytes come.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        let unlooked = Arc::new(AtomicU64::new(thumbnails::LOOK_EVERY));
        Self { folder: folder.into(), naming: Arc::default(), unlooked }
    }

    /// Where bytes lie, if they are there.
    #[must_use]
    pub fn path(&self, space: SpaceId, hash: BlobHash) -> PathBuf {
        let hash = hash.to_string();
        self.of_space(space).join(&hash[..2]).join(hash)
    }

    /// How many bytes more the disk takes.
    pub(crate) fn left_bytes(&self) -> Result<u64, Fault> {
        // Before the first bytes come there is no folder yet, but the one above it.
        let above = || File::open(self.folder.parent().unwrap_or(&self.folder));
        let folder = File::open(&self.folder).or_else(|_| above()).map_err(|error| fault(&error))?;
        room::bytes_left(&folder).map_err(|error| fault(&error))
    }

    fn of_space(&self, space: SpaceId) -> PathBuf {
        self.folder.join(space.0.0.to_string())
    }

    /// The spaces that have bytes.
    pub(crate) fn spaces(&self) -> Result<Vec<SpaceId>, Fault> {
        let folders = entries(&self.folder).map_err(|error| fault(&error))?;
        let id = |folder: PathBuf| Uuid::parse_str(folder.file_name()?.to_str()?).ok();
        Ok(folders.into_iter().filter_map(id).map(|id| SpaceId(PersonId(id))).collect())
    }

    fn incoming(&self) -> PathBuf {
        self.folder.join(INCOMING)
    }

    /// Takes away what an earlier run left unfinished.
    pub(crate) fn clear_incoming(&self) -> Result<(), Fault> {
        gone(fs::remove_dir_all(self.incoming())).map_err(|error| fault(&error))
    }

    /// Takes all of a space away; answers how many files that were.
    pub(crate) fn forget(&self, space: SpaceId) -> Result<u64, Fault> {
        let folder = self.of_space(space);
        let count = files_in(&folder).map_err(|error| fault(&error))?.len();
        gone(fs::remove_dir_all(folder)).map_err(|error| fault(&error))?;
        self.forget_thumbnails(space).map_err(|error| fault(&error))?;
        Ok(count as u64)
    }
}

/// An erasure takes the files of a person's own space.
impl Place for Blobs {
    fn forget<'a>(&'a self, _desk: &'a Desk, whom: &'a Whom) -> Soon<'a, Vec<Purged>> {
        Box::pin(async move {
            let (blobs, space) = (self.clone(), SpaceId::from(whom.account));
            let owner = whom.account;
            let forgotten = move || Ok::<_, Fault>((blobs.forget_unfinished(owner)?, Self::forget(&blobs, space)?));
            let (unfinished, files) = tokio::task::spawn_blocking(forgotten).await??;
            let purged = |what: &str, count| Purged { place: "files".to_owned(), what: what.to_owned(), count };
            let mut all = vec![purged("versions of the person's own files", files)];
            if unfinished > 0 {
                all.push(purged("files that the person was sending", unfinished));
            }
            Ok(all)
        })
    }

    fn keeps<'a>(&'a self, _desk: &'a Desk) -> Soon<'a, Vec<Kept>> {
        let why = "what they stored in the space that all share is everybody's and stays, without their name";
        let kept = Kept { place: "files".to_owned(), why: why.to_owned(), until_us: None };
        Box::pin(std::future::ready(Ok(vec![kept])))
    }
}

/// What is not there needs no taking away.
fn gone(outcome: io::Result<()>) -> io::Result<()> {
    outcome.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// All bytes of a space, by their paths.
fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for part in entries(folder)? {
        files.extend(entries(&part)?);
    }
    Ok(files)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(found) => found.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(folder)
}

/// Whether bytes cannot have a second name here: the disk knows none, or no more, or the two places are not on one disk.
fn knows_no_second_names(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, TooManyLinks, Unsupported};
    matches!(error.kind(), CrossesDevices | PermissionDenied | TooManyLinks | Unsupported)
}

/// What a folder holds is on the disk when this comes back.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn fault(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Fault::Full,
        _ => Fault::new("blobs", error),
    }
}
