//! What lies in a folder under a name, by the log itself.

use domain::documents::{NodeId, NodeName, Space, SpaceId};

use crate::{Desk, Fault};

/// What lies there; `None` where nothing does.
///
/// # Errors
/// When the log cannot be read.
pub async fn look_up(desk: &Desk, space: SpaceId, folder: NodeId, name: &str) -> Result<Option<NodeId>, Fault> {
    let Ok(name) = NodeName::new(name) else { return Ok(None) };
    Ok(desk.load::<Space>(space.0.0).await?.state.child(folder, &name))
}
