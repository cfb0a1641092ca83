//! The watch of the house: follows the log with the rules that are on, and writes down what they find.
//!
//! The rules are pure ([`Watch`]); here is only the reading, the cursor and the writing. What was found and not
//! written down yet is owed and tried again; found a second time, it has the same stream and is written once.

use std::{collections::VecDeque, time::Duration};

use domain::{
    Position,
    alerts::watch::{Raised, Suspicion, Watch},
};
use tokio_util::sync::CancellationToken;

use super::recall::recall;
use crate::{Desk, Failure, Fault, Worker, runtime::next_slice};

/// Where the watch of this house was set up: before that it tells of nothing.
const BEGINNING: &str = "alerts.watch.beginning";
const CURSOR: &str = "alerts.watch";
/// Without a suspicion the cursor is written now and then: to look at an entry twice does no harm.
const CURSOR_EVERY: u64 = 1000;
const AFTER_TROUBLE: Duration = Duration::from_secs(1);

struct Watchman {
    desk: Desk,
    watch: Watch,
    seen: Position,
    written: Position,
    owed: VecDeque<Suspicion>,
}

/// Keeps watch until the house shuts down.
pub(crate) async fn keep_watch(desk: Desk, worker: Worker, shutdown: CancellationToken) {
    let mut watchman = loop {
        match shutdown.run_until_cancelled(Watchman::come(desk.clone())).await {
            None => return,
            Some(Ok(watchman)) => break watchman,
            Some(Err(fault)) => worker.troubled(&fault),
        }
        tokio::time::sleep(AFTER_TROUBLE).await;
    };
    let mut bell = desk.log().bell();
    loop {
        if let Err(fault) = watchman.catch_up(&shutdown).await {
            worker.troubled(&fault);
            tokio::time::sleep(AFTER_TROUBLE).await;
            continue;
        }
        let (due, seen) = (watchman.watch.due(), watchman.seen);
        desk.timetable().set_next_watch(due);
        worker.reached(seen);
        let waited = async {
            match due {
                Some(at) => desk.clock().until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            rung = bell.wait_for(|newest| *newest > seen) => if rung.is_err() { return },
            () = waited => {}
        }
    }
}

impl Watchman {
    async fn come(desk: Desk) -> Result<Self, Fault> {
        let since = desk.vault().beginning(BEGINNING, desk.head()).await?;
        let seen = desk.vault().cursor(CURSOR).await?.max(since);
        let mut watch = Watch::since(since);
        let moment = desk.log().at(seen).await?.and_then(|event| chrono::DateTime::from_timestamp_micros(event.at_us));
        recall(&desk, &mut watch, moment.unwrap_or_else(|| desk.now()), seen).await?;
        Ok(Self { desk, watch, seen, written: seen, owed: VecDeque::new() })
    }

    /// Looks at everything that is new, and at the time.
    async fn catch_up(&mut self, shutdown: &CancellationToken) -> Result<(), Fault> {
        self.pay().await?;
        while self.seen < self.desk.head() && !shutdown.is_cancelled() {
            let (facts, until) = next_slice(&self.desk, self.seen).await?;
            self.owed.extend(facts.iter().flat_map(|fact| self.watch.take(fact)));
            self.seen = until;
            self.pay().await?;
        }
        self.owed.extend(self.watch.rest(self.desk.now()));
        self.pay().await
    }

    /// Writes down what is owed, and how far everything is settled.
    async fn pay(&mut self) -> Result<(), Fault> {
        let found = !self.owed.is_empty();
        while let Some(suspicion) = self.owed.front() {
            raise(&self.desk, suspicion).await?;
            self.owed.pop_front();
        }
        if found || self.seen >= self.written + CURSOR_EVERY {
            self.desk.vault().set_cursor(CURSOR, self.seen).await?;
            self.written = self.seen;
        }
        Ok(())
    }
}

async fn raise(desk: &Desk, suspicion: &Suspicion) -> Result<(), Fault> {
    let id = suspicion.id();
    let caller = desk.reaction(&[b"suspicion", id.as_bytes()], suspicion.found.because);
    match desk.run::<Raised>(id, suspicion.found.event.clone(), &caller).await {
        Ok(_) | Err(Failure::Refused(_)) => Ok(()),
        Err(failure) => Err(failure.into_fault("others were faster")),
    }
}
