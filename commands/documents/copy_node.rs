//! Copying a file, or a folder with all that is in it, within a space or between one's own and the one that all share.

use domain::documents::{
    NodeId, Space, SpaceId,
    space::{Command, Original, Refusal},
};

use super::{enter, see::see};
use crate::{Caller, Desk, Done, Failure};

/// Copies the newest version of each file, without a byte of it; answers the id of the copy. Where no name is asked for, it has
/// its own, with a number where that is taken.
///
/// # Errors
/// When it is not there or holds too much, or the copy cannot lie there.
pub async fn copy_node(
    desk: &Desk,
    caller: &Caller,
    (from, of): (SpaceId, NodeId),
    (space, parent): (SpaceId, NodeId),
    name: Option<&str>,
) -> Result<(NodeId, Done), Failure<Refusal>> {
    enter::enter(caller, from)?;
    enter::enter(caller, space)?;
    let (node, name) = (NodeId(caller.step("node").command.0), name.map(enter::name).transpose()?);
    // A retry gets its first answer, whatever became of the original meanwhile.
    if let Some(done) = desk.answered::<Space>(space.0.0, caller).await? {
        return Ok((node, done));
    }
    let original = desk.load::<Space>(from.0.0).await?.state.original(from, of).map_err(Failure::Refused)?;
    provide(desk, &original, (space, parent)).await?;
    let hashes = desk.load::<Space>(space.0.0).await?.state.to_be_seen_of(&original, parent);
    let seen = see(desk, space, hashes).await?;
    let done = enter::run_seeing(desk, caller, space, Command::Copy { node, parent, name, original }, seen).await?;
    Ok((node, done))
}

/// The bytes are there before the event that names them.
pub(super) async fn provide(
    desk: &Desk,
    original: &Original,
    (to, folder): (SpaceId, NodeId),
) -> Result<(), Failure<Refusal>> {
    let state = desk.load::<Space>(to.0.0).await?.state;
    let target = desk.blobs().target(state.place_of(folder)).await?;
    let (blobs, from, needed) = (desk.blobs().clone(), original.space, original.blobs().collect::<Vec<_>>());
    let providing = tokio::task::spawn_blocking(move || blobs.provide(from, (to, &target), &needed));
    match providing.await.map_err(crate::Fault::from)?? {
        true => Ok(()),
        false => Err(Failure::Refused(Refusal::NoSuchNode)),
    }
}
