//! The rules of what a space keeps: setting them, looking at what they would take away, and keeping to them.

use std::sync::Arc;

use chrono::Duration;
use domain::{
    Fact,
    documents::{
        Event, Space, SpaceId,
        space::{Ages, Ask, Command, Keeping, Overdue, Refusal},
    },
};
use tokio_util::sync::CancellationToken;

use super::{
    enter::{enter, run},
    expire::tell_of_ends,
};
use crate::{Caller, Desk, Done, Failure, Fault, fresh_command};

const EVERY_HOURS: i64 = 1;

/// What rules would take away now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WouldGo {
    /// Files and folders in the trash, each with all that is in it.
    pub trashed: usize,
    /// Versions of files.
    pub versions: usize,
    /// Bytes of those versions.
    pub size_bytes: u64,
}

/// The rules of a space.
///
/// # Errors
/// When it is not the caller's.
pub async fn keeping(desk: &Desk, caller: &Caller, space: SpaceId) -> Result<Keeping, Failure<Refusal>> {
    enter(caller, space)?;
    Ok(desk.load::<Space>(space.0.0).await?.state.keeping().clone())
}

/// Sets the rules of a space.
///
/// # Errors
/// When they make no sense, or are those of what all share and no admin asks.
pub async fn set_keeping(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    keeping: Keeping,
) -> Result<Done, Failure<Refusal>> {
    run(desk, caller, space, Command::Keep { keeping, as_admin: caller.is_admin() }).await
}

/// Looks at what rules would take away; changes nothing.
///
/// # Errors
/// When the space is not the caller's.
pub async fn preview_keeping(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    keeping: &Keeping,
) -> Result<WouldGo, Failure<Refusal>> {
    enter(caller, space)?;
    let (state, overdue) = overdue(desk, space, Some(keeping)).await?;
    Ok(WouldGo {
        trashed: overdue.purged.len(),
        versions: overdue.thinned.iter().map(|(_, numbers)| numbers.len()).sum(),
        size_bytes: state.size_of(&overdue.thinned),
    })
}

/// Keeps to the rules of all spaces until the house shuts down.
pub(crate) async fn keep_to_rules(desk: Desk, shutdown: CancellationToken) {
    loop {
        match desk.blobs().spaces().await {
            Ok(spaces) => tidy_all(&desk, spaces).await,
            Err(fault) => tracing::error!(%fault, "which spaces have files cannot be read; it is tried again"),
        }
        if !desk.rest(Duration::hours(EVERY_HOURS), &shutdown).await {
            return;
        }
    }
}

/// One space that cannot be tidied keeps nobody else's from it.
async fn tidy_all(desk: &Desk, spaces: Vec<SpaceId>) {
    for space in spaces {
        if let Err(fault) = tidy(desk, space).await {
            tracing::error!(%fault, space = %space.0.0, "what a space does not keep cannot be taken away yet");
        }
    }
}

async fn tidy(desk: &Desk, space: SpaceId) -> Result<(), Fault> {
    tell_of_ends(desk, space).await?;
    let (_, mut overdue) = overdue(desk, space, None).await?;
    while !overdue.is_empty() {
        let (caller, command) = (Caller::house(fresh_command()), Command::Tidy(overdue.some()));
        let tidied = desk.run::<Space>(space.0.0, Ask::of(space, command), &caller).await;
        tidied.map_err(|failure| failure.into_fault("documents"))?;
    }
    Ok(())
}

/// What is over by some rules, or by those of the space. Without rules nothing is, and the log is not read.
async fn overdue(desk: &Desk, space: SpaceId, keeping: Option<&Keeping>) -> Result<(Arc<Space>, Overdue), Fault> {
    let state = desk.load::<Space>(space.0.0).await?.state;
    let keeping = keeping.unwrap_or(state.keeping()).clone();
    if keeping == Keeping::default() {
        return Ok((state, Overdue::default()));
    }
    let (mut ages, now) = (Ages::default(), desk.now());
    desk.show_all::<Space>(space.0.0, |fact: &Fact<Event>| ages.take(&fact.event, fact.stamp.at)).await?;
    let overdue = state.overdue(&keeping, &ages, now);
    Ok((state, overdue))
}
