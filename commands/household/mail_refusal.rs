//! Why mail is not sent another way.

use domain::household::mail_server::{Refusal, TooManyTests};

/// Why a mail server is not chosen or not tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailRefusal {
    /// The rule of servers.
    #[error("{0}")]
    Rule(Refusal),
    /// The machine's configuration says it already, and outranks the house.
    #[error("{key}: {by} says it already; change it there")]
    Fixed {
        /// What.
        key: &'static str,
        /// The variable, or the line of the file.
        by: String,
    },
    /// The name for the login does not fit.
    #[error("user: use up to 254 characters of one line")]
    User,
    /// The password does not fit.
    #[error("password: use up to 1000 characters of one line")]
    Password,
    /// A name without a password.
    #[error("password: say the password that goes with the user")]
    PasswordMissing,
    /// A password without a name.
    #[error("user: say the user that the password goes with")]
    UserMissing,
    /// What is kept was typed for another server.
    #[error("password: say the password again; the one that is kept was meant for another server")]
    PasswordAgain,
    /// Too many letters on trial.
    #[error("{0}")]
    TooManyTests(TooManyTests),
    /// The server did not take the letter.
    #[error("the mail was not accepted: {0}")]
    NotAccepted(String),
    /// Nobody to send a letter to.
    #[error("there is no mail address to send a test to")]
    NoAddress,
}

impl MailRefusal {
    /// A word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Rule(Refusal::Host(_)) => "host_invalid",
            Self::Rule(Refusal::Port) => "port_invalid",
            Self::Rule(Refusal::Security(_)) => "security_invalid",
            Self::Rule(Refusal::InPlain(_)) => "security_too_weak",
            Self::Fixed { .. } => "mail_server_fixed",
            Self::User => "user_invalid",
            Self::Password => "password_invalid",
            Self::PasswordMissing => "password_missing",
            Self::UserMissing => "user_missing",
            Self::PasswordAgain => "password_needed_again",
            Self::TooManyTests(_) => "too_many_mail_tests",
            Self::NotAccepted(_) => "mail_not_accepted",
            Self::NoAddress => "no_mail_address",
        }
    }

    /// The field of the request it is about.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Rule(Refusal::Host(_)) => Some("host"),
            Self::Rule(Refusal::Port) => Some("port"),
            Self::Rule(Refusal::Security(_) | Refusal::InPlain(_)) => Some("security"),
            Self::Fixed { key, .. } => Some(key),
            Self::User | Self::UserMissing => Some("user"),
            Self::Password | Self::PasswordMissing | Self::PasswordAgain => Some("password"),
            Self::TooManyTests(_) | Self::NotAccepted(_) | Self::NoAddress => None,
        }
    }
}
