//! Making an earlier version of a file its newest.

use domain::documents::{
    NodeId, SpaceId,
    space::{Command, Refusal},
};

use super::enter::run;
use crate::{Caller, Desk, Done, Failure};

/// The bytes of an earlier version are those of a new one; none is lost.
///
/// # Errors
/// When there is no such file or version.
pub async fn restore_version(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    node: NodeId,
    version: u32,
) -> Result<Done, Failure<Refusal>> {
    run(desk, caller, space, Command::RestoreVersion { node, version }).await
}
