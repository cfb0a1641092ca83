//! An API key: what a program shows to act for a person, within scopes, a time and networks.
//!
//! The secret is absent: the vault keeps its hash. When the key was last used is absent too: a look at the house is no
//! event. A key never makes or revokes a key, and what cannot be read any more about its networks opens nothing.

pub mod events;
#[cfg(test)]
mod scenarios;

use core::net::IpAddr;

use chrono::{DateTime, Utc};
use events::{KeyExpired, KeyIssued, KeyRevoked};

use super::rights::Scopes;
use crate::{
    identity::Event,
    kernel::{AccountId, Decider, KeyId, Network, Personal, Stamp, Who},
};

/// Networks a key may be bound to.
pub const MOST_NETWORKS: usize = 16;

/// The state of one key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Key {
    /// For whom it acts.
    pub account: Option<AccountId>,
    /// What it is called.
    pub name: Option<Personal>,
    /// What it is for.
    pub scopes: Scopes,
    /// When it ends by itself.
    pub until: Option<DateTime<Utc>>,
    /// It was revoked, or its time was over.
    pub ended: bool,
    /// From where it may be used; `None` is everywhere.
    networks: Option<Vec<Network>>,
}

/// Why a key with the right secret is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It was revoked.
    Revoked,
    /// Its time is over.
    Expired,
    /// It comes from a network it is not for.
    OutOfPlace,
}

/// Why a key ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Somebody took it back.
    Revoke,
    /// Its time is over.
    Expire,
}

/// What can be asked of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Let it be good from now on.
    Issue(KeyIssued),
    /// Let it end.
    End(End),
}

/// The stream's own state does not hold the id, so the command brings it along.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Which key.
    pub key: KeyId,
    /// What of it.
    pub command: Command,
    /// Whether whoever asks looks after the house and may end any key.
    pub as_admin: bool,
}

/// Why a key does not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was never made, or is somebody else's.
    #[error("there is no such key")]
    NoSuchKey,
    /// It was made before.
    #[error("the key was made already")]
    MadeAlready,
    /// A key asked.
    #[error("keys are made and revoked by people, not with a key")]
    NotWithKey,
    /// Nobody makes a key for somebody else.
    #[error("a key is made by the person it acts for")]
    NotOnesOwn,
    /// It would be for nothing.
    #[error("scopes: say what the key is for")]
    NoScope,
    /// It would have ended already.
    #[error("until: this time is past")]
    Past,
}

impl Key {
    /// Why it is not let in now and from there, if so.
    #[must_use]
    pub fn unfit(&self, now: DateTime<Utc>, from: Option<IpAddr>) -> Option<Unfit> {
        let in_place = self
            .networks
            .as_ref()
            .is_none_or(|networks| from.is_some_and(|address| networks.iter().any(|network| network.holds(address))));
        if self.until.is_some_and(|until| now >= until) {
            Some(Unfit::Expired)
        } else if self.ended || self.account.is_none() {
            Some(Unfit::Revoked)
        } else {
            (!in_place).then_some(Unfit::OutOfPlace)
        }
    }

    fn issue(&self, issued: KeyIssued, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        if self.account.is_some() {
            return Err(Refusal::MadeAlready);
        }
        if stamp.who != Who::Person(issued.account) {
            return Err(Refusal::NotOnesOwn);
        }
        if Scopes::of_words(&issued.scopes) == Scopes::default() {
            return Err(Refusal::NoScope);
        }
        if issued.until_us.is_some_and(|until| until <= stamp.at.timestamp_micros()) {
            return Err(Refusal::Past);
        }
        Ok(vec![issued.into()])
    }

    fn end(&self, key: KeyId, end: End, as_admin: bool, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let (Some(account), Some(name)) = (self.account, self.name.clone()) else { return Err(Refusal::NoSuchKey) };
        let stranger = matches!(stamp.who, Who::Person(asker) if asker != account);
        if stranger && !as_admin {
            return Err(Refusal::NoSuchKey);
        }
        Ok(match end {
            _ if self.ended => vec![],
            End::Revoke => vec![KeyRevoked { key, account, name }.into()],
            End::Expire => vec![KeyExpired { key, account, name }.into()],
        })
    }
}

impl Decider for Key {
    const KIND: &'static str = "identity.key";
    type Command = Ask;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, Ask { key, command, as_admin }: Ask, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        if stamp.key.is_some() {
            return Err(Refusal::NotWithKey);
        }
        match command {
            Command::Issue(issued) => self.issue(issued, stamp),
            Command::End(end) => self.end(key, end, as_admin, stamp),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::KeyIssued(it) => {
                self.account = Some(it.account);
                self.name = Some(it.name.clone());
                self.scopes = Scopes::of_words(&it.scopes);
                self.until = it.until_us.and_then(DateTime::from_timestamp_micros);
                self.networks = it.networks.as_ref().map(networks);
            }
            Event::KeyRevoked(_) | Event::KeyExpired(_) => self.ended = true,
            _ => {}
        }
    }
}

/// What was erased is nowhere.
fn networks(written: &Personal) -> Vec<Network> {
    let text = written.text().unwrap_or_default();
    text.split(',').filter_map(|network| network.trim().parse().ok()).collect()
}
