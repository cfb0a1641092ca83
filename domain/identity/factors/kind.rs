//! What a factor can be, and what a role may be required to have.

use super::Factors;

/// What a factor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An app that shows another code every half minute (RFC 6238).
    App,
    /// A key that a device or browser keeps (WebAuthn).
    Passkey,
}

impl Kind {
    /// The word that is stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Passkey => "passkey",
        }
    }
}

/// What a person must have besides the password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Requirement {
    /// Whatever there is; a code by mail will do.
    #[default]
    Any,
    /// An authenticator app or a passkey.
    Strong,
    /// An authenticator app.
    App,
    /// A passkey.
    Passkey,
}

impl Requirement {
    /// All of them, the mildest first.
    pub const ALL: [Self; 4] = [Self::Any, Self::Strong, Self::App, Self::Passkey];

    /// The word that is stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Strong => "strong",
            Self::App => "app",
            Self::Passkey => "passkey",
        }
    }

    /// The requirement of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|requirement| requirement.word() == word)
    }

    /// What it asks for, in words.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Any => "any second factor",
            Self::Strong => "an authenticator app or a passkey",
            Self::App => "an authenticator app",
            Self::Passkey => "a passkey",
        }
    }

    /// Whether somebody who has these meets it.
    #[must_use]
    pub fn is_met_by(self, factors: &Factors) -> bool {
        match self {
            Self::Any => true,
            Self::Strong => factors.is_strong(),
            Self::App => factors.has(Kind::App),
            Self::Passkey => factors.has(Kind::Passkey),
        }
    }
}
