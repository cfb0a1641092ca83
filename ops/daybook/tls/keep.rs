//! The task that keeps the certificate good for as long as the house runs, and looks at once when it
//! is told to.

use std::{sync::Arc, time::Duration};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{acme::Acme, files::Files, local::Local, pair::Pair, report::Report};

/// Whoever keeps it.
pub enum Keeper {
    /// Somebody else renews it.
    Files(Box<Files>),
    /// The house's own authority.
    Local(Box<Local>),
    /// An authority that is asked by ACME.
    Acme(Box<Acme>),
}

impl Keeper {
    /// Keeps it until the house shuts down.
    pub async fn keep(mut self, report: Report, again: Arc<Notify>, shutdown: CancellationToken) {
        report.taken(self.current()).await;
        let mut asked = false;
        while let Some(wait) = shutdown.run_until_cancelled(self.look(asked, &report)).await {
            asked = tokio::select! {
                () = shutdown.cancelled() => return,
                () = again.notified() => true,
                () = tokio::time::sleep(wait) => false,
            };
        }
    }

    /// Does what is due, and says when to look again.
    async fn look(&mut self, asked: bool, report: &Report) -> Duration {
        match self {
            Self::Files(files) => files.look(asked, report).await,
            Self::Local(local) => local.look(report).await,
            Self::Acme(acme) => acme.look(asked, report).await,
        }
    }

    const fn current(&self) -> &Pair {
        match self {
            Self::Files(files) => files.current(),
            Self::Local(local) => local.current(),
            Self::Acme(acme) => acme.current(),
        }
    }
}
