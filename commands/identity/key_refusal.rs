//! Why a key is not made or not taken back.

use domain::identity::{key, rights::UnknownScope};

/// Why a key is not made or not taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// The key's own rule.
    #[error("{0}")]
    Rule(key::Refusal),
    /// The name does not fit.
    #[error("name: use 1 to 60 characters")]
    Name,
    /// A scope is none.
    #[error("scopes: {0}")]
    Scope(UnknownScope),
    /// A network is none.
    #[error("networks: '{0}' is neither an address nor a network; use forms like 192.168.1.2 or 10.0.0.0/8")]
    Network(String),
    /// There are more networks than a key is bound to.
    #[error("networks: name {} at most", key::MOST_NETWORKS)]
    TooManyNetworks,
}

impl KeyRefusal {
    /// A word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Rule(key::Refusal::NoSuchKey) => "no_such_key",
            Self::Rule(key::Refusal::MadeAlready) => "key_made_already",
            Self::Rule(key::Refusal::NotWithKey) => "not_with_key",
            Self::Rule(key::Refusal::NotOnesOwn) => "not_allowed",
            Self::Rule(key::Refusal::NoScope) | Self::Scope(_) => "scopes_invalid",
            Self::Rule(key::Refusal::Past) => "until_past",
            Self::Name => "name_invalid",
            Self::Network(_) | Self::TooManyNetworks => "networks_invalid",
        }
    }

    /// The field of the request it is about.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Rule(key::Refusal::NoScope) | Self::Scope(_) => Some("scopes"),
            Self::Rule(key::Refusal::Past) => Some("until"),
            Self::Rule(_) => None,
            Self::Name => Some("name"),
            Self::Network(_) | Self::TooManyNetworks => Some("networks"),
        }
    }
}
