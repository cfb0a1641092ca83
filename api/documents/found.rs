//! Where something lies, and whether whoever asks may know of it: their own space, and the one that all share.

use domain::documents::{NodeId, SpaceId, space::Refusal};
use projections::documents as view;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    front::Front,
    http::{AtLeast, Person, Problem},
};

/// Whose space, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SpaceWord {
    /// One's own, which nobody else enters.
    Own,
    /// The one that the whole house shares.
    Shared,
}

impl SpaceWord {
    /// The space that it means for a person.
    pub fn of(self, person: &Person) -> SpaceId {
        match self {
            Self::Own => person.account.into(),
            Self::Shared => SpaceId::SHARED,
        }
    }
}

impl From<SpaceId> for SpaceWord {
    fn from(space: SpaceId) -> Self {
        if space == SpaceId::SHARED { Self::Shared } else { Self::Own }
    }
}

/// What an id leads to.
pub enum Found {
    /// The root of a space, which nobody made.
    Root(SpaceId),
    /// A file or folder.
    Node(Box<view::Node>),
}

impl Found {
    /// In which space.
    pub fn space(&self) -> SpaceId {
        match self {
            Self::Root(space) => *space,
            Self::Node(node) => node.space,
        }
    }
}

/// What an id leads to, in the trash or not. What lies in somebody else's space is not there.
pub async fn find(front: &Front, person: &Person, at_least: AtLeast, id: Uuid) -> Result<Found, Problem> {
    let (node, spaces) = (NodeId(id), [SpaceId::from(person.account), SpaceId::SHARED]);
    if let Some(space) = spaces.into_iter().find(|space| space.root() == node) {
        return Ok(Found::Root(space));
    }
    let reads = front.view("documents", at_least).await?;
    let found = reads.query(move |connection| view::node(connection, node)).await?;
    let found = found.filter(|node| spaces.contains(&node.space)).ok_or_else(missing)?;
    Ok(Found::Node(Box::new(found)))
}

/// The space of something that a command is about; the rule says whether it is there.
pub async fn space_of(front: &Front, person: &Person, id: Uuid) -> Result<SpaceId, Problem> {
    Ok(find(front, person, AtLeast::default(), id).await?.space())
}

/// A file or folder that does not lie in the trash.
pub async fn living(front: &Front, person: &Person, at_least: AtLeast, id: Uuid) -> Result<Found, Problem> {
    match find(front, person, at_least, id).await? {
        Found::Node(node) if node.in_trash => Err(missing()),
        found => Ok(found),
    }
}

/// The space of a folder that something is to be put into.
pub async fn folder(front: &Front, person: &Person, id: Uuid) -> Result<SpaceId, Problem> {
    match living(front, person, AtLeast::default(), id).await? {
        Found::Node(node) if node.newest.is_some() => Err(Refusal::NoSuchFolder.into()),
        found => Ok(found.space()),
    }
}

pub fn missing() -> Problem {
    Problem::missing("no_such_node", "there is no such file or folder here".to_owned())
}
