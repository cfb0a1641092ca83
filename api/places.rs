//! The places that an erasure reaches from here: the letters in the folder, the files, the request logs and the views.
//!
//! Whoever opens a house, to serve it or for one command, registers them before anything is done.

use std::{path::Path, sync::Arc, time::Duration};

use commands::{Desk, Fault, Letters, Place, Soon, Whom};
use domain::identity::erasure::Purged;
use projections::{Views, documents::texts::Texts};

use crate::{
    http::{RequestLog, forget_person},
    texts::Words,
};

const PATIENCE: Duration = Duration::from_secs(5);

/// Registers them for a house whose data lies in a folder.
pub fn register(desk: &Desk, views: &Arc<Views>, texts: &Texts, folder: &Path, request_log: Option<RequestLog>) {
    desk.places().add(Letters::in_folder(folder.join("mail")));
    desk.places().add(desk.blobs().clone());
    desk.places().add(Words(texts.clone()));
    desk.places().add(RequestLogs { folder: folder.into(), log: request_log });
    desk.places().add(Refilled(views.clone()));
}

/// Waits until the views show what was done, but not for ever.
pub async fn shown(desk: &Desk, views: &Views) {
    for lag in views.lag() {
        if let Some(reads) = views.context(lag.context)
            && let Err(behind) = reads.at_least(desk.head(), PATIENCE).await
        {
            tracing::warn!(%behind, "the house opens before a view shows that an erasure was finished");
        }
    }
}

/// The files of the request log, whether somebody writes to them or not.
struct RequestLogs {
    folder: Arc<Path>,
    log: Option<RequestLog>,
}

impl Place for RequestLogs {
    fn knows_addresses(&self) -> bool {
        true
    }

    fn forget<'a>(&'a self, _desk: &'a Desk, whom: &'a Whom) -> Soon<'a, Vec<Purged>> {
        Box::pin(async move {
            let (folder, log, whom) = (self.folder.clone(), self.log.clone(), whom.clone());
            let taken = tokio::task::spawn_blocking(move || match log.filter(|log| log.folder.is_some()) {
                Some(log) => log.forget_person(&whom),
                None => forget_person(&folder, &whom),
            });
            let count = taken.await?.map_err(|error| Fault::new("the request logs", &error))?;
            Ok(vec![Purged { place: "request logs".to_owned(), what: "lines of the person".to_owned(), count }])
        })
    }
}

/// The views hold plain names and full text; none of it can be taken out but by making them anew.
struct Refilled(Arc<Views>);

impl Refilled {
    async fn refill(&self) -> Result<Vec<Purged>, Fault> {
        self.0.forget();
        let mut purged = Vec::new();
        for lag in self.0.lag() {
            let count = self.0.rebuild(lag.context, Arc::new(|_, _| {})).await;
            let count = count.map_err(|error| Fault::new(&format!("the view {}", lag.context), &error))?;
            purged.push(Purged { place: "views".to_owned(), what: lag.context.to_owned(), count });
        }
        Ok(purged)
    }
}

impl Place for Refilled {
    fn forget<'a>(&'a self, _desk: &'a Desk, _whom: &'a Whom) -> Soon<'a, Vec<Purged>> {
        Box::pin(self.refill())
    }

    fn renew<'a>(&'a self, _desk: &'a Desk) -> Soon<'a, ()> {
        Box::pin(async { self.refill().await.map(drop) })
    }
}
