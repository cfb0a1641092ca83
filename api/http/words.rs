//! Words of the domain as the description of the interface lists them.

use domain::{Severity, identity::factors::Requirement};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a person may do.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Role)]
pub enum RoleWord {
    /// Looks, changes nothing but what is their own.
    Viewer,
    /// Lives here.
    Member,
    /// Looks after the house.
    Admin,
}

impl From<domain::Role> for RoleWord {
    fn from(role: domain::Role) -> Self {
        match role {
            domain::Role::Viewer => Self::Viewer,
            domain::Role::Member => Self::Member,
            domain::Role::Admin => Self::Admin,
        }
    }
}

impl From<RoleWord> for domain::Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Viewer => Self::Viewer,
            RoleWord::Member => Self::Member,
            RoleWord::Admin => Self::Admin,
        }
    }
}

/// What somebody must have besides the password.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = RequiredFactor)]
pub enum RequiredFactorWord {
    /// Whatever there is; a code by mail will do.
    Any,
    /// An authenticator app or a passkey.
    Strong,
    /// An authenticator app.
    App,
    /// A passkey.
    Passkey,
}

impl From<Requirement> for RequiredFactorWord {
    fn from(required: Requirement) -> Self {
        match required {
            Requirement::Any => Self::Any,
            Requirement::Strong => Self::Strong,
            Requirement::App => Self::App,
            Requirement::Passkey => Self::Passkey,
        }
    }
}

/// How much an entry matters.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Severity)]
pub enum SeverityWord {
    /// Everyday life.
    Notice,
    /// Worth a look.
    Warning,
    /// Worth being woken for.
    Critical,
}

impl From<SeverityWord> for Severity {
    fn from(word: SeverityWord) -> Self {
        match word {
            SeverityWord::Notice => Self::Notice,
            SeverityWord::Warning => Self::Warning,
            SeverityWord::Critical => Self::Critical,
        }
    }
}
