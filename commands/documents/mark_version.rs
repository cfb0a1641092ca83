//! Naming a version, and pinning it so that no rule takes it away.

use domain::documents::{
    NodeId, SpaceId,
    space::{Command, Mark, Refusal},
};

use super::enter::run;
use crate::{Caller, Desk, Done, Failure};

/// Marks a version anew: its name and whether it stays are as said.
///
/// # Errors
/// When there is no such file or version, or it cannot be called so.
pub async fn mark_version(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    (node, version): (NodeId, u32),
    mark: Mark,
) -> Result<Done, Failure<Refusal>> {
    run(desk, caller, space, Command::Mark { node, version, mark }).await
}
