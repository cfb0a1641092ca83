//! How much a folder holds, and may hold: looking at it, and setting it.

use domain::documents::{
    NodeId, Space, SpaceId,
    space::{Ask, Command, Refusal},
};

use super::enter::enter;
use crate::{Caller, Desk, Done, Failure};

/// The room of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What it may hold, where somebody said so of itself.
    pub most_bytes: Option<u64>,
    /// What it holds: all versions of all files in it, and what of them lies in the trash.
    pub held_bytes: u64,
    /// How much more may come: what its quota, those of the folders above it and the disk leave.
    pub left_bytes: u64,
}

/// The room of a folder, or of anybody's whole space for an admin.
///
/// # Errors
/// When there is no such folder, or it is not the caller's.
pub async fn room(desk: &Desk, caller: &Caller, space: SpaceId, folder: NodeId) -> Result<Room, Failure<Refusal>> {
    reach(caller, space, folder)?;
    let state = desk.load::<Space>(space.0.0).await?.state;
    if folder != space.root() && (state.present(space, folder).is_none() || state.versions(folder).is_some()) {
        return Err(Failure::Refused(Refusal::NoSuchFolder));
    }
    let quotas: Vec<_> = state.quotas(folder).collect();
    let most_bytes = quotas.iter().find(|quota| quota.folder == folder).map(|quota| quota.most_bytes);
    let of_disk = desk.blobs().left_bytes(state.place_of(folder)).await?;
    let left_bytes = quotas.iter().map(|quota| quota.left_bytes()).fold(of_disk, u64::min);
    Ok(Room { most_bytes, held_bytes: state.held_bytes(folder), left_bytes })
}

/// What a space that the caller may enter may hold, where somebody said so.
///
/// # Errors
/// When it is not the caller's.
pub async fn quota(desk: &Desk, caller: &Caller, space: SpaceId) -> Result<Option<u64>, Failure<Refusal>> {
    enter(caller, space)?;
    let state = desk.load::<Space>(space.0.0).await?.state;
    Ok(state.quotas(space.root()).next().map(|quota| quota.most_bytes))
}

/// Sets how much a folder holds at most, or anybody's whole space for an admin; as much as there is room for, if nothing is said.
///
/// # Errors
/// When there is no such folder, it is not the caller's to say, or no folder holds that much.
pub async fn set_quota(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    folder: NodeId,
    most_bytes: Option<u64>,
) -> Result<Done, Failure<Refusal>> {
    reach(caller, space, folder)?;
    let command = Command::Limit { folder, most_bytes, as_admin: caller.is_admin() };
    desk.run::<Space>(space.0.0, Ask::of(space, command), caller).await
}

/// How much lies in a space is the house's business; what lies there is not.
fn reach(caller: &Caller, space: SpaceId, folder: NodeId) -> Result<(), Failure<Refusal>> {
    if caller.is_admin() && folder == space.root() { Ok(()) } else { enter(caller, space) }
}
