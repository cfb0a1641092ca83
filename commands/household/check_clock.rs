//! Once a minute: does the clock on the wall show what it showed a minute ago, and a minute more? And at the start:
//! does it lie behind what is written down already?
//!
//! A machine that slept did not jump: the other clock goes on while it sleeps.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Decider as _,
    household::{Clock, clock::ClockJumped},
};
use eventlog::StreamName;
use tokio_util::sync::CancellationToken;

use crate::{Caller, Desk, Fault, runtime::fresh_command};

const LOOKED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// What both clocks showed.
#[derive(Clone, Copy)]
struct Look {
    wall: DateTime<Utc>,
    elapsed: TimeDelta,
}

impl Look {
    fn at(desk: &Desk) -> Self {
        Self { wall: desk.now(), elapsed: desk.clock().elapsed() }
    }

    /// By how many seconds the wall's clock shows more than it should, since an earlier look.
    fn jump_since(&self, before: &Self) -> i64 {
        ((self.wall - before.wall) - (self.elapsed - before.elapsed)).num_seconds()
    }
}

/// Looks at the clock until the house shuts down.
pub(crate) async fn check_clock(desk: Desk, shutdown: CancellationToken) {
    let start = Look::at(&desk);
    if let Err(fault) = check_start(&desk).await {
        tracing::warn!(%fault, "it could not be written down that the clock lies behind");
    }
    let mut before = start;
    while desk.rest(LOOKED_EVERY, &shutdown).await {
        let now = Look::at(&desk);
        let ran_s = u32::try_from((now.elapsed - start.elapsed).num_seconds()).unwrap_or(u32::MAX).max(1);
        match note(&desk, ClockJumped { by_s: now.jump_since(&before), ran_s }).await {
            Ok(()) => before = now,
            Err(fault) => tracing::warn!(%fault, "it could not be written down that the clock jumped"),
        }
    }
}

async fn check_start(desk: &Desk) -> Result<(), Fault> {
    let Some(newest) = desk.log().at(desk.head()).await? else { return Ok(()) };
    let behind = (desk.now().timestamp_micros() - newest.at_us) / 1_000_000;
    if behind < 0 { note(desk, ClockJumped { by_s: behind, ran_s: 0 }).await } else { Ok(()) }
}

async fn note(desk: &Desk, jumped: ClockJumped) -> Result<(), Fault> {
    let stream = StreamName::keyed(Clock::KIND, "house").map_err(|error| Fault::new("clock", &error))?;
    let noted = desk.run_on::<Clock>(stream, jumped, &Caller::house(fresh_command()), None).await;
    noted.map(drop).map_err(|failure| failure.into_fault("clock"))
}
