//! The trash: into it, out of it, and gone for good. The bytes go when the sweeper finds that nothing needs them.

use domain::documents::{
    NodeId, SpaceId,
    space::{Command, Refusal},
};

use super::enter::run;
use crate::{Caller, Desk, Done, Failure};

type Outcome = Result<Done, Failure<Refusal>>;

/// Puts it in the trash, with all that is in it.
///
/// # Errors
/// When it is not there.
pub async fn trash_node(desk: &Desk, caller: &Caller, space: SpaceId, node: NodeId) -> Outcome {
    run(desk, caller, space, Command::Trash { node }).await
}

/// Takes it out of the trash, to where it was or to the nearest folder above that is still there.
///
/// # Errors
/// When it is not in the trash by itself.
pub async fn restore_node(desk: &Desk, caller: &Caller, space: SpaceId, node: NodeId) -> Outcome {
    run(desk, caller, space, Command::Restore { node }).await
}

/// Deletes it for good, with all that is in it and every version.
///
/// # Errors
/// When it is not in the trash.
pub async fn purge_node(desk: &Desk, caller: &Caller, space: SpaceId, node: NodeId) -> Outcome {
    run(desk, caller, space, Command::Purge { node }).await
}
