//! The words in files: in which of them somebody's words stand.
//!
//! They come out of bytes, so they are no view of the log; but like one they can be made anew at any time. Each space has a
//! file of its own: a question opens those of the spaces that may be entered and no other, and whoever is erased takes theirs
//! along. Only the newest version of a file is looked into. Reading bytes is absent: a [`Source`] does that.

mod excerpt;
mod find;
mod keep;
#[cfg(test)]
mod scenarios;
mod shelf;

use std::{
    fs, io,
    path::{Path, PathBuf},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use domain::documents::{BlobHash, SpaceId};
pub use excerpt::Piece;
pub use keep::Following;
use serde::Serialize;
use tokio::sync::{Notify, OwnedRwLockReadGuard, RwLock, Semaphore};

use self::shelf::SCHEMA;
use crate::runtime::{Fault, remove};

/// What the words of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// These.
    Words(String),
    /// There are none, or none that can be read.
    Nothing,
    /// The file is there no more.
    Gone,
}

/// What reads bytes.
pub trait Source: Send + Sync {
    /// The words that bytes of a space hold, or why the disk does not give them.
    fn text<'a>(
        &'a self,
        space: SpaceId,
        blob: BlobHash,
    ) -> Pin<Box<dyn Future<Output = Result<Text, String>> + Send + 'a>>;

    /// Whether bytes are there; it waits for the disk.
    fn holds(&self, space: SpaceId, blob: BlobHash) -> bool;
}

/// How far the files are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// The newest position whose files are all read.
    pub position: u64,
    /// How many contents were read.
    pub read: u64,
    /// Of how many.
    pub of: u64,
    /// What keeps it from going on.
    pub trouble: Option<String>,
}

/// The words in files. Cheap to clone.
#[derive(Clone)]
pub struct Texts(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    /// Held for reading by whoever uses a file, and for writing by whoever takes files away: SQLite finds a journal by its name.
    files: Arc<RwLock<()>>,
    anew: Notify,
    /// So many questions are asked at once; more wait.
    turns: Arc<Semaphore>,
    progress: Mutex<Progress>,
}

impl Texts {
    /// In the folder of the views. `reading` counts up when bytes are read in another way.
    #[must_use]
    pub fn at(views: &Path, reading: u32) -> Self {
        let hash = blake3::Hasher::new().update(SCHEMA.as_bytes()).update(&reading.to_le_bytes()).finalize();
        let folder = views.join(format!("{FOLDERS}{}", &hash.to_hex()[..12]));
        Self(Arc::new(Inner {
            folder,
            files: Arc::default(),
            anew: Notify::new(),
            turns: Arc::new(Semaphore::new(QUESTIONS_AT_ONCE)),
            progress: Mutex::default(),
        }))
    }

    /// How far the files are read.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.0.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes away the words of a space, whose bytes are gone by now; answers of how many files.
    ///
    /// # Errors
    /// When the disk does not let them go.
    pub async fn forget(&self, space: SpaceId) -> io::Result<u64> {
        let _alone = self.0.files.write().await;
        let path = self.path(space);
        let count = shelf::Shelf::open(&path).ok().flatten().and_then(|shelf| shelf.count().ok());
        remove(&path)?;
        Ok(count.unwrap_or_default())
    }

    /// Takes all words away, so that they are read anew; answers of how many files.
    ///
    /// # Errors
    /// When the disk does not let them go.
    pub async fn read_anew(&self) -> io::Result<u64> {
        let mut count = 0;
        for space in self.spaces()? {
            count += self.forget(space).await?;
        }
        self.note(|progress| (progress.position, progress.read) = (0, 0));
        self.0.anew.notify_one();
        Ok(count)
    }

    /// No file is taken away while this is held.
    async fn hold(&self) -> OwnedRwLockReadGuard<()> {
        self.0.files.clone().read_owned().await
    }

    fn path(&self, space: SpaceId) -> PathBuf {
        self.0.folder.join(format!("{}.sqlite", space.0.0))
    }

    /// The spaces that have words.
    fn spaces(&self) -> io::Result<Vec<SpaceId>> {
        let id = |path: PathBuf| uuid::Uuid::parse_str(path.file_name()?.to_str()?.strip_suffix(".sqlite")?).ok();
        Ok(entries(&self.0.folder)?.into_iter().filter_map(id).map(|id| SpaceId(domain::PersonId(id))).collect())
    }

    /// Makes the folder, and takes away those of other versions.
    fn prepare(&self) -> io::Result<()> {
        let views = self.0.folder.parent().unwrap_or(&self.0.folder);
        for other in entries(views)? {
            let is_ours =
                other.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(FOLDERS));
            if is_ours && other != self.0.folder {
                fs::remove_dir_all(other)?;
            }
        }
        fs::create_dir_all(&self.0.folder)
    }

    fn note(&self, change: impl FnOnce(&mut Progress)) {
        change(&mut self.0.progress.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// A file was damaged: it goes, and is made anew.
    async fn discard(&self, space: SpaceId, fault: &Fault) {
        tracing::warn!(space = %space.0.0, %fault, "the words of a space cannot be used and are read anew");
        if let Err(error) = self.forget(space).await {
            tracing::error!(%error, "the words of a space cannot be taken away");
        }
        self.0.anew.notify_one();
    }
}

const FOLDERS: &str = "texts-";
const QUESTIONS_AT_ONCE: usize = 4;

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(found) => found.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
