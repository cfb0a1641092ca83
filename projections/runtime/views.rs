//! All views of the house: opened together, followed apart, asked by context.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::Seals;
use eventlog::{Feed, LogError};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Context, Lag, Progress, Reads, State, Stop,
    file::ViewFile,
    fill::{Cut, Filling},
    follow::{Follower, Next, Request},
    inspect::{Found, find},
    pool::Answering,
    shelf::{Mode, Shelf},
    tape::Tape,
};

/// All views of the house.
pub struct Views {
    folder: PathBuf,
    tape: Arc<Tape>,
    places: Vec<Place>,
    followers: TaskTracker,
    /// Held for as long as the files are written to.
    _lock: File,
}

/// One context's place: what its follower needs, until the follower has taken it.
struct Place {
    shelf: Arc<Shelf>,
    ask: mpsc::UnboundedSender<Request>,
    waiting: Mutex<Option<Waiting>>,
}

struct Waiting {
    requests: mpsc::UnboundedReceiver<Request>,
    file: Option<ViewFile>,
}

/// Why the views cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The log is shorter than it was: it must be looked at before anything is derived from it.
    #[error("the log ends at {head}, but the view '{context}' has seen {seen}")]
    LogLostEvents {
        /// Whose view.
        context: &'static str,
        /// What it has seen.
        seen: u64,
        /// Where the log ends.
        head: u64,
    },
    /// Another process writes here.
    #[error("the views in {} are in use by another process", .0.display())]
    InUse(PathBuf),
    /// The folder cannot be used.
    #[error("the views' folder {}: {reason}", folder.display())]
    Folder {
        /// Which folder.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl OpenError {
    pub(super) fn folder(folder: &Path, reason: &dyn std::fmt::Display) -> Self {
        Self::Folder { folder: folder.to_owned(), reason: reason.to_string() }
    }
}

/// Why something asked of a context was not done.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// There is no such context.
    #[error("there is no view '{0}'")]
    Unknown(String),
    /// It stopped in front of an event it cannot take.
    #[error("the view '{}' has stopped at {}: {}", .0.context, .0.position, .0.reason)]
    Stopped(Stop),
    /// The house is being shut down.
    #[error("the house is being shut down")]
    Shutdown,
    /// The file or the log failed.
    #[error("{0}")]
    Failed(String),
}

impl Views {
    /// Opens the views in a folder, which is made where it is missing. Nothing is filled yet.
    ///
    /// # Errors
    /// When the log has lost events that a view has seen, or the folder cannot be used.
    pub async fn open(
        folder: &Path,
        feed: Arc<dyn Feed>,
        seals: Arc<dyn Seals>,
        contexts: Vec<Context>,
    ) -> Result<Self, OpenError> {
        let lock = lock(folder)?;
        let tape = Arc::new(Tape::new(feed, seals));
        let mut places = Vec::new();
        for context in contexts {
            places.push(Place::prepare(Arc::new(context), folder, &tape).await?);
        }
        Ok(Self { folder: folder.to_owned(), tape, places, followers: TaskTracker::new(), _lock: lock })
    }

    /// Lets a follower go for each context. They end with the shutdown; see [`Views::finished`].
    pub fn start(&self, shutdown: &CancellationToken, stops: &mpsc::UnboundedSender<Stop>) {
        for place in &self.places {
            if let Some((follower, next)) = self.follower(place, shutdown.clone(), stops.clone()) {
                self.followers.spawn(follower.run(next));
            }
        }
        self.followers.close();
    }

    /// Waits until all followers have closed their files.
    pub async fn finished(&self) {
        self.followers.wait().await;
    }

    /// One context's view, open for questions.
    #[must_use]
    pub fn context(&self, name: &str) -> Option<Reads> {
        self.place(name).ok().map(|place| Reads::new(Arc::clone(&place.shelf)))
    }

    /// How far each context has come.
    #[must_use]
    pub fn lag(&self) -> Vec<Lag> {
        let head = self.tape.head();
        self.places.iter().map(|place| Lag::of(&place.shelf, head)).collect()
    }

    /// Makes a context's file anew from the whole log; the old one answers meanwhile. Answers how far it came.
    ///
    /// # Errors
    /// When there is no such context, or it stopped in front of an event it cannot take.
    pub async fn rebuild(&self, context: &str, progress: Progress) -> Result<u64, AskError> {
        let place = self.place(context)?;
        let (done, finished) = oneshot::channel();
        let request = Request { progress, done };
        let (stops, _) = mpsc::unbounded_channel();
        if let Some((mut follower, _)) = self.follower(place, CancellationToken::new(), stops) {
            let file = match follower.refill(Some(request)).await {
                Next::Follow(file) => Some(file),
                Next::Fill(_) | Next::Wait | Next::End => None,
            };
            place.wait(Waiting { requests: follower.requests, file });
        } else {
            place.ask.send(request).map_err(|_| AskError::Shutdown)?;
            finished.await.map_err(|_| AskError::Shutdown)?;
        }
        match Lag::of(&place.shelf, self.tape.head()) {
            Lag { context, state: State::Stopped { position, reason }, .. } => {
                Err(AskError::Stopped(Stop { context, position, reason }))
            }
            lag => Ok(lag.position),
        }
    }

    /// Lets go of what was read lately: some of it may have been opened with a key that is gone.
    pub fn forget(&self) {
        self.tape.forget();
    }

    /// The view as it was at a position, in a file of its own in any folder but the views' own.
    ///
    /// It ends earlier where the log does, or an event cannot be taken: ask the answer's position.
    ///
    /// # Errors
    /// When there is no such context, or the file or the log failed.
    pub async fn fill_until(&self, context: &str, position: u64, folder: &Path) -> Result<Reads, AskError> {
        let context = Arc::clone(&self.place(context)?.shelf.context);
        let path = folder.join(format!("{}-{}-at-{position}.sqlite", context.name(), context.hash()));
        let filling = Filling {
            context: Arc::clone(&context),
            tape: Arc::clone(&self.tape),
            path: path.clone(),
            shutdown: CancellationToken::new(),
            progress: Arc::new(|_, _| {}),
        };
        let checkpoint = filling.run(position).await.map_err(|cut| match cut {
            Cut::Shutdown => AskError::Shutdown,
            Cut::Fault(fault) => AskError::Failed(fault.to_string()),
            Cut::Refused { reason, .. } => AskError::Failed(reason),
        })?;
        let shelf = Arc::new(Shelf::new(context));
        shelf.answer(&path, Answering::Present, checkpoint.position).await;
        Ok(Reads::new(shelf))
    }

    fn place(&self, name: &str) -> Result<&Place, AskError> {
        let found = self.places.iter().find(|place| place.shelf.context.name() == name);
        found.ok_or_else(|| AskError::Unknown(name.to_owned()))
    }

    fn follower(
        &self,
        place: &Place,
        shutdown: CancellationToken,
        stops: mpsc::UnboundedSender<Stop>,
    ) -> Option<(Follower, Next)> {
        let Waiting { requests, file } = place.take()?;
        let follower = Follower {
            context: Arc::clone(&place.shelf.context),
            shelf: Arc::clone(&place.shelf),
            tape: Arc::clone(&self.tape),
            bell: self.tape.bell(),
            folder: self.folder.clone(),
            requests,
            stops,
            shutdown,
            pause: Duration::from_millis(100),
            last: Instant::now(),
        };
        Some((follower, file.map_or(Next::Fill(None), Next::Follow)))
    }
}

impl Place {
    async fn prepare(context: Arc<Context>, folder: &Path, tape: &Tape) -> Result<Self, OpenError> {
        let found = find(&context, folder, tape).await?;
        let shelf = Arc::new(Shelf::new(context));
        let file = match found {
            Found::Present(file) => {
                shelf.answer(file.path(), Answering::Present, file.position()).await;
                shelf.set(Mode::Following);
                Some(file)
            }
            Found::Outgrown { path, position } => {
                shelf.answer(&path, Answering::Outgrown, position).await;
                None
            }
            Found::Nothing => None,
        };
        let (ask, requests) = mpsc::unbounded_channel();
        Ok(Self { shelf, ask, waiting: Mutex::new(Some(Waiting { requests, file })) })
    }

    fn take(&self) -> Option<Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn wait(&self, waiting: Waiting) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(waiting);
    }
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    fs::create_dir_all(folder).map_err(|error| OpenError::folder(folder, &error))?;
    let lock = File::create(folder.join("lock")).map_err(|error| OpenError::folder(folder, &error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(OpenError::InUse(folder.to_owned())),
        Err(fs::TryLockError::Error(error)) => Err(OpenError::folder(folder, &error)),
    }
}
