//! Follows the log with one context: waits for the bell, takes what came, and begins anew where
//! the file is damaged or gone. A fact that cannot be taken stops this context, loudly, and no other.

use std::{path::PathBuf, sync::Arc, time::Duration};

use tokio::{
    sync::{mpsc, oneshot, watch},
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use super::{
    Context, Fault, Stop,
    batch::{BATCH, Batch},
    file::{Taken, ViewFile},
    fill::{Progress, blocking},
    shelf::{Mode, Shelf},
    tape::Tape,
};

/// How often an idle follower looks whether its file is still there.
const LOOK: Duration = Duration::from_secs(5);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Somebody wants the view made anew.
pub(crate) struct Request {
    pub progress: Progress,
    pub done: oneshot::Sender<()>,
}

/// What a follower does next.
pub(crate) enum Next {
    Follow(ViewFile),
    Fill(Option<Request>),
    /// Stopped: only a request for a new filling goes on.
    Wait,
    End,
}

/// One context's follower.
pub(crate) struct Follower {
    pub context: Arc<Context>,
    pub shelf: Arc<Shelf>,
    pub tape: Arc<Tape>,
    pub bell: watch::Receiver<u64>,
    pub folder: PathBuf,
    pub requests: mpsc::UnboundedReceiver<Request>,
    pub stops: mpsc::UnboundedSender<Stop>,
    pub shutdown: CancellationToken,
    pub pause: Duration,
    pub last: Instant,
}

/// Why a follower leaves off following.
enum Turn {
    Shutdown,
    Rebuild(Request),
    Damaged(String),
    Stopped { position: u64, reason: String },
}

impl Follower {
    /// Follows until shutdown.
    pub async fn run(mut self, mut next: Next) {
        loop {
            next = match next {
                Next::Follow(file) => self.follow(file).await,
                Next::Fill(request) => self.refill(request).await,
                Next::Wait => self.wait().await,
                Next::End => return,
            }
        }
    }

    async fn follow(&mut self, mut file: ViewFile) -> Next {
        self.shelf.set(Mode::Following);
        let mut ahead = None;
        loop {
            let batch = match ahead.take() {
                Some(batch) => batch,
                None => match self.next(file.position(), file.path().to_owned()).await {
                    Ok(batch) => batch,
                    Err(turn) => return self.turn(Some(file), turn).await,
                },
            };
            let (taken, fetched) = tokio::join!(take(&self.context, file, &batch), self.ahead(&batch));
            let (present, taken) = match taken {
                Ok(taken) => taken,
                Err(fault) => return self.turn(None, stopped(batch.after + 1, &fault)).await,
            };
            self.shelf.advance(present.position());
            match self.judge(taken).await {
                Ok(went_on) => (file, ahead) = (present, fetched.filter(|_| went_on)),
                Err(turn) => return self.turn(Some(present), turn).await,
            }
        }
    }

    /// Whether the batch was taken; else the pause is over and it is to be tried again.
    async fn judge(&mut self, taken: Taken) -> Result<bool, Turn> {
        match taken {
            Taken::Whole => {
                self.pause = FIRST_PAUSE;
                self.shelf.set(Mode::Following);
                Ok(true)
            }
            Taken::UpTo { position, reason } => Err(Turn::Stopped { position, reason }),
            Taken::Nothing(Fault::Damaged(reason)) => Err(Turn::Damaged(reason)),
            Taken::Nothing(fault) => self.hold_off(&fault).await.map(|()| false),
        }
    }

    /// The next batch, as soon as there is one and the pace allows.
    async fn next(&mut self, position: u64, path: PathBuf) -> Result<Arc<Batch>, Turn> {
        loop {
            tokio::select! {
                biased;
                () = self.shutdown.cancelled() => return Err(Turn::Shutdown),
                request = self.requests.recv() => return Err(request.map_or(Turn::Shutdown, Turn::Rebuild)),
                () = self.shelf.damaged() => return Err(Turn::Damaged("a query met damage".to_owned())),
                rung = self.bell.wait_for(|head| *head > position) => if rung.is_err() { return Err(Turn::Shutdown) },
                () = tokio::time::sleep(LOOK) => {
                    self.tape.forget();
                    if !path.exists() {
                        return Err(Turn::Damaged("the file was deleted".to_owned()));
                    }
                    continue;
                }
            }
            tokio::time::sleep_until(self.last + self.context.pace()).await;
            self.last = Instant::now();
            match self.tape.after(position).await {
                Ok(batch) if batch.until > position => return Ok(batch),
                Ok(_) => self.hold_off(&Fault::Passing("the bell rang for nothing".to_owned())).await?,
                Err(error) => self.log_failed(error, position).await?,
            }
        }
    }

    async fn log_failed(&mut self, error: eventlog::LogError, position: u64) -> Result<(), Turn> {
        match error {
            eventlog::LogError::Closed => Err(Turn::Shutdown),
            other => match Fault::from(other) {
                Fault::Passing(reason) => self.hold_off(&Fault::Passing(reason)).await,
                fault => Err(stopped(position + 1, &fault)),
            },
        }
    }

    /// What comes after a full batch, fetched while that one is taken.
    async fn ahead(&self, batch: &Batch) -> Option<Arc<Batch>> {
        let full = batch.until - batch.after >= BATCH as u64;
        let ahead = if full && self.tape.head() > batch.until { self.tape.after(batch.until).await.ok() } else { None };
        ahead.filter(|ahead| ahead.until > batch.until && !self.shutdown.is_cancelled())
    }

    /// Waits a while, longer each time, and says why.
    pub(super) async fn hold_off_briefly(&mut self, fault: &Fault) -> bool {
        let mode = Mode::Retrying { reason: fault.reason().to_owned() };
        if *self.shelf.mode().borrow() != mode {
            tracing::warn!(context = self.context.name(), reason = fault.reason(), "the view waits and tries again");
        }
        self.shelf.set(mode);
        let pause = self.pause;
        self.pause = (pause * 2).min(LONGEST_PAUSE);
        tokio::select! {
            () = self.shutdown.cancelled() => false,
            () = tokio::time::sleep(pause) => true,
        }
    }

    async fn hold_off(&mut self, fault: &Fault) -> Result<(), Turn> {
        if self.hold_off_briefly(fault).await { Ok(()) } else { Err(Turn::Shutdown) }
    }

    async fn turn(&mut self, file: Option<ViewFile>, turn: Turn) -> Next {
        let name = self.context.name();
        let closed = match file {
            Some(file) => blocking(move || file.close().map(drop)).await,
            None => Ok(()),
        };
        if let Err(fault) = closed {
            tracing::warn!(context = name, reason = fault.reason(), "the view's file could not be closed in order");
        }
        match turn {
            Turn::Shutdown => Next::End,
            Turn::Rebuild(request) => Next::Fill(Some(request)),
            Turn::Damaged(reason) => {
                tracing::warn!(context = name, reason, "the view is damaged and is made anew");
                Next::Fill(None)
            }
            Turn::Stopped { position, reason } => self.stop(position, reason),
        }
    }

    pub(super) fn stop(&self, position: u64, reason: String) -> Next {
        let context = self.context.name();
        tracing::error!(context, position, reason, "the view has stopped");
        self.shelf.set(Mode::Stopped { position, reason: reason.clone() });
        let _ = self.stops.send(Stop { context, position, reason });
        Next::Wait
    }

    async fn wait(&mut self) -> Next {
        tokio::select! {
            () = self.shutdown.cancelled() => Next::End,
            request = self.requests.recv() => request.map_or(Next::End, |request| Next::Fill(Some(request))),
        }
    }
}

fn stopped(position: u64, fault: &Fault) -> Turn {
    Turn::Stopped { position, reason: fault.reason().to_owned() }
}

/// Hands a batch to a file; events that concern none of its projectors need no other thread.
pub(super) async fn take(
    context: &Arc<Context>,
    mut file: ViewFile,
    batch: &Arc<Batch>,
) -> Result<(ViewFile, Taken), Fault> {
    if !batch.concerns(context) {
        let taken = file.take(context, batch);
        return Ok((file, taken));
    }
    let (context, batch) = (Arc::clone(context), Arc::clone(batch));
    blocking(move || {
        let taken = file.take(&context, &batch);
        Ok((file, taken))
    })
    .await
}
