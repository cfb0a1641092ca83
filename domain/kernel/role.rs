//! What a person may do in general.

use serde::{Deserialize, Serialize};

/// A person's role. Ordered: whoever may do more is greater.
///
/// Stored as its word, never as a number: postcard is positional, words are for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Role {
    /// Looks, changes nothing but what is their own.
    Viewer,
    /// Lives here.
    Member,
    /// Looks after the house.
    Admin,
}

/// The word is no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no role: use admin, member or viewer")]
pub struct UnknownRole(pub String);

impl Role {
    /// The word that is stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Member => "member",
            Self::Admin => "admin",
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl std::str::FromStr for Role {
    type Err = UnknownRole;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "viewer" => Ok(Self::Viewer),
            "member" => Ok(Self::Member),
            "admin" => Ok(Self::Admin),
            other => Err(UnknownRole(other.to_owned())),
        }
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.word().to_owned()
    }
}

impl TryFrom<String> for Role {
    type Error = UnknownRole;
    fn try_from(word: String) -> Result<Self, Self::Error> {
        word.parse()
    }
}
