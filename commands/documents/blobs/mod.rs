//! The bytes of files: on the disk under their hash, once for each space, before any event names them.
//!
//! A file lies at `blobs/<space>/<two digits>/<BLAKE3 hash>`, or likewise at a place that the configuration names: a folder, or a
//! bucket of a store that speaks S3. Nothing that a client sends is ever part of a path. Spaces share no bytes: nobody learns by
//! storing a file that somebody else has it, and whoever is erased takes all of theirs along.

mod away;
mod bucket;
mod depot;
mod disk;
mod incoming;
mod look;
mod mark;
mod opened;
mod places;
mod provide;
mod room;
mod sending;
mod source;
mod sweep;
mod thumbnails;
mod unfinished;
mod verify;
mod writing;

use std::{
    collections::BTreeSet,
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, atomic::AtomicU64},
};

use away::Away;
pub use bucket::{BucketAt, InBucket, Object};
use depot::Depot;
pub(crate) use disk::Shelf;
use domain::{
    documents::{BlobHash, SpaceId},
    identity::erasure::{Kept, Purged},
};
pub use incoming::Incoming;
pub use opened::Opened;
pub(crate) use places::Target;
pub use places::{NamedPlace, PlaceAt};
pub use sending::Checksum;
pub(crate) use sending::{Hashing, Sending, Taken};
pub use source::Source;
pub(crate) use sweep::sweep_blobs;
pub use verify::{Flaw, Needed, Wrong, needed_blobs, verify_blob};

use crate::{Desk, Fault, Place, Soon, Whom};

/// Nobody else is in the group of the house's account, unless it is a proxy that sends files itself.
const FOLDER_MODE: u32 = 0o750;
const FILE_MODE: u32 = 0o640;

/// The bytes of all files. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Blobs {
    /// The house's own place, then those that the configuration names.
    depots: Arc<[Arc<Depot>]>,
    /// The place of what no rules send to another one; the house's own where it has no name.
    usual: Option<Arc<str>>,
    /// Held while a small picture gets its name, or loses it.
    picturing: Arc<Mutex<()>>,
    /// Bytes of small pictures that were kept since it was looked at how many they are.
    unlooked: Arc<AtomicU64>,
}

impl Blobs {
    /// In a folder, which is made when the first bytes come.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        let unlooked = Arc::new(AtomicU64::new(thumbnails::LOOK_EVERY));
        Self { depots: [Arc::new(Depot::own(folder))].into(), usual: None, picturing: Arc::default(), unlooked }
    }

    /// Where bytes lie at the house's own place, if they lie there.
    #[must_use]
    pub fn path(&self, space: SpaceId, hash: BlobHash) -> PathBuf {
        self.own().disk().path(space, hash)
    }

    /// The same; nothing where they are known to lie elsewhere.
    pub async fn path_of_own(&self, space: SpaceId, hash: BlobHash) -> Option<PathBuf> {
        let path = self.path(space, hash);
        // Of a house without other places nobody needs to ask the disk.
        if self.depots.len() == 1 {
            return Some(path);
        }
        let looking = tokio::task::spawn_blocking(move || path.exists().then_some(path));
        looking.await.ok().flatten()
    }

    /// The spaces that have bytes at places that are there.
    pub(crate) async fn spaces(&self) -> Result<Vec<SpaceId>, Fault> {
        let blobs = self.clone();
        let looking = move || {
            let found = blobs.there().0.into_iter().map(|depot| depot.spaces()).collect::<io::Result<Vec<_>>>();
            found.map(|found| found.into_iter().flatten().collect::<BTreeSet<_>>())
        };
        let found = tokio::task::spawn_blocking(looking).await?;
        Ok(found.map_err(|error| fault(&error))?.into_iter().collect())
    }

    /// Takes all of a space away, wherever it lies; answers how many files that were.
    pub(crate) fn forget(&self, space: SpaceId) -> Result<u64, Fault> {
        let (there, away) = self.there();
        let mut count = 0;
        for depot in there {
            count += depot.forget(space).map_err(|error| fault(&error))?;
        }
        self.forget_thumbnails(space).map_err(|error| fault(&error))?;
        // What lies at a place that is away is not forgotten yet.
        away.map_or(Ok(count), |error| Err(fault(&error)))
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

/// Where bytes lie below a place, be it a folder or a bucket.
fn lying(space: SpaceId, hash: BlobHash) -> String {
    let hash = hash.to_string();
    format!("{}/{}/{hash}", space.0.0, &hash[..2])
}

fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(folder)
}

/// Whether bytes cannot have a second name here: the disk knows none, or no more, or the two places are not on one disk.
fn knows_no_second_names(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, TooManyLinks, Unsupported};
    matches!(error.kind(), CrossesDevices | PermissionDenied | TooManyLinks | Unsupported)
}

/// What a folder holds is on the disk when this comes back, as far as its file system can say so.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        outcome => outcome,
    }
}

/// What went wrong with bytes, as it is told further.
pub(crate) fn fault(error: &io::Error) -> Fault {
    if let Some(Away { place, why }) = Away::in_error(error) {
        return Fault::Away { place: place.clone(), why: why.clone() };
    }
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Fault::Full,
        _ => Fault::new("blobs", error),
    }
}
