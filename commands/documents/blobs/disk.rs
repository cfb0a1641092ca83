//! Bytes on a disk: in a folder of the house's own, or in one that the configuration names.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use chrono::{DateTime, Utc};
use domain::{
    AccountId,
    documents::{Blob, BlobHash, SpaceId, UploadId},
};
use rustix::fs::{Timespec, Timestamps, UTIME_NOW, UTIME_OMIT};
use uuid::Uuid;

use super::{FILE_MODE, files_in, gone, knows_no_second_names, lying, make_folder, opened::Opened, room, sync_folder};

/// Where bytes lie until all of them are there; no backup looks at it.
const INCOMING: &str = ".incoming";
const UNFINISHED: &str = ".unfinished";

/// Where the bytes of an upload lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shelf {
    /// Whose they are.
    pub owner: AccountId,
    /// Of which upload.
    pub upload: UploadId,
}

/// A folder where bytes arrive and lie.
#[derive(Debug)]
pub(super) struct Disk {
    folder: Box<Path>,
    /// Whether the house made the folder, and so the one above it names it.
    is_own: bool,
    /// Held while bytes get their name, or lose it.
    naming: Mutex<()>,
}

/// A file without a name yet, taken away unless it got one.
pub(super) struct Unnamed(pub(super) PathBuf);

impl Drop for Unnamed {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Disk {
    /// The house's own, made when the first bytes come.
    pub(super) fn own(folder: &Path) -> Self {
        Self { folder: folder.into(), is_own: true, naming: Mutex::default() }
    }

    /// One that was there before.
    pub(super) fn named(folder: &Path) -> Self {
        Self { folder: folder.into(), is_own: false, naming: Mutex::default() }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// While this is held, bytes neither get their name nor lose it.
    pub(super) fn naming(&self) -> MutexGuard<'_, ()> {
        self.naming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where bytes lie, if they are there.
    pub(super) fn path(&self, space: SpaceId, hash: BlobHash) -> PathBuf {
        self.folder.join(lying(space, hash))
    }

    pub(super) fn of_space(&self, space: SpaceId) -> PathBuf {
        self.folder.join(space.0.0.to_string())
    }

    /// How many bytes more its disk takes.
    pub(super) fn left_bytes(&self) -> io::Result<u64> {
        // Before the first bytes come there is no folder yet, but the one above it.
        let above = || File::open(self.folder.parent().unwrap_or(&self.folder));
        room::bytes_left(&File::open(&self.folder).or_else(|_| above())?)
    }

    pub(super) fn incoming(&self) -> PathBuf {
        self.folder.join(INCOMING)
    }

    /// Where uploads lie that are on their way, by owner.
    pub(super) fn shelves(&self) -> PathBuf {
        self.folder.join(UNFINISHED)
    }

    pub(super) fn shelf(&self, shelf: Shelf) -> PathBuf {
        self.shelves().join(shelf.owner.to_string()).join(shelf.upload.to_string())
    }

    /// Takes away what an earlier run left unfinished.
    pub(super) fn clear_incoming(&self) -> io::Result<()> {
        gone(fs::remove_dir_all(self.incoming()))
    }

    pub(super) fn unnamed(&self) -> io::Result<(Unnamed, File)> {
        let unnamed = self.unnamed_place()?;
        let file = OpenOptions::new().append(true).create_new(true).mode(FILE_MODE).open(&unnamed.0)?;
        Ok((unnamed, file))
    }

    /// A path among those that no run of the house finds there when it starts.
    fn unnamed_place(&self) -> io::Result<Unnamed> {
        let folder = self.incoming();
        make_folder(&folder)?;
        Ok(Unnamed(folder.join(Uuid::now_v7().to_string())))
    }

    /// A second name here for synced bytes that lie anywhere; where there is none to be had, a copy.
    pub(super) fn twin(&self, path: &Path) -> io::Result<Unnamed> {
        let unnamed = self.unnamed_place()?;
        match fs::hard_link(path, &unnamed.0) {
            Err(error) if knows_no_second_names(&error) => self.copy(path),
            linked => linked.map(|()| unnamed),
        }
    }

    /// The same bytes once more, synced.
    pub(super) fn copy(&self, path: &Path) -> io::Result<Unnamed> {
        self.pour(Opened::Disk(File::open(path)?))
    }

    /// Bytes that are stored anywhere once more here, synced.
    pub(super) fn pour(&self, mut stored: Opened) -> io::Result<Unnamed> {
        let (unnamed, mut file) = self.unnamed()?;
        if !room::is_left(&file, stored.length()?)? {
            return Err(io::ErrorKind::StorageFull.into());
        }
        io::copy(&mut stored, &mut file)?;
        file.sync_all()?;
        Ok(unnamed)
    }

    /// Bytes that are there already are not kept twice: the new ones take the place of the old, so that what was damaged
    /// is whole again, and the sweeper takes them for new, so that they are there still when they are named. They have
    /// been synced before.
    pub(super) fn give_name(&self, space: SpaceId, blob: Blob, unnamed: &Unnamed) -> io::Result<()> {
        let target = self.path(space, blob.hash);
        let folder = target.parent().unwrap_or(&self.folder);
        make_folder(folder)?;
        {
            let _naming = self.naming();
            fs::rename(&unnamed.0, &target)?;
        }
        [Some(folder), folder.parent(), Some(&*self.folder)].into_iter().flatten().try_for_each(sync_folder)?;
        let above = self.folder.parent().filter(|_| self.is_own);
        above.map_or(Ok(()), named_by)
    }

    /// Takes bytes away, unless they were stored since a time; whether they went.
    pub(super) fn take_away(&self, space: SpaceId, hash: BlobHash, before: DateTime<Utc>) -> io::Result<bool> {
        let path = self.path(space, hash);
        let _naming = self.naming();
        if !is_old(&path, before) {
            return Ok(false);
        }
        gone(fs::remove_file(&path)).map(|()| true)
    }

    /// What a space has here that was stored before a time.
    pub(super) fn stored_before(&self, space: SpaceId, before: DateTime<Utc>) -> io::Result<Vec<BlobHash>> {
        let named = |path: PathBuf| path.file_name()?.to_str()?.parse().ok();
        let old = files_in(&self.of_space(space))?.into_iter().filter(|path| is_old(path, before));
        Ok(old.filter_map(named).collect())
    }

    /// Takes all of a space away; answers how many files that were.
    pub(super) fn forget(&self, space: SpaceId) -> io::Result<u64> {
        let folder = self.of_space(space);
        let count = files_in(&folder)?.len();
        gone(fs::remove_dir_all(folder)).map(|()| count as u64)
    }
}

/// Stored this moment, as the sweeper sees it.
pub(super) fn renew(path: &Path) -> io::Result<()> {
    let (now, as_it_is) = (Timespec { tv_sec: 0, tv_nsec: UTIME_NOW }, Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT });
    let times = Timestamps { last_access: as_it_is, last_modification: now };
    Ok(rustix::fs::futimens(File::open(path)?, &times)?)
}

fn is_old(path: &Path, before: DateTime<Utc>) -> bool {
    let stored_at = || -> io::Result<SystemTime> { fs::metadata(path)?.modified() };
    stored_at().is_ok_and(|at| DateTime::<Utc>::from(at) < before)
}

/// The folder above all is the house's; where it cannot be opened, it is none of ours.
fn named_by(folder: &Path) -> io::Result<()> {
    match sync_folder(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}
