//! A stay of a person on one device, from login to its end.
//!
//! The token is absent: the vault keeps its hash. When it was last used is absent too: a glance
//! at a page is no event. For how long it lasts is a matter of the household ([`Stays`](crate::household::Stays)).

pub mod events;
pub mod proof;

use chrono::{DateTime, SecondsFormat, Utc};
pub use events::{SessionEnded, SessionOpened};
pub use proof::{PROOF_MINUTES, ProofKind, Proofs};

use crate::{
    identity::Event,
    kernel::{AccountId, Decider, SessionId, Stamp, Who},
};

/// The state of one session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// Whose session it is.
    pub account: Option<AccountId>,
    /// It has ended.
    pub ended: bool,
    proofs: Proofs,
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
    /// Somebody failed again and again to prove who they are.
    WrongProofs,
    /// The account was deactivated.
    Deactivated,
    /// The person said of a change that it was not theirs.
    Disavowed,
    /// Its person logged in once more where it was used.
    Replaced,
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
            Self::WrongProofs => "too many wrong proofs of who it is",
            Self::Deactivated => "the account was deactivated",
            Self::Disavowed => "the person said that it was not them",
            Self::Replaced => "the person logged in once more in the same place",
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
    /// The person proved again who they are.
    Prove(ProofKind),
    /// Count a wrong proof.
    RecordWrongProof(ProofKind),
    /// Let the proof count no longer.
    EndProof,
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
    /// Too many wrong proofs were given in it.
    #[error("too many wrong proofs; none is looked at before {}", until.to_rfc3339_opts(SecondsFormat::Secs, true))]
    ProofsDelayed {
        /// When the next one is looked at.
        until: DateTime<Utc>,
    },
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
            (_, None) => Err(Refusal::NoSuchSession),
            (command, Some(account)) => {
                if self.ended || stamp.who != Who::Person(account) {
                    return Err(Refusal::NoSuchSession);
                }
                self.see_to_proof(ask.session, account, command, stamp.at)
            }
        }
    }

    fn evolve(&mut self, event: &Event) {
        self.proofs.evolve(event);
        match event {
            Event::SessionOpened(it) => self.account = Some(it.account),
            Event::SessionEnded(_) => self.ended = true,
            _ => {}
        }
    }
}

impl Session {
    fn see_to_proof(
        &self,
        session: SessionId,
        account: AccountId,
        command: Command,
        now: DateTime<Utc>,
    ) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Prove(kind) => self.right_proof(session, account, kind, now),
            Command::RecordWrongProof(kind) => self.wrong_proof(session, account, kind, now),
            Command::EndProof => Ok(vec![events::ProofEnded { session, account }.into()]),
            Command::Open(_) | Command::End(_) => Ok(vec![]),
        }
    }
}

#[cfg(test)]
mod scenarios;
