//! The erasure of a person: asked for by themselves, begun by an admin, completed with a certificate.
//!
//! It begins on the stream of the admins (see [`super::admins`]) and from then on only ends: an event that
//! takes it back is deliberately absent, and so is everything personal from the certificate.

mod certificate;

use serde::{Deserialize, Serialize};

pub use certificate::{ErasureCompleted, Kept, Purged};

use crate::{
    identity::Event,
    kernel::{AccountId, Decider, Stamp, Who},
};

/// The state of one person's erasure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Erasure {
    /// The person asks for it.
    pub asked: bool,
    /// What was purged, once it is done.
    pub completed: Option<ErasureCompleted>,
}

/// What can be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The person wants to be erased.
    Ask(AccountId),
    /// The person wants it no more.
    Withdraw(AccountId),
    /// It is done.
    Complete(ErasureCompleted),
}

/// Why it is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not for others to ask for it.
    #[error("only the person themselves can ask for this")]
    NotTheirs,
}

/// A person wants to be erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErasureAsked {
    /// Who.
    pub account: AccountId,
}

/// A person who wanted to be erased wants it no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErasureWithdrawn {
    /// Who.
    pub account: AccountId,
}

/// A person is being erased. What follows is done to its end, however often it is interrupted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErasureBegun {
    /// Whose account it was.
    pub account: AccountId,
}

impl Decider for Erasure {
    const KIND: &'static str = "identity.erasure";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, command: Command, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Ask(account) | Command::Withdraw(account) if stamp.who != Who::Person(account) => {
                Err(Refusal::NotTheirs)
            }
            Command::Complete(it) if self.completed.is_none() => Ok(vec![it.into()]),
            Command::Ask(account) if !self.asked && self.completed.is_none() => {
                Ok(vec![ErasureAsked { account }.into()])
            }
            Command::Withdraw(account) if self.asked && self.completed.is_none() => {
                Ok(vec![ErasureWithdrawn { account }.into()])
            }
            Command::Ask(_) | Command::Withdraw(_) | Command::Complete(_) => Ok(vec![]),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::ErasureAsked(_) => self.asked = true,
            Event::ErasureWithdrawn(_) => self.asked = false,
            Event::ErasureCompleted(it) => self.completed = Some(it.clone()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod scenarios {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::Scenario;

    const ADA: AccountId = AccountId(Uuid::from_u128(1));
    const BOB: AccountId = AccountId(Uuid::from_u128(2));

    fn asked() -> Event {
        ErasureAsked { account: ADA }.into()
    }

    fn completed(values: u64) -> ErasureCompleted {
        let (strangers, purged, kept) = (vec![], vec![], vec![]);
        ErasureCompleted { account: ADA, began: 7, values, events: 3, resumed: false, strangers, purged, kept }
    }

    #[test]
    fn only_oneself_asks_to_be_erased_and_takes_it_back() {
        let ada = Scenario::<Erasure>::given([]).by(Who::Person(ADA));
        ada.when(Command::Ask(ADA)).then([asked()]);
        ada.when(Command::Ask(BOB)).then_refused(Refusal::NotTheirs);
        let waiting = Scenario::<Erasure>::given([asked()]);
        waiting.clone().by(Who::Person(BOB)).when(Command::Withdraw(ADA)).then_refused(Refusal::NotTheirs);
        waiting.clone().by(Who::Person(ADA)).when(Command::Ask(ADA)).then_nothing();
        waiting.by(Who::Person(ADA)).when(Command::Withdraw(ADA)).then([ErasureWithdrawn { account: ADA }.into()]);
    }

    #[test]
    fn there_is_one_certificate() {
        let begun = Scenario::<Erasure>::given([asked()]).by(Who::House);
        begun.when(Command::Complete(completed(5))).then([completed(5).into()]);
        let done = Scenario::<Erasure>::given([completed(5).into()]).by(Who::House);
        done.when(Command::Complete(completed(0))).then_nothing();
    }
}
