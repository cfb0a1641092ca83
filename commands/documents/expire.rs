//! Letting a file, or a version of it, end at a time, and telling whoever chose so that it is near.

use chrono::{DateTime, Utc};
use domain::documents::{
    NodeId, Space, SpaceId,
    space::{Ask, Command, Refusal},
};

use super::enter::run;
use crate::{Caller, Desk, Done, Failure, Fault, fresh_command};

/// Lets a file, or a version of it, end at a time, or never.
///
/// # Errors
/// When there is no such file or version, or that time is past.
pub async fn expire(
    desk: &Desk,
    caller: &Caller,
    (space, node, version): (SpaceId, NodeId, Option<u32>),
    until: Option<DateTime<Utc>>,
) -> Result<Done, Failure<Refusal>> {
    run(desk, caller, space, Command::Expire { node, version, until }).await
}

/// Tells of the files of a space that end soon, each once.
pub(super) async fn tell_of_ends(desk: &Desk, space: SpaceId) -> Result<(), Fault> {
    if !desk.load::<Space>(space.0.0).await?.state.is_end_near(desk.now()) {
        return Ok(());
    }
    let (caller, ask) = (Caller::house(fresh_command()), Ask::of(space, Command::TellOfEnds));
    let told = desk.run::<Space>(space.0.0, ask, &caller).await;
    told.map(drop).map_err(|failure| failure.into_fault("documents"))
}
