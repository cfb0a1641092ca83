//! Storing bytes under a name: a new file, or another version of the one that has the name.

use domain::documents::{
    Blob, NodeId, Space, SpaceId,
    space::{Command, NewFile, Refusal},
};

use super::{
    enter::{name, run_seeing},
    see::see,
};
use crate::{Caller, Desk, Done, Failure};

/// What was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Which file.
    pub node: NodeId,
    /// The number of its newest version.
    pub version: u32,
}

/// Names bytes that are on the disk. The same bytes as before change nothing.
///
/// # Errors
/// When the name does not fit or is a folder's, or there is no such folder to store it in, or none that takes it.
pub async fn store_file(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    (parent, called): (NodeId, &str),
    (blob, media_type): (Blob, String),
) -> Result<(Stored, Done), Failure<Refusal>> {
    let (node, name) = (NodeId(caller.step("node").command.0), name(called)?);
    let store = Command::StoreFile(NewFile { node, parent, name: name.clone(), blob, media_type });
    let seen = see(desk, space, vec![blob.hash]).await?;
    let done = run_seeing(desk, caller, space, store, seen).await?;
    let state = desk.load::<Space>(space.0.0).await?.state;
    // Somebody may have moved it on meanwhile: then it was new a moment ago.
    let node = state.child(parent, &name).unwrap_or(node);
    let version = state.newest(node).map_or(1, |(version, _)| version);
    Ok((Stored { node, version }, done))
}
