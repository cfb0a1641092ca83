//! Which space, and which file or folder in it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::{AccountId, PersonId};

/// Whose space: a person's, which nobody else enters, or the house's. Names in it are sealed with that key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpaceId(pub PersonId);

impl SpaceId {
    /// The one that the whole house shares.
    pub const SHARED: Self = Self(PersonId::HOUSE);

    /// Its root folder, which is there from the beginning and has no name.
    #[must_use]
    pub const fn root(self) -> NodeId {
        NodeId(self.0.0)
    }
}

impl From<AccountId> for SpaceId {
    fn from(account: AccountId) -> Self {
        Self(account.into())
    }
}

impl From<SpaceId> for PersonId {
    fn from(space: SpaceId) -> Self {
        space.0
    }
}

/// A file or a folder, wherever it lies and whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub Uuid);

impl NodeId {
    /// The id that comes so many after this one: of what is made together with it.
    #[must_use]
    pub const fn after(self, steps: u32) -> Self {
        Self(Uuid::from_u128(self.0.as_u128().wrapping_add(steps as u128)))
    }
}

impl std::fmt::Display for NodeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}
