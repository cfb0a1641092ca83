//! Calling a file or folder otherwise, and letting it lie elsewhere.

use domain::documents::{
    NodeId, Space, SpaceId,
    space::{Command, Refusal},
};

use super::{enter, see::see};
use crate::{Caller, Desk, Done, Failure};

/// Renames it, moves it, or both at once.
///
/// # Errors
/// When the name does not fit or is taken, or it cannot lie there.
pub async fn change_node(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    node: NodeId,
    name: Option<&str>,
    parent: Option<NodeId>,
) -> Result<Done, Failure<Refusal>> {
    let name = name.map(enter::name).transpose()?;
    enter::enter(caller, space)?;
    let hashes = desk.load::<Space>(space.0.0).await?.state.to_be_seen(node, parent);
    let seen = see(desk, space, hashes).await?;
    enter::run_seeing(desk, caller, space, Command::Change { node, name, parent }, seen).await
}
