//! A stay of a person on one device, from login to its end.
//!
//! The token is absent: the vault keeps its hash. When it was last used is absent too: a glance
//! at a page is no event.

use serde::{Deserialize, Serialize};

use crate::{
    identity::Event,
    kernel::{AccountId, Decider, Personal, SessionId, Stamp, Who},
};

/// Minutes without a request after which a session ends.
pub const IDLE_MINUTES: i64 = 30;
/// Hours after which a session ends, used or not.
pub const LIMIT_HOURS: i64 = 24 * 7;

/// The state of one session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// Whose session it is.
    pub account: Option<AccountId>,
    /// It has ended.
    pub ended: bool,
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The person logged out.
    LoggedOut,
    /// The person, or an admin, ended it from elsewhere.
    EndedElsewhere,
    /// Nobody used it for a while.
    Idle,
    /// It had lasted as long as a session may.
    Expired,
    /// The password was changed elsewhere.
    PasswordChanged,
    /// The account was closed.
    AccountClosed,
}

impl Reason {
    /// The words that are stored and shown.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::LoggedOut => "logged out",
            Self::EndedElsewhere => "ended from elsewhere",
            Self::Idle => "not used for a while",
            Self::Expired => "its time was over",
            Self::PasswordChanged => "the password was changed",
            Self::AccountClosed => "the account was closed",
        }
    }
}

/// What can be asked of a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Let it begin.
    Open(SessionOpened),
    /// Let it end.
    End(Reason),
}

/// Why a session does not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was never opened, or is somebody else's.
    #[error("there is no such session")]
    NoSuchSession,
    /// It was opened before.
    #[error("the session is open already")]
    OpenAlready,
}

/// A session began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionOpened {
    /// Its id.
    pub session: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// On what: the browser or program, as it calls itself.
    pub device: Personal,
    /// When it ends at the latest: microseconds since 1970, UTC.
    pub until_us: i64,
}

/// A session ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionEnded {
    /// Its id.
    pub session: SessionId,
    /// Whose it was.
    pub account: AccountId,
    /// Why, in words.
    pub reason: String,
}

/// The stream's own state does not hold the id, so the command to end it brings it along.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Which session.
    pub session: SessionId,
    /// What of it.
    pub command: Command,
    /// Whether whoever asks looks after the house and may end any session.
    pub as_admin: bool,
}

impl Decider for Session {
    const KIND: &'static str = "identity.session";
    type Command = Ask;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, ask: Ask, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        match (ask.command, self.account) {
            (Command::Open(opened), None) => Ok(vec![opened.into()]),
            (Command::Open(_), Some(_)) => Err(Refusal::OpenAlready),
            (Command::End(reason), Some(account)) => {
                let stranger = matches!(stamp.who, Who::Person(asker) if asker != account);
                if stranger && !ask.as_admin {
                    return Err(Refusal::NoSuchSession);
                }
                let ended = SessionEnded { session: ask.session, account, reason: reason.words().to_owned() };
                Ok(if self.ended { vec![] } else { vec![ended.into()] })
            }
            (Command::End(_), None) => Err(Refusal::NoSuchSession),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::SessionOpened(it) => self.account = Some(it.account),
            Event::SessionEnded(_) => self.ended = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod scenarios;
