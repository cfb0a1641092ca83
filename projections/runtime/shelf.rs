//! Where a context's file stands: who answers for it now, how far it has come and what ails it.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{OwnedRwLockReadGuard, RwLock, watch},
    time::Instant,
};

use super::{
    Context, Fault,
    bulk::remove,
    file::ViewFile,
    fill::blocking,
    pool::{Answering, Pool},
};

/// A value that still cannot be read after the file was made anew was written so by a mistake of
/// the program: within this time no new file is made for it.
const BETWEEN_MISREADINGS: Duration = Duration::from_secs(3600);

/// What a context is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Following,
    Filling { done: u64, of: u64 },
    Retrying { reason: String },
    Stopped { position: u64, reason: String },
}

/// One context as its follower and its readers share it.
pub(crate) struct Shelf {
    pub context: Arc<Context>,
    answering: Arc<RwLock<Option<Pool>>>,
    position: watch::Sender<u64>,
    mode: watch::Sender<Mode>,
    damage: watch::Sender<bool>,
    misread: Mutex<Option<Instant>>,
}

impl Shelf {
    pub fn new(context: Arc<Context>) -> Self {
        Self {
            context,
            answering: Arc::default(),
            position: watch::Sender::new(0),
            mode: watch::Sender::new(Mode::Filling { done: 0, of: 0 }),
            damage: watch::Sender::new(false),
            misread: Mutex::default(),
        }
    }

    /// The file that answers, held until the guard is dropped.
    pub async fn hold(&self) -> OwnedRwLockReadGuard<Option<Pool>> {
        Arc::clone(&self.answering).read_owned().await
    }

    pub fn position(&self) -> watch::Receiver<u64> {
        self.position.subscribe()
    }

    pub fn mode(&self) -> watch::Receiver<Mode> {
        self.mode.subscribe()
    }

    pub fn advance(&self, position: u64) {
        self.position.send_replace(position);
    }

    pub fn set(&self, mode: Mode) {
        self.mode.send_if_modified(|present| {
            let changes = *present != mode;
            *present = mode;
            changes
        });
    }

    /// A reader met damage; the follower will see to it.
    pub fn report_damage(&self) {
        self.damage.send_replace(true);
    }

    /// A reader met a value that this program never wrote.
    pub fn report_misreading(&self) {
        let now = Instant::now();
        let mut last = self.misread.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_none_or(|last| now.duration_since(last) > BETWEEN_MISREADINGS) {
            *last = Some(now);
            self.report_damage();
        }
    }

    pub async fn damaged(&self) {
        let _ = self.damage.subscribe().wait_for(|damaged| *damaged).await;
    }

    /// Lets a file answer.
    pub async fn answer(&self, path: &Path, answering: Answering, position: u64) {
        *self.answering.write().await = Some(Pool::new(path, answering));
        self.advance(position);
    }

    /// Whether a file answers that has come further than this position.
    pub async fn answers_beyond(&self, position: u64) -> bool {
        self.answering.read().await.is_some() && *self.position.borrow() > position
    }

    /// Puts a finished file in the place of whatever answered before, which is removed.
    ///
    /// Nobody reads meanwhile: SQLite finds a file's journal by name, so a reader of the old file
    /// must be gone before the new one takes its name.
    pub async fn publish(&self, filled: PathBuf, folder: PathBuf) -> Result<ViewFile, Fault> {
        let mut answering = self.answering.write().await;
        *answering = None;
        let context = Arc::clone(&self.context);
        let file = blocking(move || replace(&filled, &folder, &context)).await?;
        *answering = Some(Pool::new(file.path(), Answering::Present));
        self.damage.send_replace(false);
        self.advance(file.position());
        Ok(file)
    }
}

fn replace(filled: &Path, folder: &Path, context: &Context) -> Result<ViewFile, Fault> {
    for old in files_of(context.name(), folder)? {
        if old != filled {
            remove(&old)?;
        }
    }
    let path = folder.join(context.file_name());
    // The journal of a file that somebody deleted must not be taken for that of the new one.
    remove(&path)?;
    std::fs::rename(filled, &path)?;
    std::fs::File::open(folder)?.sync_all()?;
    ViewFile::open(&path)
}

/// The files of a context, finished or not, whatever their hash.
pub(super) fn files_of(context: &str, folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix(context)).and_then(|rest| rest.strip_prefix('-'));
        if rest.is_some_and(|rest| rest.ends_with(".sqlite") || rest.ends_with(".filling")) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}
