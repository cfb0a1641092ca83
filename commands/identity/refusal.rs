//! Why somebody does not get an account, or does not get in.

use domain::{
    UnknownRole,
    identity::{
        account, address, admins, founding, invitation, link::Void, password::Weakness, pin, rights::grants, session,
    },
};

use super::ProofRefusal;

/// Why an account is not made or not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// The account's own rule.
    #[error("{0}")]
    Rule(account::Refusal),
    /// The rule of those who look after the house.
    #[error("{0}")]
    Admins(admins::Refusal),
    /// The mail address belongs to somebody.
    #[error("{0}")]
    Address(address::Refusal),
    /// The rule of what is granted.
    #[error("{0}")]
    Access(grants::Refusal),
    /// The house was founded before.
    #[error("{0}")]
    Founded(founding::FoundedAlready),
    /// The session's own rule.
    #[error("{0}")]
    Session(session::Refusal),
    /// The one-time link is not the one that was printed.
    #[error(
        "this link is not, or no longer, the one-time link of this house; the server prints the right one at its start"
    )]
    WrongToken,
    /// The name does not fit.
    #[error("name: use 1 to 60 characters")]
    Name,
    /// The mail address is none.
    #[error("email: this is no mail address")]
    Email,
    /// The mail address is at a host this house does not take; these are those it does.
    #[error("email: people of this house have their mail at {0}")]
    EmailElsewhere(String),
    /// The invitation's own rule.
    #[error("{0}")]
    Invitation(invitation::Refusal),
    /// The password is too easy, or endless.
    #[error("password: {0}")]
    Password(Weakness),
    /// The present password is another.
    #[error("current: this is not the present password")]
    WrongPassword,
    /// The PIN's own rule.
    #[error("{0}")]
    Pin(pin::Refusal),
    /// Whoever asks did not prove who they are.
    #[error("{0}")]
    Proof(ProofRefusal),
    /// Too many passwords are being checked.
    #[error("too many logins are under way; try again in a moment")]
    Busy,
    /// The role is none.
    #[error("{0}")]
    Role(UnknownRole),
    /// Another name was typed than the person's.
    #[error("name: type the person's name exactly as it is shown")]
    OtherName,
    /// The person was erased before.
    #[error("this person was erased already; the certificate says when")]
    ErasedAlready,
    /// It is for admins, or for the person themselves.
    #[error("only an admin may do this")]
    NotAllowed,
}

impl AccountRefusal {
    /// A word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Rule(account::Refusal::NoSuchAccount) => "no_such_account",
            Self::Rule(account::Refusal::OpenAlready) => "account_open_already",
            Self::Rule(account::Refusal::Locked { .. }) => "account_locked",
            Self::Rule(account::Refusal::TooManyCodes) => "too_many_codes",
            Self::Rule(account::Refusal::NotOneself) => "not_oneself",
            Self::Rule(account::Refusal::Deactivated) => "account_deactivated",
            Self::Rule(account::Refusal::TooManyChanges) => "too_many_changes",
            Self::Rule(account::Refusal::TooManyLinks) => "too_many_links",
            Self::Rule(account::Refusal::Link(why)) => word_of(*why),
            Self::Admins(admins::Refusal::NotOneself) => "not_oneself",
            Self::Admins(admins::Refusal::NoLongerAdmin) => "not_allowed",
            Self::Admins(admins::Refusal::LastAdmin) => "last_admin",
            Self::Access(grants::Refusal::NotAllowed) => "not_allowed",
            Self::Access(grants::Refusal::AdminSeesAll) => "admin_sees_all",
            Self::Access(grants::Refusal::NotGrantable(_)) => "not_grantable",
            Self::Address(_) => "email_taken",
            Self::Founded(_) => "founded_already",
            Self::Session(_) => "no_such_session",
            Self::WrongToken => "wrong_token",
            Self::Name => "name_invalid",
            Self::Email => "email_invalid",
            Self::EmailElsewhere(_) => "email_elsewhere",
            Self::Invitation(refusal) => of_invitation(*refusal),
            Self::Password(_) => "password_invalid",
            Self::WrongPassword => "wrong_password",
            Self::Proof(refusal) => refusal.code(),
            Self::Pin(pin::Refusal::NotSet) => "no_pin",
            Self::Pin(pin::Refusal::Silly) => "pin_silly",
            Self::Pin(pin::Refusal::Length) => "pin_invalid",
            Self::Busy => "busy",
            Self::Role(_) => "role_invalid",
            Self::OtherName => "other_name",
            Self::ErasedAlready => "erased_already",
            Self::NotAllowed => "not_allowed",
        }
    }

    /// The field of the request it is about.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Name | Self::OtherName => Some("name"),
            Self::Email | Self::EmailElsewhere(_) | Self::Address(_) => Some("email"),
            Self::Invitation(invitation::Refusal::Link(_)) => Some("token"),
            Self::Password(_) => Some("password"),
            Self::WrongPassword => Some("current"),
            Self::WrongToken | Self::Rule(account::Refusal::Link(_)) => Some("token"),
            Self::Pin(pin::Refusal::Length | pin::Refusal::Silly) => Some("pin"),
            Self::Role(_) => Some("role"),
            Self::Access(grants::Refusal::NotGrantable(_)) => Some("access"),
            _ => None,
        }
    }
}

const fn of_invitation(refusal: invitation::Refusal) -> &'static str {
    match refusal {
        invitation::Refusal::NoSuchInvitation => "no_such_invitation",
        invitation::Refusal::Accepted => "invitation_accepted",
        invitation::Refusal::Withdrawn => "invitation_withdrawn",
        invitation::Refusal::SentOften => "too_many_links",
        invitation::Refusal::Link(why) => word_of(why),
    }
}

/// A word for programs.
const fn word_of(why: Void) -> &'static str {
    match why {
        Void::Unknown => "link_unknown",
        Void::Expired => "link_expired",
        Void::Used => "link_used",
        Void::Replaced => "link_replaced",
        Void::Withdrawn => "link_withdrawn",
    }
}

/// Why nobody comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoginRefusal {
    /// The code is wrong, used up, too old or was never sent: one answer for all.
    #[error("the code is wrong or no longer good; ask for a new one")]
    WrongCode,
    /// The passkey opens nothing here, or its answer came too late: one answer for all.
    #[error("this passkey does not open this house, or it took too long; try again")]
    WrongPasskey,
    /// Too many passwords are being checked.
    #[error("too many logins are under way; try again in a moment")]
    Busy,
    /// Too many links were asked for from one network.
    #[error("too many links were asked for from your network; try again in an hour")]
    TooManyLinks,
}
