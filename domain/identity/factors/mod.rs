//! The second factors of a person: authenticator apps, passkeys, recovery codes.
//!
//! A code counts once: its step, its number or its counter is written down before anybody comes in by
//! it, so neither a second try at the same moment nor a restart makes it good again. A factor counts
//! from the moment it has shown that it works; one that is only being set up is absent here.

mod commands;
pub mod events;
mod kind;
#[cfg(test)]
mod scenarios;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
pub use commands::{Ask, Command, Refusal};
use events::*;
pub use events::{CodeSetId, FactorId, told_kind, told_left};
pub use kind::{Kind, Requirement};

use crate::{
    identity::Event,
    kernel::{AccountId, Decider, Personal, Stamp},
};

/// Factors a person has at most.
pub const MOST: usize = 10;
/// Recovery codes that are made at a time.
pub const RECOVERY_CODES: u32 = 10;
/// Minutes after which a login that got no further than the password is told to its owner.
pub const UNFINISHED_AFTER_MINUTES: i64 = 3;
/// Minutes within which that is told once.
pub const UNFINISHED_TOLD_EVERY_MINUTES: i64 = 60;

/// The second factors of one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factors {
    factors: BTreeMap<FactorId, Factor>,
    codes: Option<Codes>,
    unfinished_told: Option<DateTime<Utc>>,
}

/// One authenticator app or passkey.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// What it is.
    pub kind: Kind,
    /// What the person calls it.
    pub name: Personal,
    /// The newest step of an app, or the newest counter of a passkey.
    pub mark: u64,
}

#[derive(Clone, Debug, PartialEq)]
struct Codes {
    set: CodeSetId,
    used: Vec<u32>,
}

impl Codes {
    fn left(&self) -> u32 {
        RECOVERY_CODES.saturating_sub(u32::try_from(self.used.len()).unwrap_or(u32::MAX))
    }
}

impl Factors {
    /// One of them.
    #[must_use]
    pub fn one(&self, factor: FactorId) -> Option<&Factor> {
        self.factors.get(&factor)
    }

    /// All of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = FactorId> {
        self.factors.iter().filter(move |(_, factor)| factor.kind == kind).map(|(id, _)| *id)
    }

    /// Whether there is one of a kind.
    #[must_use]
    pub fn has(&self, kind: Kind) -> bool {
        self.of(kind).next().is_some()
    }

    /// Whether there is any, so that a code by mail is only a way out.
    #[must_use]
    pub fn is_strong(&self) -> bool {
        !self.factors.is_empty()
    }

    /// The recovery codes that are good: their set.
    #[must_use]
    pub fn code_set(&self) -> Option<CodeSetId> {
        self.codes.as_ref().map(|codes| codes.set)
    }

    fn add(&self, account: AccountId, command: Command) -> Result<Event, Refusal> {
        let Command::Add { factor, kind, name, mark } = command else { return Err(Refusal::NoSuchFactor) };
        if self.factors.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        Ok(match kind {
            Kind::App => TotpAdded { account, factor, name, step: mark }.into(),
            Kind::Passkey => {
                let counter = u32::try_from(mark).unwrap_or(u32::MAX);
                PasskeyAdded { account, factor, name, counter }.into()
            }
        })
    }

    fn known(&self, factor: FactorId, kind: Kind) -> Result<&Factor, Refusal> {
        self.one(factor).filter(|known| known.kind == kind).ok_or(Refusal::NoSuchFactor)
    }

    /// A counter that is 0 on both sides is one the passkey does not keep (WebAuthn, section 7.2, step 22).
    fn passkey(&self, account: AccountId, factor: FactorId, counter: u32) -> Result<Event, Refusal> {
        let known = self.known(factor, Kind::Passkey)?.mark;
        let goes_on = u64::from(counter) > known || (counter == 0 && known == 0);
        if goes_on { Ok(PasskeyUsed { account, factor, counter }.into()) } else { Err(Refusal::Doubtful) }
    }

    fn code(&self, account: AccountId, set: CodeSetId, number: u32) -> Result<Event, Refusal> {
        let codes = self.codes.as_ref().filter(|codes| codes.set == set).ok_or(Refusal::UsedUp)?;
        if codes.used.contains(&number) || number >= RECOVERY_CODES {
            return Err(Refusal::UsedUp);
        }
        Ok(RecoveryCodeUsed { account, set, number, left: codes.left().saturating_sub(1) }.into())
    }

    fn remove(&self, account: AccountId, command: Command) -> Result<Event, Refusal> {
        let Command::Remove { factor, mail_works, required, confirmed } = command else {
            return Err(Refusal::NoSuchFactor);
        };
        let Factor { kind, name, .. } = self.one(factor).ok_or(Refusal::NoSuchFactor)?;
        let mut rest = self.clone();
        rest.factors.remove(&factor);
        if required.is_met_by(self) && !required.is_met_by(&rest) {
            return Err(Refusal::Required(required));
        }
        if !rest.is_strong() && !mail_works && !confirmed {
            return Err(Refusal::LastFactor);
        }
        Ok(FactorRemoved { account, factor, kind: kind.word().to_owned(), name: name.clone() }.into())
    }
}

impl Decider for Factors {
    const KIND: &'static str = "identity.factors";
    type Command = Ask;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, Ask { account, command }: Ask, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let event = match command {
            Command::Add { .. } => self.add(account, command)?,
            Command::UseTotp { factor, step } => {
                let known = self.known(factor, Kind::App)?;
                if step <= known.mark {
                    return Err(Refusal::Replayed);
                }
                TotpUsed { account, factor, step }.into()
            }
            Command::UsePasskey { factor, counter } => self.passkey(account, factor, counter)?,
            Command::Doubt { factor, shown } => {
                let known = u32::try_from(self.known(factor, Kind::Passkey)?.mark).unwrap_or(u32::MAX);
                PasskeyDoubted { account, factor, known, shown }.into()
            }
            Command::UseRecoveryCode { set, number } => self.code(account, set, number)?,
            Command::MakeRecoveryCodes { set } => RecoveryCodesMade { account, set, count: RECOVERY_CODES }.into(),
            Command::Rename { factor, name } => match self.one(factor).ok_or(Refusal::NoSuchFactor)? {
                known if known.name.text() == name.text() => return Ok(vec![]),
                _ => FactorRenamed { account, factor, name }.into(),
            },
            Command::Remove { .. } => self.remove(account, command)?,
            Command::Reset if self.factors.is_empty() && self.codes.is_none() => return Ok(vec![]),
            Command::Reset => FactorsReset { account }.into(),
            Command::NoteUnfinished { begun_at_us } => {
                let every = Duration::minutes(UNFINISHED_TOLD_EVERY_MINUTES);
                if self.unfinished_told.is_some_and(|told| stamp.at < told + every) {
                    return Ok(vec![]);
                }
                LoginUnfinished { account, begun_at_us }.into()
            }
        };
        Ok(vec![event])
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::TotpAdded(it) => self.insert(it.factor, Kind::App, &it.name, it.step),
            Event::PasskeyAdded(it) => self.insert(it.factor, Kind::Passkey, &it.name, it.counter.into()),
            Event::TotpUsed(it) => self.change(it.factor, |known| known.mark = it.step),
            Event::PasskeyUsed(it) => self.change(it.factor, |known| known.mark = it.counter.into()),
            Event::FactorRenamed(it) => self.change(it.factor, |known| known.name.clone_from(&it.name)),
            Event::FactorRemoved(it) => drop(self.factors.remove(&it.factor)),
            Event::FactorsReset(_) => (self.factors, self.codes) = (BTreeMap::new(), None),
            Event::RecoveryCodesMade(it) => self.codes = Some(Codes { set: it.set, used: Vec::new() }),
            Event::RecoveryCodeUsed(it) => {
                if let Some(codes) = &mut self.codes {
                    codes.used.push(it.number);
                }
            }
            Event::LoginUnfinished(it) => {
                let told = DateTime::from_timestamp_micros(it.begun_at_us);
                self.unfinished_told = told.map(|at| at + Duration::minutes(UNFINISHED_AFTER_MINUTES));
            }
            _ => {}
        }
    }
}

impl Factors {
    fn insert(&mut self, factor: FactorId, kind: Kind, name: &Personal, mark: u64) {
        self.factors.insert(factor, Factor { kind, name: name.clone(), mark });
    }

    fn change(&mut self, factor: FactorId, change: impl FnOnce(&mut Factor)) {
        if let Some(known) = self.factors.get_mut(&factor) {
            change(known);
        }
    }
}
