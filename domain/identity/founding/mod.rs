//! The first account is made once, through the one-time link of the first start.

use serde::{Deserialize, Serialize};

use crate::{
    identity::Event,
    kernel::{AccountId, Decider, Stamp},
};

/// Whether the house has its first admin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Founding {
    /// The first admin's account.
    pub founder: Option<AccountId>,
}

/// Make the first account.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The first admin's account.
    pub account: AccountId,
    /// Whether the present founder's account was ever opened (the power may have failed between).
    pub founder_is_real: bool,
}

/// The house was founded before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the first account was made already; log in, or ask an admin for an account")]
pub struct FoundedAlready;

/// The house has its first admin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HouseFounded {
    /// The first admin's account.
    pub account: AccountId,
}

impl Decider for Founding {
    const KIND: &'static str = "identity.founding";
    type Command = Found;
    type Event = Event;
    type Refusal = FoundedAlready;

    fn decide(&self, command: Found, _stamp: &Stamp) -> Result<Vec<Event>, FoundedAlready> {
        match self.founder {
            Some(founder) if founder == command.account => Ok(vec![]),
            Some(_) if command.founder_is_real => Err(FoundedAlready),
            _ => Ok(vec![HouseFounded { account: command.account }.into()]),
        }
    }

    fn evolve(&mut self, event: &Event) {
        if let Event::HouseFounded(it) = event {
            self.founder = Some(it.account);
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

    #[test]
    fn a_house_is_founded_once() {
        let founded = Scenario::<Founding>::given([HouseFounded { account: ADA }.into()]);
        founded.when(Found { account: BOB, founder_is_real: true }).then_refused(FoundedAlready);
        founded.when(Found { account: ADA, founder_is_real: true }).then_nothing();
    }

    #[test]
    fn a_founding_cut_short_can_be_done_again() {
        Scenario::<Founding>::given([HouseFounded { account: ADA }.into()])
            .when(Found { account: BOB, founder_is_real: false })
            .then([HouseFounded { account: BOB }.into()]);
    }
}
