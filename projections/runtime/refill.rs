//! Makes a context's file anew beside the one that answers, and puts it in its place.

use std::{path::PathBuf, sync::Arc};

use super::{
    Fault,
    batch::BATCH,
    bulk::remove,
    file::{Taken, ViewFile},
    fill::{Cut, Filling, Progress, blocking},
    follow::{Follower, Next, Request, take},
    shelf::Mode,
};

/// How a filling ended.
enum Filled {
    Ready,
    /// In front of an event that cannot be taken.
    UpTo {
        position: u64,
        reason: String,
    },
}

impl Follower {
    pub(super) async fn refill(&mut self, request: Option<Request>) -> Next {
        let context = self.context.name();
        let head = self.tape.head();
        if head > 0 {
            tracing::info!(context, head, "the view is being filled");
        }
        loop {
            match self.fill_beside(request.as_ref()).await {
                Ok(next) => {
                    if let Some(request) = request {
                        let _ = request.done.send(());
                    }
                    return next;
                }
                Err(Cut::Shutdown) => return Next::End,
                Err(Cut::Refused { after, reason }) => return self.stop(after + 1, reason),
                Err(Cut::Fault(Fault::Lasting(reason))) => return self.stop(1, reason),
                Err(Cut::Fault(fault)) => {
                    let _ = remove(&self.filling_path());
                    if !self.hold_off_briefly(&fault).await {
                        return Next::End;
                    }
                }
            }
        }
    }

    fn filling_path(&self) -> PathBuf {
        self.folder.join(self.context.file_name()).with_extension("filling")
    }

    async fn fill_beside(&mut self, request: Option<&Request>) -> Result<Next, Cut> {
        let path = self.filling_path();
        let filling = Filling {
            context: Arc::clone(&self.context),
            tape: Arc::clone(&self.tape),
            path: path.clone(),
            shutdown: self.shutdown.clone(),
            progress: self.progress(request),
        };
        filling.run(u64::MAX).await?;
        let (reached, filled) = self.catch_up(path.clone()).await?;
        if let Filled::UpTo { position, reason } = filled {
            if self.shelf.answers_beyond(reached).await {
                remove(&path)?;
            } else {
                self.shelf.publish(path, self.folder.clone()).await?;
            }
            return Ok(self.stop(position, reason));
        }
        Ok(Next::Follow(self.shelf.publish(path, self.folder.clone()).await?))
    }

    fn progress(&self, request: Option<&Request>) -> Progress {
        let shelf = Arc::clone(&self.shelf);
        let told = request.map(|request| Arc::clone(&request.progress));
        Arc::new(move |done, of| {
            shelf.set(Mode::Filling { done, of });
            if let Some(told) = &told {
                told(done, of);
            }
        })
    }

    /// Takes what was written while the indexes were made, until little is left.
    async fn catch_up(&mut self, path: PathBuf) -> Result<(u64, Filled), Cut> {
        let mut file = blocking(move || ViewFile::open(&path)).await?;
        let mut filled = Filled::Ready;
        loop {
            let batch = self.tape.after(file.position()).await?;
            let little = batch.until.saturating_sub(file.position()) < BATCH as u64;
            let (present, taken) = take(&self.context, file, &batch).await?;
            file = present;
            match taken {
                Taken::Whole if little => break,
                Taken::Whole => {}
                Taken::UpTo { position, reason } => {
                    filled = Filled::UpTo { position, reason };
                    break;
                }
                Taken::Nothing(fault) => return Err(fault.into()),
            }
            if self.shutdown.is_cancelled() {
                return Err(Cut::Shutdown);
            }
        }
        let checkpoint = blocking(move || file.close()).await?;
        Ok((checkpoint.position, filled))
    }
}
