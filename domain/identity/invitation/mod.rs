//! Somebody is asked to live here: mailed a link, which makes an account once.
//!
//! An invitation holds no mail address: whoever takes it first has it. Of two invitations to one
//! address the newer one counts.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    identity::{
        Event,
        link::{LinkId, Present, Void},
    },
    kernel::{AccountId, Decider, Personal, Role, Stamp},
};

#[cfg(test)]
mod scenarios;

/// How often one invitation is mailed at most.
pub const MOST_SENT: u32 = 10;

/// Which invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvitationId(pub Uuid);

impl std::fmt::Display for InvitationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

/// The state of one invitation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Invitation {
    /// To whom it was sent, once it was.
    pub guest: Option<Guest>,
    links: Present,
    sent: u32,
    accepted: bool,
    withdrawn: bool,
}

/// Somebody who is asked to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Guest {
    /// The account they will have; what is known of them is sealed with its key from the beginning.
    pub account: AccountId,
    /// Their mail address; `None` once erased.
    pub email: Option<String>,
    /// What they may do.
    pub role: Role,
}

/// What can be asked of an invitation.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Send it.
    Send {
        /// The account they will have.
        account: AccountId,
        /// Their mail address.
        email: Personal,
        /// What they may do.
        role: Role,
        /// The link in it.
        link: LinkId,
        /// For how many days it holds.
        days: u32,
    },
    /// Send it again; the link before is void.
    Repeat {
        /// The link in it.
        link: LinkId,
        /// For how many days it holds.
        days: u32,
    },
    /// Take it back.
    Withdraw,
    /// Come.
    Accept {
        /// The link one comes by.
        link: LinkId,
    },
}

/// What the command is about: the stream's own state does not hold the id.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Which invitation.
    pub invitation: InvitationId,
    /// What of it.
    pub command: Command,
}

/// Why an invitation does not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was never sent.
    #[error("there is no such invitation")]
    NoSuchInvitation,
    /// Its guest has an account already.
    #[error("this invitation was accepted already")]
    Accepted,
    /// It was taken back.
    #[error("this invitation was withdrawn; send a new one")]
    Withdrawn,
    /// It was mailed again and again.
    #[error("this invitation was mailed ten times; withdraw it and send a new one")]
    SentOften,
    /// The link does nothing any more.
    #[error("{0}")]
    Link(Void),
}

/// Somebody was asked to live here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationSent {
    /// Which invitation.
    pub invitation: InvitationId,
    /// The account they will have.
    pub account: AccountId,
    /// Their mail address.
    pub email: Personal,
    /// What they may do.
    pub role: Role,
    /// The link in it.
    pub link: LinkId,
    /// Until when it holds: microseconds since 1970, UTC.
    pub until_us: i64,
}

/// They were asked again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationRepeated {
    /// Which invitation.
    pub invitation: InvitationId,
    /// The account they will have.
    pub account: AccountId,
    /// The link that counts from now on.
    pub link: LinkId,
    /// Until when it holds: microseconds since 1970, UTC.
    pub until_us: i64,
}

/// They shall not come after all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationWithdrawn {
    /// Which invitation.
    pub invitation: InvitationId,
    /// The account they would have had.
    pub account: AccountId,
}

/// They came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationAccepted {
    /// Which invitation.
    pub invitation: InvitationId,
    /// The account they have.
    pub account: AccountId,
    /// The link they came by.
    pub link: LinkId,
}

impl Invitation {
    /// Whether it waits for its guest still, in time or not.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.guest.is_some() && !self.accepted && !self.withdrawn
    }

    /// Whom a link lets come now.
    ///
    /// # Errors
    /// Why it does not.
    pub fn may_accept(&self, link: LinkId, now: DateTime<Utc>) -> Result<&Guest, Refusal> {
        let guest = self.guest.as_ref().ok_or(Refusal::NoSuchInvitation)?;
        match (self.accepted, self.withdrawn) {
            (true, _) => Err(Refusal::Link(Void::Used)),
            (_, true) => Err(Refusal::Link(Void::Withdrawn)),
            _ => self.links.check(link, now).map(|()| guest).map_err(Refusal::Link),
        }
    }

    fn waiting(&self) -> Result<&Guest, Refusal> {
        match &self.guest {
            None => Err(Refusal::NoSuchInvitation),
            Some(_) if self.accepted => Err(Refusal::Accepted),
            Some(_) if self.withdrawn => Err(Refusal::Withdrawn),
            Some(guest) => Ok(guest),
        }
    }
}

impl Decider for Invitation {
    const KIND: &'static str = "identity.invitation";
    type Command = Ask;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, Ask { invitation, command }: Ask, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let until_us = |days: u32| (stamp.at + Duration::days(days.into())).timestamp_micros();
        match command {
            Command::Send { .. } if self.guest.is_some() => Ok(vec![]),
            Command::Send { account, email, role, link, days } => {
                let until_us = until_us(days);
                Ok(vec![InvitationSent { invitation, account, email, role, link, until_us }.into()])
            }
            Command::Repeat { link, days } => {
                let account = self.waiting()?.account;
                if self.sent >= MOST_SENT {
                    return Err(Refusal::SentOften);
                }
                Ok(vec![InvitationRepeated { invitation, account, link, until_us: until_us(days) }.into()])
            }
            Command::Withdraw if self.withdrawn => Ok(vec![]),
            Command::Withdraw => Ok(vec![InvitationWithdrawn { invitation, account: self.waiting()?.account }.into()]),
            Command::Accept { link } => {
                let account = self.may_accept(link, stamp.at)?.account;
                Ok(vec![InvitationAccepted { invitation, account, link }.into()])
            }
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::InvitationSent(it) => {
                let email = it.email.text().map(str::to_owned);
                self.guest = Some(Guest { account: it.account, email, role: it.role });
                self.links.put(it.link, it.until_us);
                self.sent = 1;
            }
            Event::InvitationRepeated(it) => {
                self.links.put(it.link, it.until_us);
                self.sent += 1;
            }
            Event::InvitationWithdrawn(_) => self.withdrawn = true,
            Event::InvitationAccepted(_) => self.accepted = true,
            _ => {}
        }
    }
}
