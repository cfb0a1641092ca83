//! Somebody who looks after the house is always left.
//!
//! A person steps down at the word of somebody who looks after it still, and never at their own. As
//! all words are given on this one stream, whoever gave the last one is left. Who looks after the
//! house is deliberately absent: that is each account's own matter. Whoever is erased is erased by a word
//! on this stream, too, so that no crash comes between stepping down and the erasure.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    identity::{Event, erasure::ErasureBegun},
    kernel::{AccountId, Decider, Stamp, Who},
};

/// Who stepped down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admins {
    gone: BTreeSet<AccountId>,
    /// Whose erasure was begun, and maybe ended: nothing takes that back.
    pub erased: BTreeSet<AccountId>,
}

/// What can be asked of the admins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Let an admin look after the house no longer.
    Release(AccountId),
    /// Let a person look after the house, who may have done so before.
    Admit(AccountId),
    /// Erase a person for good.
    Erase {
        /// Whom.
        account: AccountId,
        /// Who else has the role, where the person is an admin.
        other_admins: Option<BTreeSet<AccountId>>,
    },
}

/// Why an admin does not step down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Whoever asks stepped down meanwhile.
    #[error("only an admin may do this")]
    NoLongerAdmin,
    /// It is whoever asks.
    #[error("nobody can change their own role, or close or erase their own account; ask another admin")]
    NotOneself,
    /// Nobody would be left who looks after the house.
    #[error("this is the last admin; somebody else must look after the house first")]
    LastAdmin,
}

/// An admin is to look after the house no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdminReleased {
    /// Who.
    pub account: AccountId,
}

/// Somebody who stepped down looks after the house again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdminReturned {
    /// Who.
    pub account: AccountId,
}

impl Decider for Admins {
    const KIND: &'static str = "identity.admins";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, command: Command, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        match (command, stamp.who) {
            (Command::Erase { account, other_admins }, who) => self.erase(account, other_admins, who),
            (Command::Release(account), Who::Person(asker)) if asker == account => Err(Refusal::NotOneself),
            (Command::Release(_), Who::Person(asker)) if self.gone.contains(&asker) => Err(Refusal::NoLongerAdmin),
            (Command::Release(account), _) if self.gone.contains(&account) => Ok(vec![]),
            (Command::Release(account), _) => Ok(vec![AdminReleased { account }.into()]),
            (Command::Admit(account), _) if self.gone.contains(&account) && !self.erased.contains(&account) => {
                Ok(vec![AdminReturned { account }.into()])
            }
            (Command::Admit(_), _) => Ok(vec![]),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::AdminReleased(it) => {
                self.gone.insert(it.account);
            }
            Event::AdminReturned(it) => {
                self.gone.remove(&it.account);
            }
            Event::ErasureBegun(it) => {
                self.gone.insert(it.account);
                self.erased.insert(it.account);
            }
            _ => {}
        }
    }
}

impl Admins {
    fn erase(
        &self,
        account: AccountId,
        other_admins: Option<BTreeSet<AccountId>>,
        who: Who,
    ) -> Result<Vec<Event>, Refusal> {
        if self.erased.contains(&account) {
            return Ok(vec![]);
        }
        match (who, other_admins) {
            (Who::Person(asker), _) if asker == account => Err(Refusal::NotOneself),
            (Who::Person(asker), _) if self.gone.contains(&asker) => Err(Refusal::NoLongerAdmin),
            (_, Some(others)) if others.is_subset(&self.gone) => Err(Refusal::LastAdmin),
            _ => Ok(vec![ErasureBegun { account }.into()]),
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

    fn released(account: AccountId) -> Event {
        AdminReleased { account }.into()
    }

    #[test]
    fn of_two_who_release_each_other_one_is_left() {
        let before = Scenario::<Admins>::given([]);
        before.clone().by(Who::Person(ADA)).when(Command::Release(BOB)).then([released(BOB)]);
        let after = Scenario::<Admins>::given([released(BOB)]).by(Who::Person(BOB));
        after.when(Command::Release(ADA)).then_refused(Refusal::NoLongerAdmin);
    }

    #[test]
    fn nobody_releases_themselves() {
        let ada = Scenario::<Admins>::given([]).by(Who::Person(ADA));
        ada.when(Command::Release(ADA)).then_refused(Refusal::NotOneself);
    }

    fn erase_ada(others: &[AccountId]) -> Command {
        Command::Erase { account: ADA, other_admins: Some(others.iter().copied().collect()) }
    }

    #[test]
    fn the_last_admin_is_not_erased_whoever_asks() {
        let erased = Event::from(ErasureBegun { account: ADA });
        let house = Scenario::<Admins>::given([]).by(Who::Console);
        house.when(erase_ada(&[])).then_refused(Refusal::LastAdmin);
        house.when(erase_ada(&[BOB])).then([erased.clone()]);
        house.when(Command::Erase { account: ADA, other_admins: None }).then([erased.clone()]);
        let bob_gone = Scenario::<Admins>::given([released(BOB)]).by(Who::Console);
        bob_gone.when(erase_ada(&[BOB])).then_refused(Refusal::LastAdmin);
        let ada_gone = Scenario::<Admins>::given([erased.clone()]);
        ada_gone.clone().by(Who::Person(ADA)).when(Command::Release(BOB)).then_refused(Refusal::NoLongerAdmin);
        ada_gone.when(Command::Admit(ADA)).then_nothing();
        Scenario::<Admins>::given([erased]).when(erase_ada(&[BOB])).then_nothing();
    }

    #[test]
    fn nobody_erases_themselves_or_with_a_word_they_gave_up() {
        let ada = Scenario::<Admins>::given([]).by(Who::Person(ADA));
        ada.when(erase_ada(&[BOB])).then_refused(Refusal::NotOneself);
        let gone = Scenario::<Admins>::given([released(BOB)]).by(Who::Person(BOB));
        gone.when(Command::Erase { account: ADA, other_admins: None }).then_refused(Refusal::NoLongerAdmin);
    }

    #[test]
    fn whoever_comes_back_has_their_word_again() {
        let house = Scenario::<Admins>::given([released(BOB)]);
        house.clone().by(Who::Person(ADA)).when(Command::Release(BOB)).then_nothing();
        house.when(Command::Admit(BOB)).then([AdminReturned { account: BOB }.into()]);
        let back = [released(BOB), AdminReturned { account: BOB }.into()];
        Scenario::<Admins>::given(back).by(Who::Person(BOB)).when(Command::Release(ADA)).then([released(ADA)]);
        Scenario::<Admins>::given([]).when(Command::Admit(ADA)).then_nothing();
    }
}
