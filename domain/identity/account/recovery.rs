//! A forgotten password: a link to set another is sent, and works once.
//!
//! Whatever else changes the password or the address makes the link void. Whoever says of something
//! that it was not them makes the password itself void: somebody else may know it.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::{Account, AccountUnlocked, CredentialId, Refusal};
use crate::{
    identity::{
        Event,
        link::{LinkId, Present, Void},
    },
    kernel::AccountId,
};

/// How long a link to set a password is good for.
pub const RESET_MINUTES: i64 = 30;
/// Links that are sent within [`RESET_MINUTES`] at most.
pub const RESETS_AT_ONCE: usize = 3;
/// How long somebody may say that something was not them.
pub const DISAVOWAL_DAYS: i64 = 7;
const DISAVOWALS_REMEMBERED: usize = 16;

/// A link to set another password was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResetLinkSent {
    /// Whose account.
    pub account: AccountId,
    /// Which link.
    pub link: LinkId,
    /// Until when it works: microseconds since 1970, UTC.
    pub until_us: i64,
}

/// The password was set through a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasswordRecovered {
    /// Whose account.
    pub account: AccountId,
    /// Through which link.
    pub link: LinkId,
    /// The password's credential from now on.
    pub credential: CredentialId,
}

/// Somebody said that what they were told of was not them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeDisavowed {
    /// Whose account.
    pub account: AccountId,
    /// Which change: the link they were sent with the news of it.
    pub link: LinkId,
}

/// What is under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recovery {
    links: Present,
    sent: Vec<DateTime<Utc>>,
    disavowed: Vec<LinkId>,
}

impl Recovery {
    pub(super) fn evolve(&mut self, event: &Event) {
        match event {
            Event::ResetLinkSent(it) => {
                self.links.put(it.link, it.until_us);
                let sent = DateTime::from_timestamp_micros(it.until_us).map(|at| at - Duration::minutes(RESET_MINUTES));
                self.sent.extend(sent);
                if self.sent.len() > RESETS_AT_ONCE {
                    self.sent.remove(0);
                }
            }
            Event::PasswordRecovered(it) => self.links.spend(it.link),
            Event::PasswordChanged(_)
            | Event::PasswordReset(_)
            | Event::AddressChanged(_)
            | Event::AddressRestored(_) => self.links.revoke(),
            Event::ChangeDisavowed(it) => {
                self.links.revoke();
                self.disavowed.push(it.link);
                if self.disavowed.len() > DISAVOWALS_REMEMBERED {
                    self.disavowed.remove(0);
                }
            }
            _ => {}
        }
    }

    fn is_busy(&self, now: DateTime<Utc>) -> bool {
        let recent = now - Duration::minutes(RESET_MINUTES);
        self.sent.iter().filter(|sent| **sent > recent).count() >= RESETS_AT_ONCE
    }
}

impl Account {
    /// Whether a link sets this account's password now.
    ///
    /// # Errors
    /// When there is no such account, or why the link is void.
    pub fn may_recover(&self, link: LinkId, now: DateTime<Utc>) -> Result<AccountId, Refusal> {
        let (account, _) = self.account()?;
        self.recovery.links.check(link, now).map_err(Refusal::Link)?;
        Ok(account)
    }

    pub(super) fn ask_reset(&self, link: LinkId, now: DateTime<Utc>) -> Result<Vec<Event>, Refusal> {
        let (account, _) = self.account()?;
        if self.recovery.is_busy(now) {
            return Err(Refusal::TooManyLinks);
        }
        let until_us = (now + Duration::minutes(RESET_MINUTES)).timestamp_micros();
        Ok(vec![ResetLinkSent { account, link, until_us }.into()])
    }

    pub(super) fn recover(
        &self,
        link: LinkId,
        credential: CredentialId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Event>, Refusal> {
        let account = self.may_recover(link, now)?;
        let mut events = vec![PasswordRecovered { account, link, credential }.into()];
        if self.is_troubled() {
            events.push(AccountUnlocked { account }.into());
        }
        Ok(events)
    }

    pub(super) fn disavow(&self, link: LinkId, now: DateTime<Utc>) -> Result<Vec<Event>, Refusal> {
        let (account, _) = self.account()?;
        if self.recovery.disavowed.contains(&link) {
            return Err(Refusal::Link(Void::Used));
        }
        let events = [Some(ChangeDisavowed { account, link }.into()), self.take_back(account, link, now)];
        Ok(events.into_iter().flatten().collect())
    }
}

#[cfg(test)]
mod scenarios {
    use uuid::Uuid;

    use super::*;
    use crate::{
        identity::account::{Command, events::*},
        kernel::{Decider as _, Personal, Role, Scenario, at},
    };

    const ADA: AccountId = AccountId(Uuid::from_u128(1));
    const OLD: CredentialId = CredentialId(Uuid::from_u128(3));
    const NEW: CredentialId = CredentialId(Uuid::from_u128(4));
    const LINK: LinkId = LinkId(Uuid::from_u128(5));
    const NEWER: LinkId = LinkId(Uuid::from_u128(6));

    fn opened() -> Event {
        let (name, email) = (Personal::of(ADA, "Ada"), Personal::of(ADA, "ada@house.example"));
        AccountOpened { account: ADA, name, email, role: Role::Member, credential: OLD }.into()
    }

    fn sent(link: LinkId, hour: u32, minute: u32) -> Event {
        let until_us = (at(hour, minute) + Duration::minutes(RESET_MINUTES)).timestamp_micros();
        ResetLinkSent { account: ADA, link, until_us }.into()
    }

    fn recovered() -> Event {
        PasswordRecovered { account: ADA, link: LINK, credential: NEW }.into()
    }

    const RESET: Command = Command::Recover { link: LINK, credential: NEW };

    #[test]
    fn a_link_sets_a_password_once_and_for_half_an_hour() {
        let account = Scenario::<Account>::given([opened(), sent(LINK, 11, 40)]);
        account.when(RESET).then([recovered()]);
        account.at(at(12, 10)).when(RESET).then_refused(Refusal::Link(Void::Expired));
        let after = Scenario::<Account>::given([opened(), sent(LINK, 11, 40), recovered()]);
        after.when(RESET).then_refused(Refusal::Link(Void::Used));
    }

    #[test]
    fn the_newest_link_wins_and_another_password_makes_it_void() {
        let void = |events: Vec<Event>| {
            Scenario::<Account>::given(events).when(RESET).then_refused(Refusal::Link(Void::Replaced));
        };
        void(vec![opened(), sent(LINK, 11, 40), sent(NEWER, 11, 50)]);
        void(vec![opened(), sent(LINK, 11, 40), PasswordChanged { account: ADA, credential: NEW }.into()]);
        void(vec![opened(), sent(LINK, 11, 40), ChangeDisavowed { account: ADA, link: NEWER }.into()]);
    }

    #[test]
    fn a_new_password_opens_a_locked_door() {
        let until_us = at(12, 30).timestamp_micros();
        let locked = AccountLocked { account: ADA, wait_s: 3600, until_us }.into();
        let account = Scenario::<Account>::given([opened(), locked, sent(LINK, 11, 40)]);
        account.when(RESET).then([recovered(), AccountUnlocked { account: ADA }.into()]);
    }

    #[test]
    fn no_more_than_three_links_are_sent_within_half_an_hour() {
        let links = [sent(LINK, 11, 35), sent(LINK, 11, 40), sent(LINK, 11, 45)];
        let account = Scenario::<Account>::given([opened()].into_iter().chain(links));
        account.when(Command::AskReset { link: NEWER }).then_refused(Refusal::TooManyLinks);
        account.at(at(12, 6)).when(Command::AskReset { link: NEWER }).then([sent(NEWER, 12, 6)]);
    }

    #[test]
    fn what_was_not_oneself_is_said_once_and_takes_the_password_away() {
        let disavowed = Event::from(ChangeDisavowed { account: ADA, link: LINK });
        let account = Scenario::<Account>::given([opened()]);
        account.when(Command::Disavow { link: LINK }).then([disavowed.clone()]);
        let history = [opened(), disavowed];
        assert_eq!(Account::fold(&history).credential, None);
        Scenario::<Account>::given(history)
            .when(Command::Disavow { link: LINK })
            .then_refused(Refusal::Link(Void::Used));
    }
}
