//! The three steps of access. Ordered: whoever may act may look.

use crate::kernel::Role;

/// What may be done in a context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Nothing; it is as if it were not there.
    #[default]
    None,
    /// Look at what is there.
    Look,
    /// Look, and change things.
    Act,
}

/// The word is no access.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no access: use none, look or act")]
pub struct UnknownAccess(pub String);

impl Access {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::None, Self::Look, Self::Act];

    /// The word that is stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Look => "look",
            Self::Act => "act",
        }
    }

    /// What a role gives where nothing else was said.
    #[must_use]
    pub const fn of_role(role: Role) -> Self {
        match role {
            Role::Viewer => Self::Look,
            Role::Member | Role::Admin => Self::Act,
        }
    }
}

impl std::str::FromStr for Access {
    type Err = UnknownAccess;

    fn from_str(word: &str) -> Result<Self, UnknownAccess> {
        Self::ALL.into_iter().find(|access| access.word() == word).ok_or_else(|| UnknownAccess(word.to_owned()))
    }
}
