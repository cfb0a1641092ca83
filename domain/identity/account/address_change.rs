//! Another mail address: asked for, confirmed from the new one, and taken back from the old one.
//!
//! The new address counts once it is confirmed. The old one is kept for the account for some days, so
//! that whoever was robbed of it can have it back; other people can have it after that.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::{Account, Refusal, recovery::DISAVOWAL_DAYS};
use crate::{
    identity::{
        Event,
        link::{LinkId, Present, Void},
    },
    kernel::{AccountId, Personal, mail},
};

/// How long a new address can be confirmed.
pub const CONFIRM_HOURS: i64 = 24;
/// Changes that may be asked for within a day.
pub const ASKED_PER_DAY: usize = 5;
const FORMER_KEPT: usize = 8;

/// Another address was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddressChangeAsked {
    /// Whose account.
    pub account: AccountId,
    /// The link that confirms it.
    pub link: LinkId,
    /// The address.
    pub email: Personal,
    /// Until when it can be confirmed: microseconds since 1970, UTC.
    pub until_us: i64,
}

/// The address stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddressChangeWithdrawn {
    /// Whose account.
    pub account: AccountId,
    /// Which change.
    pub link: LinkId,
}

/// Another address counts from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddressChanged {
    /// Whose account.
    pub account: AccountId,
    /// Which change.
    pub link: LinkId,
    /// The address from now on.
    pub email: Personal,
    /// Until when the old one is kept: microseconds since 1970, UTC.
    pub undo_until_us: i64,
}

/// An old address counts again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddressRestored {
    /// Whose account.
    pub account: AccountId,
    /// Which change was taken back.
    pub link: LinkId,
    /// The address from now on.
    pub email: Personal,
}

/// An address that can be had back.
#[derive(Clone, Debug, PartialEq)]
struct Former {
    link: LinkId,
    email: String,
    until: DateTime<Utc>,
}

/// What is under way, and what was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moving {
    links: Present,
    pending: Option<(LinkId, String)>,
    asked: Vec<DateTime<Utc>>,
    former: Vec<Former>,
}

impl Moving {
    /// Takes an event in; answers the address that counts from now on, where it is another.
    pub(super) fn evolve(&mut self, event: &Event, present: Option<&str>) -> Option<Option<String>> {
        let text = |email: &Personal| email.text().map(str::to_owned);
        match event {
            Event::AddressChangeAsked(it) => {
                self.links.put(it.link, it.until_us);
                self.pending = text(&it.email).map(|email| (it.link, email));
                let asked = DateTime::from_timestamp_micros(it.until_us).map(|at| at - Duration::hours(CONFIRM_HOURS));
                self.asked.extend(asked);
                if self.asked.len() > ASKED_PER_DAY {
                    self.asked.remove(0);
                }
            }
            Event::AddressChangeWithdrawn(_) => self.stop(),
            Event::AddressChanged(it) => {
                self.pending = None;
                self.links.spend(it.link);
                self.keep(it.link, present, it.undo_until_us);
                return Some(text(&it.email));
            }
            Event::AddressRestored(it) => {
                self.stop();
                self.former.retain(|former| former.link != it.link);
                return Some(text(&it.email));
            }
            _ => {}
        }
        None
    }

    fn stop(&mut self) {
        self.pending = None;
        self.links.revoke();
    }

    fn keep(&mut self, link: LinkId, present: Option<&str>, until_us: i64) {
        if let (Some(email), Some(until)) = (present, DateTime::from_timestamp_micros(until_us)) {
            self.former.push(Former { link, email: email.to_owned(), until });
        }
        if self.former.len() > FORMER_KEPT {
            self.former.remove(0);
        }
    }
}

fn is_same(one: &str, other: &str) -> bool {
    mail::normalised(one) == mail::normalised(other)
}

impl Account {
    /// Whether people reach this account under an address.
    #[must_use]
    pub fn is_at(&self, email: &str) -> bool {
        self.email.as_deref().is_some_and(|own| is_same(own, email))
    }

    /// Whether an address belongs to this account: it counts, or can be had back.
    #[must_use]
    pub fn holds(&self, email: &str, now: DateTime<Utc>) -> bool {
        let kept = || self.moving.former.iter().any(|former| former.until > now && is_same(&former.email, email));
        self.exists() && (self.is_at(email) || kept())
    }

    /// The address that a link confirms now.
    ///
    /// # Errors
    /// When there is no such account, or why the link is void.
    pub fn may_confirm(&self, link: LinkId, now: DateTime<Utc>) -> Result<(AccountId, String), Refusal> {
        let (account, _) = self.account()?;
        self.moving.links.check(link, now).map_err(Refusal::Link)?;
        let (_, email) = self.moving.pending.clone().ok_or(Refusal::Link(Void::Replaced))?;
        Ok((account, email))
    }

    pub(super) fn ask_address(&self, link: LinkId, email: Personal, now: DateTime<Utc>) -> Result<Vec<Event>, Refusal> {
        let (account, _) = self.account()?;
        if email.text().is_some_and(|email| self.is_at(email)) {
            return Ok(vec![]);
        }
        let recent = now - Duration::days(1);
        if self.moving.asked.iter().filter(|asked| **asked > recent).count() >= ASKED_PER_DAY {
            return Err(Refusal::TooManyChanges);
        }
        let until_us = (now + Duration::hours(CONFIRM_HOURS)).timestamp_micros();
        Ok(vec![AddressChangeAsked { account, link, email, until_us }.into()])
    }

    pub(super) fn confirm_address(&self, link: LinkId, now: DateTime<Utc>) -> Result<Vec<Event>, Refusal> {
        let (account, email) = self.may_confirm(link, now)?;
        let undo_until_us = (now + Duration::days(DISAVOWAL_DAYS)).timestamp_micros();
        Ok(vec![AddressChanged { account, link, email: Personal::of(account, email), undo_until_us }.into()])
    }

    pub(super) fn withdraw_address(&self) -> Result<Vec<Event>, Refusal> {
        let (account, _) = self.account()?;
        let pending = self.moving.pending.iter();
        Ok(pending.map(|(link, _)| AddressChangeWithdrawn { account, link: *link }.into()).collect())
    }

    /// What is taken back of a change that was somebody else's.
    pub(super) fn take_back(&self, account: AccountId, link: LinkId, now: DateTime<Utc>) -> Option<Event> {
        let former = self.moving.former.iter().find(|former| former.link == link && former.until > now);
        if let Some(Former { email, .. }) = former {
            return Some(AddressRestored { account, link, email: Personal::of(account, email) }.into());
        }
        let (pending, _) = self.moving.pending.as_ref()?;
        Some(AddressChangeWithdrawn { account, link: *pending }.into())
    }
}

#[cfg(test)]
mod scenarios {
    use uuid::Uuid;

    use super::*;
    use crate::{
        identity::account::{Command, CredentialId, events::AccountOpened, recovery::ChangeDisavowed},
        kernel::{Decider as _, Role, Scenario, at},
    };

    const ADA: AccountId = AccountId(Uuid::from_u128(1));
    const LINK: LinkId = LinkId(Uuid::from_u128(5));
    const NEWER: LinkId = LinkId(Uuid::from_u128(6));

    fn opened() -> Event {
        let (name, email) = (Personal::of(ADA, "Ada"), Personal::of(ADA, "ada@old.example"));
        let credential = CredentialId(Uuid::from_u128(3));
        AccountOpened { account: ADA, name, email, role: Role::Member, credential }.into()
    }

    fn asked(link: LinkId) -> Event {
        let until_us = (at(12, 0) + Duration::hours(CONFIRM_HOURS)).timestamp_micros();
        AddressChangeAsked { account: ADA, link, email: Personal::of(ADA, "ada@new.example"), until_us }.into()
    }

    fn changed(link: LinkId, to: &str) -> Event {
        let undo_until_us = (at(12, 0) + Duration::days(7)).timestamp_micros();
        AddressChanged { account: ADA, link, email: Personal::of(ADA, to), undo_until_us }.into()
    }

    fn ask(email: &str) -> Command {
        Command::AskAddress { link: LINK, email: Personal::of(ADA, email) }
    }

    const CONFIRM: Command = Command::ConfirmAddress { link: LINK };

    #[test]
    fn the_new_address_counts_once_it_is_confirmed() {
        Scenario::<Account>::given([opened()]).when(ask("ada@new.example")).then([asked(LINK)]);
        Scenario::<Account>::given([opened()]).when(ask("Ada@old.example")).then_nothing();
        let waiting = Account::fold(&[opened(), asked(LINK)]);
        assert!(waiting.is_at("ada@old.example") && !waiting.is_at("ada@new.example"));
        Scenario::<Account>::given([opened(), asked(LINK)]).when(CONFIRM).then([changed(LINK, "ada@new.example")]);
        let moved = Account::fold(&[opened(), asked(LINK), changed(LINK, "ada@new.example")]);
        assert!(moved.is_at("ada@new.example") && !moved.is_at("ada@old.example"));
        assert!(moved.holds("ada@old.example", at(12, 1)), "it can be had back");
        assert!(!moved.holds("ada@old.example", at(12, 0) + Duration::days(7)));
    }

    #[test]
    fn a_link_confirms_once_in_its_time_and_only_the_newest() {
        let history = [opened(), asked(LINK), changed(LINK, "ada@new.example")];
        Scenario::<Account>::given(history).when(CONFIRM).then_refused(Refusal::Link(Void::Used));
        let newer = Scenario::<Account>::given([opened(), asked(LINK), asked(NEWER)]);
        newer.when(CONFIRM).then_refused(Refusal::Link(Void::Replaced));
        let late = Scenario::<Account>::given([opened(), asked(LINK)]).at(at(12, 0) + Duration::hours(24));
        late.when(CONFIRM).then_refused(Refusal::Link(Void::Expired));
    }

    #[test]
    fn the_old_address_can_be_had_back_even_after_two_changes() {
        let history =
            [opened(), asked(LINK), changed(LINK, "ada@new.example"), asked(NEWER), changed(NEWER, "eve@evil.example")];
        let restored = AddressRestored { account: ADA, link: LINK, email: Personal::of(ADA, "ada@old.example") };
        Scenario::<Account>::given(history)
            .when(Command::Disavow { link: LINK })
            .then([ChangeDisavowed { account: ADA, link: LINK }.into(), restored.into()]);
    }

    #[test]
    fn a_change_that_was_not_oneself_is_stopped_before_it_is_confirmed() {
        let withdrawn = Event::from(AddressChangeWithdrawn { account: ADA, link: LINK });
        let disavowed = Event::from(ChangeDisavowed { account: ADA, link: LINK });
        let account = Scenario::<Account>::given([opened(), asked(LINK)]);
        account.when(Command::Disavow { link: LINK }).then([disavowed, withdrawn.clone()]);
        let stopped = Scenario::<Account>::given([opened(), asked(LINK), withdrawn]);
        stopped.when(CONFIRM).then_refused(Refusal::Link(Void::Replaced));
    }

    #[test]
    fn no_more_than_five_changes_are_asked_for_in_a_day() {
        let history = std::iter::once(opened()).chain(std::iter::repeat_n(asked(NEWER), ASKED_PER_DAY));
        let account = Scenario::<Account>::given(history);
        account.when(ask("eve@evil.example")).then_refused(Refusal::TooManyChanges);
    }
}
