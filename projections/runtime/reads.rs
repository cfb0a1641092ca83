//! How one context's view is asked: a query, and how fresh the answer must be.

use std::{sync::Arc, time::Duration};

use rusqlite::Connection;

use super::{
    Fault, digest,
    file::read_checkpoint,
    is_misread,
    pool::Answering,
    shelf::{Mode, Shelf},
};

/// One context's view, open for questions. Cheap to clone.
#[derive(Clone)]
pub struct Reads {
    shelf: Arc<Shelf>,
}

/// The view has not come as far as was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the view '{context}' has come to {position}, not to {asked}{}", because(reason.as_deref()))]
pub struct Behind {
    /// Whose view.
    pub context: &'static str,
    /// How far it has come.
    pub position: u64,
    /// How far it should have come.
    pub asked: u64,
    /// What ails it.
    pub reason: Option<String>,
}

/// What a view's rows were at a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imprint {
    /// Whose view.
    pub context: &'static str,
    /// The hash of its projectors: others make other rows.
    pub rules: String,
    /// The position.
    pub position: u64,
    /// The hash of all rows.
    pub digest: blake3::Hash,
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The view is being filled, and nothing older can answer.
    #[error("the view '{context}' is being filled: {done} of {of} events")]
    Filling {
        /// Whose view.
        context: &'static str,
        /// How far it is.
        done: u64,
        /// How far it will be.
        of: u64,
    },
    /// The query failed.
    #[error("the view '{context}' failed: {reason}")]
    Failed {
        /// Whose view.
        context: &'static str,
        /// Why.
        reason: String,
    },
}

fn because(reason: Option<&str>) -> String {
    reason.map(|reason| format!(": {reason}")).unwrap_or_default()
}

impl Reads {
    pub(crate) const fn new(shelf: Arc<Shelf>) -> Self {
        Self { shelf }
    }

    /// How far the view has come.
    #[must_use]
    pub fn position(&self) -> u64 {
        *self.shelf.position().borrow()
    }

    /// Waits until the view has come to a position.
    ///
    /// # Errors
    /// When it has not after `patience`, or has stopped before it.
    pub async fn at_least(&self, asked: u64, patience: Duration) -> Result<(), Behind> {
        let (mut position, mut mode) = (self.shelf.position(), self.shelf.mode());
        if *position.borrow() >= asked {
            return Ok(());
        }
        let arrived = tokio::select! {
            arrived = position.wait_for(|position| *position >= asked) => arrived.is_ok(),
            _ = mode.wait_for(|mode| matches!(mode, Mode::Stopped { .. })) => false,
            () = tokio::time::sleep(patience) => false,
        };
        if arrived || *self.shelf.position().borrow() >= asked { Ok(()) } else { Err(self.behind(asked)) }
    }

    fn behind(&self, asked: u64) -> Behind {
        let reason = match &*self.shelf.mode().borrow() {
            Mode::Following => None,
            Mode::Filling { done, of } => Some(format!("it is being filled, {done} of {of}")),
            Mode::Retrying { reason } | Mode::Stopped { reason, .. } => Some(reason.clone()),
        };
        Behind { context: self.shelf.context.name(), position: self.position(), asked, reason }
    }

    /// Asks the view. The closure runs on a thread that may wait for the disk.
    ///
    /// # Errors
    /// When the view is being filled for the first time, or the query fails.
    pub async fn query<T, Q>(&self, query: Q) -> Result<T, ReadError>
    where
        T: Send + 'static,
        Q: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let held = self.shelf.hold().await;
        let Some(pool) = held.as_ref() else { return Err(self.filling()) };
        let outgrown = pool.answering == Answering::Outgrown;
        let permit = pool.permit().await.map_err(|closed| self.failed(&closed))?;
        let asking = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            held.as_ref().map(|pool| pool.run(query))
        });
        match asking.await.map_err(|failure| self.failed(&failure))? {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(_)) if outgrown => Err(self.filling()),
            Some(Err(error)) => Err(self.diagnose(error)),
            None => Err(self.filling()),
        }
    }

    /// A hash of all rows: two fillings of the same log have the same.
    ///
    /// # Errors
    /// As any query.
    pub async fn digest(&self) -> Result<blake3::Hash, ReadError> {
        self.query(digest::of).await
    }

    /// The same with the position it is of, both of one moment; `None` while no file of the present
    /// projectors answers.
    ///
    /// # Errors
    /// As any query.
    pub async fn imprint(&self) -> Result<Option<Imprint>, ReadError> {
        let (context, rules) = (self.shelf.context.name(), self.shelf.context.hash());
        match self.shelf.hold().await.as_ref() {
            Some(pool) if pool.answering == Answering::Present => {}
            _ => return Ok(None),
        }
        let taken = self.query(|connection| {
            let moment = connection.unchecked_transaction()?;
            let position = read_checkpoint(&moment)?.position;
            let digest = digest::of(&moment)?;
            Ok((position, digest))
        });
        let (position, digest) = taken.await?;
        Ok(Some(Imprint { context, rules, position, digest }))
    }

    fn filling(&self) -> ReadError {
        let (done, of) = match *self.shelf.mode().borrow() {
            Mode::Filling { done, of } => (done, of),
            _ => (self.position(), self.position()),
        };
        ReadError::Filling { context: self.shelf.context.name(), done, of }
    }

    fn failed(&self, reason: &dyn std::fmt::Display) -> ReadError {
        ReadError::Failed { context: self.shelf.context.name(), reason: reason.to_string() }
    }

    fn diagnose(&self, error: rusqlite::Error) -> ReadError {
        let misread = is_misread(&error);
        let fault = Fault::from(error);
        if matches!(fault, Fault::Damaged(_)) {
            self.shelf.report_damage();
        } else if misread {
            self.shelf.report_misreading();
        }
        self.failed(&fault)
    }
}
