//! Making a folder.

use domain::documents::{
    NodeId, SpaceId,
    space::{Command, Refusal},
};

use super::enter::{name, run};
use crate::{Caller, Desk, Done, Failure};

/// Makes a folder; answers its id.
///
/// # Errors
/// When the name does not fit or is taken, or there is no such folder to make it in.
pub async fn make_folder(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    parent: NodeId,
    called: &str,
) -> Result<(NodeId, Done), Failure<Refusal>> {
    let node = NodeId(caller.step("node").command.0);
    let done = run(desk, caller, space, Command::MakeFolder { node, parent, name: name(called)? }).await?;
    Ok((node, done))
}
