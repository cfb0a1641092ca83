//! Letting a file or folder, or a copy of one, take the place of another. A file over a file becomes its next version;
//! whatever else was there goes into the trash.

use domain::documents::{
    NodeId, Space, SpaceId,
    space::{Command, Refusal},
};

use super::{copy_node::provide, enter, see::see};
use crate::{Caller, Desk, Done, Failure};

/// Moves it over another one of its space; a file that became a version of another goes into the trash itself.
///
/// # Errors
/// When one of them is not there, or would lie in itself.
pub async fn move_over(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    node: NodeId,
    other: NodeId,
) -> Result<Done, Failure<Refusal>> {
    enter::enter(caller, space)?;
    let state = desk.load::<Space>(space.0.0).await?.state;
    let folder = state.present(space, other).map(|taken| taken.parent);
    let seen = see(desk, space, state.to_be_seen(node, folder)).await?;
    enter::run_seeing(desk, caller, space, Command::MoveOver { node, other }, seen).await
}

/// Copies it over another one, of its space or not, without a byte of it.
///
/// # Errors
/// When one of them is not there or holds too much, or the copy would lie in itself.
pub async fn copy_over(
    desk: &Desk,
    caller: &Caller,
    (from, of): (SpaceId, NodeId),
    (space, other): (SpaceId, NodeId),
) -> Result<Done, Failure<Refusal>> {
    enter::enter(caller, from)?;
    enter::enter(caller, space)?;
    // A retry gets its first answer, whatever became of the original meanwhile.
    if let Some(done) = desk.answered::<Space>(space.0.0, caller).await? {
        return Ok(done);
    }
    let original = desk.load::<Space>(from.0.0).await?.state.original(from, of).map_err(Failure::Refused)?;
    let state = desk.load::<Space>(space.0.0).await?.state;
    let folder = state.present(space, other).map_or(space.root(), |taken| taken.parent);
    provide(desk, &original, (space, folder)).await?;
    let node = NodeId(caller.step("node").command.0);
    let seen = see(desk, space, state.to_be_seen_of(&original, folder)).await?;
    enter::run_seeing(desk, caller, space, Command::CopyOver { node, other, original }, seen).await
}
