//! One place where bytes lie: a folder of the house's own, or one that the configuration names.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use domain::{
    PersonId,
    documents::{Blob, BlobHash, SpaceId},
};
use uuid::Uuid;

use super::{
    FILE_MODE, entries, files_in, gone, knows_no_second_names, make_folder, mark::Mark, room, sync_folder,
    unfinished::Shelf,
};

/// Where bytes lie until all of them are there; no backup looks at it.
const INCOMING: &str = ".incoming";
const UNFINISHED: &str = ".unfinished";

/// A place where bytes lie.
#[derive(Debug)]
pub(super) struct Depot {
    /// Its name in the configuration; the house's own has none.
    name: Option<String>,
    folder: Box<Path>,
    mark: Option<Mark>,
    /// Held while bytes get their name, or lose it.
    pub(super) naming: Mutex<()>,
}

/// A file without a name yet, taken away unless it got one.
pub(super) struct Unnamed(pub(super) PathBuf);

impl Drop for Unnamed {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// A place cannot be reached at the moment.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the place {place} is not there: {why}")]
pub(super) struct Away {
    /// Its name.
    pub place: String,
    /// Why, for whoever looks after the house.
    pub why: String,
}

impl From<Away> for io::Error {
    fn from(away: Away) -> Self {
        Self::other(away)
    }
}

impl Depot {
    /// The house's own, made when the first bytes come.
    pub(super) fn own(folder: &Path) -> Self {
        Self { name: None, folder: folder.into(), mark: None, naming: Mutex::default() }
    }

    /// One that the configuration names.
    pub(super) fn named(name: &str, folder: &Path, mark: Mark) -> Self {
        Self { name: Some(name.to_owned()), folder: folder.into(), mark: Some(mark), naming: Mutex::default() }
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether it is there; it waits for its disk.
    pub(super) fn reach(&self) -> io::Result<()> {
        self.reached(false)
    }

    /// The same, and a new one is made ready for what comes.
    pub(super) fn make_ready(&self) -> io::Result<()> {
        self.reached(true)
    }

    fn reached(&self, marks: bool) -> io::Result<()> {
        match self.mark.as_ref().and_then(|mark| mark.trouble(marks)) {
            Some(why) => Err(Away { place: self.name.clone().unwrap_or_default(), why }.into()),
            None => Ok(()),
        }
    }

    /// Where bytes lie, if they are there.
    pub(super) fn path(&self, space: SpaceId, hash: BlobHash) -> PathBuf {
        let hash = hash.to_string();
        self.of_space(space).join(&hash[..2]).join(hash)
    }

    pub(super) fn of_space(&self, space: SpaceId) -> PathBuf {
        self.folder.join(space.0.0.to_string())
    }

    /// The spaces that have bytes here.
    pub(super) fn spaces(&self) -> io::Result<Vec<SpaceId>> {
        let id = |folder: PathBuf| Uuid::parse_str(folder.file_name()?.to_str()?).ok();
        Ok(entries(&self.folder)?.into_iter().filter_map(id).map(|id| SpaceId(PersonId(id))).collect())
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
        let (unnamed, mut file) = self.unnamed()?;
        let mut source = File::open(path)?;
        if !room::is_left(&file, source.metadata()?.len())? {
            return Err(io::ErrorKind::StorageFull.into());
        }
        io::copy(&mut source, &mut file)?;
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
            let _naming = self.naming.lock().unwrap_or_else(PoisonError::into_inner);
            fs::rename(&unnamed.0, &target)?;
        }
        [Some(folder), folder.parent(), Some(&*self.folder)].into_iter().flatten().try_for_each(sync_folder)?;
        // A named place was there before.
        let above = self.folder.parent().filter(|_| self.mark.is_none());
        above.map_or(Ok(()), named_by)
    }

    /// Takes all of a space away; answers how many files that were.
    pub(super) fn forget(&self, space: SpaceId) -> io::Result<u64> {
        let folder = self.of_space(space);
        let count = files_in(&folder)?.len();
        gone(fs::remove_dir_all(folder)).map(|()| count as u64)
    }
}

/// The folder above all is the house's; where it cannot be opened, it is none of ours.
fn named_by(folder: &Path) -> io::Result<()> {
    match sync_folder(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}
