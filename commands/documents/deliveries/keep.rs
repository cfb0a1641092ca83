//! Writes down what was delivered: at once what is whole, a while later what broke off.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::documents::{
    Delivery,
    delivery::{Command, Delivered},
};
use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use super::{book::Over, delivering::Delivering};
use crate::{Caller, Desk, documents::links::deliver, fresh_command};

const LOOKED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// One answer's share of a delivery: whoever hands its bytes over says so here.
pub struct Handing {
    desk: Desk,
    what: Arc<Delivering>,
    next: u64,
}

impl Handing {
    /// Begins at a byte. Nothing is written down before something is handed over, unless there is nothing to hand over.
    #[must_use]
    pub fn from(desk: &Desk, what: Delivering, first: u64) -> Self {
        let begun = Self { desk: desk.clone(), what: Arc::new(what), next: first };
        if begun.what.size_bytes == 0 {
            begun.moved(0, 0);
        }
        begun
    }

    /// So many bytes more were handed over.
    pub fn sent(&mut self, count: u64) {
        let first = self.next;
        self.next += count;
        self.moved(first, self.next);
    }

    fn moved(&self, first: u64, end: u64) {
        for over in self.desk.deliveries().moved(&self.what, first, end, self.desk.now()) {
            let desk = self.desk.clone();
            self.desk.tasks().spawn(async move { tell(&desk, over).await });
        }
    }
}

/// Looks until the house shuts down, and then once more for all that is under way.
pub(crate) async fn keep_deliveries(desk: Desk, shutdown: CancellationToken) {
    loop {
        let goes_on = desk.rest(LOOKED_EVERY, &shutdown).await;
        let over = if goes_on { desk.deliveries().quiet(desk.now()) } else { desk.deliveries().all() };
        join_all(over.into_iter().map(|over| tell(&desk, over))).await;
        if !goes_on {
            return;
        }
    }
}

/// Several requests may have had a share in it, so it is told under a command of its own.
async fn tell(desk: &Desk, over: Over) {
    let Over { what, spans } = over;
    let whose = what.whose();
    let Delivering { caller, link, space, node, name, version, size_bytes } = what;
    let caller = Caller { command: fresh_command(), ..caller };
    let delivered = Delivered { space, node, name, version, size_bytes, spans, link };
    let told = match link {
        Some(link) => deliver(desk, &caller, link, delivered).await,
        None => desk
            .run::<Delivery>(caller.command.0, Command::File(delivered), &caller)
            .await
            .map_err(|failure| failure.map(|no| match no {})),
    };
    desk.deliveries().let_go(&whose);
    if let Err(failure) = told {
        tracing::error!(?failure, "it could not be written down what was delivered");
    }
}
