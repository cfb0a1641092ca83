//! Why a second factor is not set up, changed or taken away.

use domain::identity::factors::Refusal;

use crate::identity::NoPlace;

/// Why a second factor is not set up, changed or taken away.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactorRefusal {
    /// The rule of factors.
    #[error("{0}")]
    Rule(Refusal),
    /// The name does not fit.
    #[error("name: use 1 to 60 characters")]
    Name,
    /// The first code is wrong.
    #[error("code: this is not what the app shows now; is its clock right?")]
    WrongCode,
    /// The answer is not what was asked of the passkey.
    #[error("this is not the answer of the passkey that was asked; begin again")]
    WrongPasskey,
    /// Somebody has this very passkey.
    #[error("this passkey is known already")]
    KnownPasskey,
    /// This house cannot have passkeys.
    #[error("{0}")]
    NoPlace(NoPlace),
    /// It was begun too long ago, or never.
    #[error("begin again: what was begun is over, or was never begun")]
    Over,
    /// There is no such account.
    #[error("there is no such account")]
    NoSuchAccount,
    /// It is for the person themselves, or for admins.
    #[error("only the person themselves may do this")]
    NotAllowed,
}

impl FactorRefusal {
    /// A word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Rule(Refusal::NoSuchFactor) => "no_such_factor",
            Self::Rule(Refusal::TooMany) => "too_many_factors",
            Self::Rule(Refusal::Replayed | Refusal::UsedUp) => "code_used",
            Self::Rule(Refusal::Doubtful) => "passkey_doubtful",
            Self::Rule(Refusal::LastFactor) => "last_factor",
            Self::Rule(Refusal::Required(_)) => "factor_required",
            Self::Name => "name_invalid",
            Self::WrongCode => "wrong_code",
            Self::WrongPasskey => "wrong_passkey",
            Self::KnownPasskey => "passkey_known",
            Self::NoPlace(_) => "passkeys_impossible",
            Self::Over => "set_up_over",
            Self::NoSuchAccount => "no_such_account",
            Self::NotAllowed => "not_allowed",
        }
    }

    /// The field of the request it is about.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Name => Some("name"),
            Self::WrongCode => Some("code"),
            _ => None,
        }
    }
}
