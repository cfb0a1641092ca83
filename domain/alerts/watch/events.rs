//! What the watch can find suspicious, and how its rules can change. Field order is for ever: postcard is positional.
//!
//! Each suspicion names the entries it rests on, the newest twenty of them.

use serde::{Deserialize, Serialize};

use super::{Numbers, Rule};
use crate::{
    household::clock,
    identity::account::times,
    kernel::{AccountId, KeyId, Personal, Position},
};

/// A rule's numbers were chosen, or it was switched on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WatchRuleSet {
    /// Which rule.
    pub rule: String,
    /// How much is suspicious.
    pub limit: u32,
    /// The rule's other number; 0 where it has none.
    pub span: u32,
}

/// A rule was switched off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WatchRuleSwitchedOff {
    /// Which rule.
    pub rule: String,
}

/// Somebody guesses at one account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuessingSuspected {
    /// Whose account.
    pub account: AccountId,
    /// How many wrong passwords, codes and the like.
    pub failures: u32,
    /// Within how many minutes at most.
    pub within_minutes: u32,
    /// From where the last of them came.
    pub from: Option<Personal>,
    /// When the first of them was: microseconds since 1970, UTC.
    pub began_us: i64,
    /// The entries it rests on.
    pub evidence: Vec<Position>,
}

/// One address tries many accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SprayingSuspected {
    /// The address.
    pub from: Option<Personal>,
    /// How many accounts.
    pub accounts: u32,
    /// Within how many minutes at most.
    pub within_minutes: u32,
    /// When the first of them was: microseconds since 1970, UTC.
    pub began_us: i64,
    /// The entries it rests on.
    pub evidence: Vec<Position>,
}

/// Many networks try addresses nobody here has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrangersSuspected {
    /// How many networks.
    pub networks: u32,
    /// How often they tried, at least.
    pub tries: u32,
    /// Within how many minutes at most.
    pub within_minutes: u32,
    /// When the first of them was: microseconds since 1970, UTC.
    pub began_us: i64,
    /// The entries it rests on.
    pub evidence: Vec<Position>,
}

/// Somebody looks for weak spots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScanningSuspected {
    /// The address.
    pub from: Option<Personal>,
    /// How many different pages that are not here.
    pub pages: u32,
    /// How many of them only scanners ask for.
    pub traps: u32,
    /// The entries it rests on.
    pub evidence: Vec<Position>,
}

/// Somebody does far more than usual.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VolumeSuspected {
    /// Who, or who is in their place.
    pub account: AccountId,
    /// With which of their keys, where it was a program.
    pub key: Option<KeyId>,
    /// How many commands within an hour.
    pub commands: u32,
    /// How many there were in the busiest hour of the last four weeks.
    pub usual: u32,
    /// From where the last of them came.
    pub from: Option<Personal>,
    /// The first and the last of them.
    pub evidence: Vec<Position>,
}

/// A key is used from a network where it never was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyElsewhere {
    /// For whom it acts.
    pub account: AccountId,
    /// Which key.
    pub key: KeyId,
    /// From where it was used.
    pub from: Option<Personal>,
    /// How many networks it was used from before.
    pub networks: u32,
    /// The entries it rests on.
    pub evidence: Vec<Position>,
}

/// The clock went wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockSuspected {
    /// By how many seconds it jumped forward; below 0 where it went back.
    pub by_s: i64,
    /// The entries it rests on.
    pub evidence: Vec<Position>,
}

/// The last good backup is too old.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackupOverdue {
    /// How old it is, in days.
    pub days: u32,
    /// Its name.
    pub generation: String,
    /// When it was made: microseconds since 1970, UTC.
    pub made_us: i64,
    /// The entry that tells of it.
    pub evidence: Vec<Position>,
}

fn title(rule: &str) -> &str {
    Rule::named(rule).map_or(rule, |rule| rule.spec().title)
}

/// A span of minutes in words.
fn span(minutes: u32) -> String {
    match minutes {
        60 => "an hour".to_owned(),
        1440 => "a day".to_owned(),
        days if days % 1440 == 0 => format!("{} days", days / 1440),
        hours if hours % 60 == 0 => format!("{} hours", hours / 60),
        1 => "a minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

fn whom(from: Option<&Personal>) -> String {
    from.map_or_else(|| "Somebody".to_owned(), |from| format!("Somebody at {}", from.shown()))
}

impl WatchRuleSet {
    pub(in crate::alerts) fn sentence(&self) -> String {
        let numbers = Numbers { limit: self.limit, span: self.span };
        let asks = Rule::named(&self.rule).map_or_else(String::new, |rule| numbers.told(rule));
        format!("The watch looks for this: {asks}")
    }
}

impl WatchRuleSwitchedOff {
    pub(in crate::alerts) fn sentence(&self) -> String {
        format!("A rule of the watch was switched off: {}", title(&self.rule))
    }
}

impl GuessingSuspected {
    pub(in crate::alerts) fn sentence(&self) -> String {
        let (failures, span) = (self.failures, span(self.within_minutes));
        format!("Somebody is guessing at one account: {failures} wrong passwords or codes within {span}")
    }
}

impl SprayingSuspected {
    pub(in crate::alerts) fn sentence(&self) -> String {
        let (whom, span) = (whom(self.from.as_ref()), span(self.within_minutes));
        format!("{whom} tried {} accounts within {span}", self.accounts)
    }
}

impl StrangersSuspected {
    pub(in crate::alerts) fn sentence(&self) -> String {
        let (networks, tries, span) = (self.networks, times(self.tries), span(self.within_minutes));
        format!("{networks} networks tried unknown mail addresses within {span}, {tries} at least")
    }
}

impl ScanningSuspected {
    pub(in crate::alerts) fn sentence(&self) -> String {
        let (whom, pages) = (whom(self.from.as_ref()), self.pages);
        match self.traps {
            0 => format!("{whom} is looking around: {pages} pages that are not here within an hour"),
            traps => format!("{whom} is looking for weak spots: {pages} pages, {traps} of them only scanners ask for"),
        }
    }
}

impl VolumeSuspected {
    pub(in crate::alerts) fn sentence(&self) -> String {
        let Self { commands, usual, .. } = self;
        let who = if self.key.is_some() { "A program with a key" } else { "Somebody" };
        format!("{who} did {commands} things within an hour, and {usual} in the busiest hour before")
    }
}

impl KeyElsewhere {
    pub(in crate::alerts) fn sentence(&self) -> String {
        let from = self.from.as_ref().map_or("elsewhere", Personal::shown);
        let before = if self.networks == 1 { "one network" } else { "very few networks" };
        format!("A key was used from {from}, and before that from {before} only")
    }
}

impl ClockSuspected {
    pub(in crate::alerts) fn sentence(&self) -> String {
        let by = clock::span(self.by_s.unsigned_abs());
        match self.by_s {
            ..0 => format!("The clock went back by {by}: times in the diary overlap"),
            _ => format!("The clock jumped forward by {by}"),
        }
    }
}

impl BackupOverdue {
    pub(in crate::alerts) fn sentence(&self) -> String {
        format!("There has been no good backup for {} days; the last one is {}", self.days, self.generation)
    }
}
