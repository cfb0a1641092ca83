//! Following the log: wait for the bell, read the next slice, and outlast troubles.

use std::time::Duration;

use domain::{Event, Fact, Position};
use eventlog::Slice;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Desk, Fault, Worker, handle::read};

const EVENTS_AT_ONCE: usize = 512;
const AFTER_TROUBLE: Duration = Duration::from_secs(1);

/// One that follows the log, slice by slice.
pub(crate) trait Follower: Send {
    /// Takes the next facts; what was done halfway is done again after a trouble.
    fn take(&mut self, facts: &[Fact<Event>], until: Position) -> impl Future<Output = Result<(), Fault>> + Send;
}

/// Follows the log from a position until the house shuts down.
pub(crate) async fn follow(
    desk: Desk,
    worker: Worker,
    mut from: Position,
    mut follower: impl Follower,
    shutdown: CancellationToken,
) {
    let mut bell = desk.log().bell();
    worker.reached(from);
    loop {
        tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            rung = rung(&mut bell, from) => if !rung { return },
        }
        let taken = async {
            let (facts, until) = next_slice(&desk, from).await?;
            follower.take(&facts, until).await?;
            Ok::<_, Fault>(until)
        };
        match taken.await {
            Ok(until) => {
                from = until;
                worker.reached(from);
            }
            Err(fault) => {
                worker.troubled(&fault);
                tokio::time::sleep(AFTER_TROUBLE).await;
            }
        }
    }
}

async fn rung(bell: &mut watch::Receiver<u64>, from: Position) -> bool {
    bell.wait_for(|newest| *newest > from).await.is_ok()
}

/// The next facts after a position. An event of a name that this version does not know has no
/// reactions in it either: it is left to the views, which stop at it, loudly.
pub(crate) async fn next_slice(desk: &Desk, from: Position) -> Result<(Vec<Fact<Event>>, Position), Fault> {
    let Slice { events, until } = desk.log().read(from, EVENTS_AT_ONCE).await?;
    let mut facts = Vec::with_capacity(events.len());
    for event in &events {
        match read(event, desk.seals().as_ref()) {
            Ok(fact) => facts.push(fact),
            Err(error) => tracing::error!(position = event.position, %error, "an event has no reaction"),
        }
    }
    Ok((facts, until))
}
