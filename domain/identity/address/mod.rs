//! An e-mail address belongs to one account at a time.
//!
//! Uniqueness is the stream's name, a keyed hash of the address; the address itself is absent.

use serde::{Deserialize, Serialize};

use crate::{
    identity::{Event, InvitationId},
    kernel::{AccountId, Decider, Stamp},
};

#[cfg(test)]
mod scenarios;

/// Who holds the address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// The account it leads to.
    pub holder: Option<AccountId>,
    /// The invitation that went to it last. It reserves nothing.
    pub invited: Option<InvitationId>,
}

/// What can be asked of an address.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Let it lead to an account.
    Reserve {
        /// The account.
        account: AccountId,
        /// Whether the present holder's account was ever opened. A reservation whose account
        /// never came to be (the power failed between the two) does not block the address.
        holder_is_real: bool,
    },
    /// Note an invitation that goes to it.
    Invite {
        /// Which one.
        invitation: InvitationId,
        /// The account its guest will have.
        account: AccountId,
        /// Whether the address leads to somebody already.
        holder_is_real: bool,
    },
    /// Let it lead nowhere.
    Release {
        /// The account that gives it up.
        account: AccountId,
    },
}

/// The address leads to somebody else.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody else holds it.
    #[error("this mail address belongs to another account")]
    Taken,
}

/// The address leads to an account from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddressReserved {
    /// The account.
    pub account: AccountId,
}

/// An invitation went to the address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddressInvited {
    /// Which one.
    pub invitation: InvitationId,
    /// The account its guest will have.
    pub account: AccountId,
}

/// The address leads nowhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddressReleased {
    /// The account that gave it up.
    pub account: AccountId,
}

impl Decider for Address {
    const KIND: &'static str = "identity.address";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, command: Command, _stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        match (command, self.holder) {
            (Command::Reserve { account, .. }, Some(holder)) if holder == account => Ok(vec![]),
            (Command::Reserve { holder_is_real: true, .. }, Some(_)) => Err(Refusal::Taken),
            (Command::Reserve { account, .. }, Some(holder)) => {
                Ok(vec![AddressReleased { account: holder }.into(), AddressReserved { account }.into()])
            }
            (Command::Reserve { account, .. }, None) => Ok(vec![AddressReserved { account }.into()]),
            (Command::Invite { holder_is_real: true, .. }, _) => Err(Refusal::Taken),
            (Command::Invite { invitation, .. }, _) if self.invited == Some(invitation) => Ok(vec![]),
            (Command::Invite { invitation, account, .. }, _) => Ok(vec![AddressInvited { invitation, account }.into()]),
            (Command::Release { account }, Some(holder)) if holder == account => {
                Ok(vec![AddressReleased { account }.into()])
            }
            (Command::Release { .. }, _) => Ok(vec![]),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::AddressReserved(it) => self.holder = Some(it.account),
            Event::AddressReleased(_) => self.holder = None,
            Event::AddressInvited(it) => self.invited = Some(it.invitation),
            _ => {}
        }
    }
}
