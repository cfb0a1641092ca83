//! Giving files and folders a star, which is seen by nobody else, and taking it away.

use domain::documents::{
    NodeId, Space, SpaceId, Stars,
    space::Refusal as NotThere,
    stars::{Ask, Refusal},
};

use super::enter::enter;
use crate::{Caller, Desk, Done, Failure, Fault};

/// Why nothing got a star.
#[derive(Debug)]
pub enum NoStar {
    /// It cannot be seen.
    NotThere(Failure<NotThere>),
    /// There are too many, or something broke.
    Stars(Failure<Refusal>),
}

impl From<Fault> for NoStar {
    fn from(fault: Fault) -> Self {
        Self::Stars(Failure::Fault(fault))
    }
}

/// Gives it the caller's star, or takes it away.
///
/// # Errors
/// When it is not there, or the caller has too many.
pub async fn star_node(
    desk: &Desk,
    caller: &Caller,
    (space, node): (SpaceId, NodeId),
    starred: bool,
) -> Result<Done, NoStar> {
    enter(caller, space).map_err(NoStar::NotThere)?;
    let not_there = |refusal| NoStar::NotThere(Failure::Refused(refusal));
    let person = caller.account().ok_or_else(|| not_there(NotThere::NoSuchNode))?;
    let state = desk.load::<Space>(space.0.0).await?.state;
    // A star is taken from what lies in the trash, too.
    let present = if starred { state.present(space, node) } else { state.known(node) };
    let name = present.ok_or_else(|| not_there(NotThere::NoSuchNode))?.name_or_unnamed();
    let ask = Ask { person, space, node, name, starred };
    desk.run::<Stars>(person.0, ask, caller).await.map_err(NoStar::Stars)
}
