//! A person's account: role, credential, and the counter that closes the door.
//!
//! The lock delays; it never shuts a person out for good. Its wait grows to an hour and no
//! further, attempts while it holds are not counted, and a device the person has logged in from
//! before is asked past it.

pub mod address_change;
mod commands;
pub mod events;
pub mod recovery;
#[cfg(test)]
mod scenarios;

use chrono::{DateTime, Duration, Utc};

use address_change::Moving;
pub use commands::{Command, Refusal};
use events::*;
pub use events::{CredentialId, Method, times, wait_in_words};
use recovery::Recovery;

use crate::{
    identity::Event,
    kernel::{AccountId, Decider, Personal, Role, SessionId, Stamp, Who},
};

/// Wrong passwords in a row until the door closes.
pub const FAILURES_UNTIL_LOCKED: u32 = 3;
/// Wrong passwords in a row from known devices until those are treated as strangers.
pub const KNOWN_DEVICE_FAILURES: u32 = 5;
/// Wrong codes until the door closes: somebody may know the password.
pub const CODES_UNTIL_LOCKED: u32 = 5;
/// Codes that are mailed within [`CODE_WINDOW_MINUTES`] at most.
pub const CODES_AT_ONCE: usize = 5;
/// How long a code is good for.
pub const CODE_WINDOW_MINUTES: i64 = 10;
const FIRST_WAIT_S: u32 = 60;
const LONGEST_WAIT_S: u32 = 3600;

/// The state of one account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// Its id and role, once it is open.
    pub open: Option<(AccountId, Role)>,
    /// Closed accounts stay in the log and let nobody in.
    pub closed: bool,
    /// The person's name.
    pub name: Option<String>,
    /// The person's mail address.
    pub email: Option<String>,
    /// Which of the vault's credentials is the password.
    pub credential: Option<CredentialId>,
    failures: u32,
    known_device_failures: u32,
    refused_codes: u32,
    locks: u32,
    locked_until: Option<DateTime<Utc>>,
    codes_sent: Vec<DateTime<Utc>>,
    recovery: Recovery,
    moving: Moving,
    away: bool,
    has_entered: bool,
    by_mail: bool,
}

impl Account {
    /// The id and role of an account that lets its person in.
    #[must_use]
    pub fn active(&self) -> Option<(AccountId, Role)> {
        if self.closed || self.away { None } else { self.open }
    }

    /// Whether the password was set through a mailed link and nobody has come in with it yet: until it is shown beside
    /// something else, it says no more than that somebody holds the mailbox.
    #[must_use]
    pub const fn has_password_from_mail(&self) -> bool {
        self.by_mail
    }

    /// Whether it was opened and not closed; one at rest exists still.
    #[must_use]
    pub const fn exists(&self) -> bool {
        self.open.is_some() && !self.closed
    }

    /// Until when the door is closed to whoever asks, if it is.
    #[must_use]
    pub fn locked_until(&self, now: DateTime<Utc>, known_device: bool) -> Option<DateTime<Utc>> {
        let bypass = known_device && self.known_device_failures < KNOWN_DEVICE_FAILURES;
        self.locked_until.filter(|until| *until > now && !bypass)
    }

    /// Something was mistyped since the last login.
    const fn is_troubled(&self) -> bool {
        self.failures > 0 || self.locks > 0 || self.refused_codes > 0
    }

    fn account(&self) -> Result<(AccountId, Role), Refusal> {
        let refusal = if self.exists() { Refusal::Deactivated } else { Refusal::NoSuchAccount };
        self.active().ok_or(refusal)
    }

    fn admit(&self, now: DateTime<Utc>, known_device: bool) -> Result<AccountId, Refusal> {
        match self.locked_until(now, known_device) {
            Some(until) => Err(Refusal::Locked { until }),
            None => Ok(self.account()?.0),
        }
    }

    /// A passkey alone opens the door while passwords are held up: it cannot be guessed.
    fn let_in(&self, method: Method, known_device: bool, now: DateTime<Utc>) -> Result<AccountId, Refusal> {
        match method {
            Method::Passkey => Ok(self.account()?.0),
            _ => self.admit(now, known_device),
        }
    }

    /// A device that nobody knew is told of, but not at the first login of all.
    fn enter(&self, account: AccountId, session: SessionId, method: Method, new: Option<Personal>) -> Vec<Event> {
        let entered = LoggedIn { account, session, method: method.words().to_owned() };
        let new = new.filter(|_| self.has_entered);
        let met = new.map(|device| Event::from(DeviceMet { account, session, device }));
        [entered.into()].into_iter().chain(met).collect()
    }

    fn lock(&self, account: AccountId, now: DateTime<Utc>) -> Event {
        let wait_s = FIRST_WAIT_S.checked_shl(self.locks).map_or(LONGEST_WAIT_S, |wait| wait.min(LONGEST_WAIT_S));
        let wait_s = if self.locks > 16 { LONGEST_WAIT_S } else { wait_s };
        let until_us = (now + Duration::seconds(wait_s.into())).timestamp_micros();
        AccountLocked { account, wait_s, until_us }.into()
    }

    fn wrong_password(&self, known_device: bool, now: DateTime<Utc>) -> Result<Vec<Event>, Refusal> {
        let (account, _) = self.account()?;
        if self.locked_until(now, known_device).is_some() {
            return Ok(vec![]);
        }
        let trusted = known_device && self.known_device_failures < KNOWN_DEVICE_FAILURES;
        let failures = 1 + if trusted { self.known_device_failures } else { self.failures };
        let mut events = vec![LoginFailed { account, failures, known_device: trusted }.into()];
        if !trusted && failures >= FAILURES_UNTIL_LOCKED {
            events.push(self.lock(account, now));
        }
        Ok(events)
    }

    fn wrong_code(&self, now: DateTime<Utc>) -> Result<Vec<Event>, Refusal> {
        let (account, _) = self.account()?;
        let refusals = self.refused_codes + 1;
        let mut events = vec![LoginCodeRefused { account, refusals }.into()];
        if refusals.is_multiple_of(CODES_UNTIL_LOCKED) {
            events.push(self.lock(account, now));
        }
        Ok(events)
    }

    fn ask_code(&self, known_device: bool, now: DateTime<Utc>) -> Result<Vec<Event>, Refusal> {
        let account = self.admit(now, known_device)?;
        let recent = now - Duration::minutes(CODE_WINDOW_MINUTES);
        if self.codes_sent.iter().filter(|sent| **sent > recent).count() >= CODES_AT_ONCE {
            return Err(Refusal::TooManyCodes);
        }
        Ok(vec![LoginCodeSent { account, at_us: now.timestamp_micros() }.into()])
    }

    /// Nobody changes their own role or closes their own account, so an admin is always left; nor do they set their own
    /// password without the present one.
    fn other(&self, stamp: &Stamp) -> Result<(AccountId, Role), Refusal> {
        let (account, role) = self.open.filter(|_| self.exists()).ok_or(Refusal::NoSuchAccount)?;
        if stamp.who == Who::Person(account) { Err(Refusal::NotOneself) } else { Ok((account, role)) }
    }
}

impl Decider for Account {
    const KIND: &'static str = "identity.account";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, command: Command, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let one = |event: Event| Ok(vec![event]);
        match command {
            Command::Open(opened) if self.open.is_none() => one(opened.into()),
            Command::Open(_) => Err(Refusal::OpenAlready),
            Command::RecordWrongPassword { known_device } => self.wrong_password(known_device, stamp.at),
            Command::AskCode { known_device } => self.ask_code(known_device, stamp.at),
            Command::RecordWrongCode => self.wrong_code(stamp.at),
            Command::Expect { known_device } => self.admit(stamp.at, known_device).map(|_| vec![]),
            Command::LogIn { session, method, known_device, device } => {
                let account = self.let_in(method, known_device, stamp.at)?;
                Ok(self.enter(account, session, method, Some(device).filter(|_| !known_device)))
            }
            Command::ChangePassword { credential } => {
                one(PasswordChanged { account: self.account()?.0, credential }.into())
            }
            Command::ResetPassword { credential } => {
                one(PasswordReset { account: self.other(stamp).and(self.account())?.0, credential }.into())
            }
            Command::ChangeRole { .. } if self.away => Err(self.account().err().unwrap_or(Refusal::NoSuchAccount)),
            Command::ChangeRole { role } => match self.other(stamp)? {
                (_, current) if current == role => Ok(vec![]),
                (account, _) => one(RoleChanged { account, role }.into()),
            },
            Command::Rename { name } => match self.account()? {
                _ if self.name.as_deref() == name.text() => Ok(vec![]),
                (account, _) => one(AccountRenamed { account, name }.into()),
            },
            Command::AskAddress { link, email } => self.ask_address(link, email, stamp.at),
            Command::ConfirmAddress { link } => self.confirm_address(link, stamp.at),
            Command::WithdrawAddress => self.withdraw_address(),
            Command::AskReset { link } => self.ask_reset(link, stamp.at),
            Command::Recover { link, credential } => self.recover(link, credential, stamp.at),
            Command::Disavow { link } => self.disavow(link, stamp.at),
            Command::Unlock if !self.is_troubled() => self.account().map(|_| vec![]),
            Command::Unlock => one(AccountUnlocked { account: self.account()?.0 }.into()),
            Command::Close => one(AccountClosed { account: self.other(stamp)?.0 }.into()),
            Command::Deactivate | Command::Reactivate => self.rest(command == Command::Deactivate, stamp),
        }
    }

    fn evolve(&mut self, event: &Event) {
        self.recovery.evolve(event);
        if let Some(email) = self.moving.evolve(event, self.email.as_deref()) {
            self.email = email;
        }
        match event {
            Event::AccountOpened(it) => {
                self.open = Some((it.account, it.role));
                self.name = it.name.text().map(str::to_owned);
                self.email = it.email.text().map(str::to_owned);
                self.credential = Some(it.credential);
            }
            Event::AccountRenamed(it) => self.name = it.name.text().map(str::to_owned),
            Event::RoleChanged(it) => self.open = Some((it.account, it.role)),
            Event::AccountClosed(_) => self.closed = true,
            Event::AccountDeactivated(_) => self.away = true,
            Event::AccountReactivated(_) => self.away = false,
            Event::PasswordChanged(it) => (self.credential, self.by_mail) = (Some(it.credential), false),
            Event::PasswordReset(it) => (self.credential, self.by_mail) = (Some(it.credential), false),
            Event::PasswordRecovered(it) => (self.credential, self.by_mail) = (Some(it.credential), true),
            Event::ChangeDisavowed(_) => self.credential = None,
            Event::LoginFailed(it) if it.known_device => self.known_device_failures = it.failures,
            Event::LoginFailed(it) => self.failures = it.failures,
            Event::LoginCodeRefused(it) => self.refused_codes = it.refusals,
            Event::LoginCodeSent(it) => self.remember_code(it.at_us),
            Event::AccountLocked(it) => {
                self.locks += 1;
                self.locked_until = DateTime::from_timestamp_micros(it.until_us);
            }
            Event::LoggedIn(it) => {
                self.has_entered = true;
                self.by_mail &= !it.shows_password();
                self.forgive();
            }
            Event::AccountUnlocked(_) => self.forgive(),
            _ => {}
        }
    }
}

impl Account {
    /// Lets an account rest, or wakes it.
    fn rest(&self, away: bool, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let (account, _) = self.other(stamp)?;
        Ok(match away {
            _ if away == self.away => vec![],
            true => vec![AccountDeactivated { account }.into()],
            false => vec![AccountReactivated { account }.into()],
        })
    }

    fn remember_code(&mut self, at_us: i64) {
        self.codes_sent.extend(DateTime::from_timestamp_micros(at_us));
        if self.codes_sent.len() > CODES_AT_ONCE {
            self.codes_sent.remove(0);
        }
    }

    fn forgive(&mut self) {
        (self.failures, self.known_device_failures, self.refused_codes, self.locks) = (0, 0, 0, 0);
        self.locked_until = None;
        self.codes_sent.clear();
    }
}
