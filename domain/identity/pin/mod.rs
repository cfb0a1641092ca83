//! The PIN of an admin: short enough to be typed at the door of something dangerous, so wrong ones are
//! counted like any other proof, and the ones that everybody tries first are refused.
//!
//! The PIN itself is absent: the vault keeps what it is compared with, under the id that stands here.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    identity::Event,
    kernel::{AccountId, Decider, Stamp},
};

/// The fewest digits.
pub const FEWEST: usize = 6;
/// The most digits.
pub const MOST: usize = 12;
/// What people choose most often beside rows, repetitions and steps.
const FAVOURITES: [&str; 12] = [
    "112233", "123321", "147258", "159753", "159357", "258456", "314159", "271828", "102030", "010203", "142536",
    "121314",
];

/// The state of an account's PIN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pin {
    /// The one that is set.
    pub set: Option<Uuid>,
}

/// What can be asked of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Let this one be it, which the vault knows already.
    Set {
        /// Whose.
        account: AccountId,
        /// Its id.
        pin: Uuid,
    },
    /// Let there be none.
    Remove {
        /// Whose.
        account: AccountId,
    },
}

/// Why a PIN is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is too short, too long, or holds something else than digits.
    #[error("pin: use {FEWEST} to {MOST} digits")]
    Length,
    /// It is one of those that are tried first.
    #[error("pin: this is one of the first that somebody would try; avoid rows, repetitions and years")]
    Silly,
    /// There is none.
    #[error("there is no PIN")]
    NotSet,
}

/// An admin has a PIN, or another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PinSet {
    /// Whose account.
    pub account: AccountId,
    /// Its id in the vault.
    pub pin: Uuid,
}

/// An admin has no PIN any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PinRemoved {
    /// Whose account.
    pub account: AccountId,
}

/// Whether digits make a PIN.
///
/// # Errors
/// When they do not fit or are tried first.
pub fn check(digits: &str) -> Result<(), Refusal> {
    if !(FEWEST..=MOST).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Refusal::Length);
    }
    if is_silly(digits.as_bytes()) { Err(Refusal::Silly) } else { Ok(()) }
}

fn is_silly(digits: &[u8]) -> bool {
    let step = |by: u8| digits.windows(2).all(|pair| (pair[0] - b'0' + by) % 10 == pair[1] - b'0');
    let repeats = (1..=digits.len() / 2).any(|length| {
        let (first, whole) = (&digits[..length], digits.len().is_multiple_of(length));
        whole && digits.chunks(length).all(|chunk| chunk == first)
    });
    let is_few = digits.iter().collect::<std::collections::BTreeSet<_>>().len() <= 2;
    let is_favourite = FAVOURITES.iter().any(|known| known.as_bytes() == digits);
    step(1) || step(9) || step(2) || step(8) || repeats || is_few || is_favourite || is_date(digits)
}

/// A day of the last hundred years or the next ten, in one of the usual orders.
fn is_date(digits: &[u8]) -> bool {
    let number = |from: usize, to: usize| {
        digits.get(from..to).map_or(0, |part| part.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
    };
    let is_year = |year: u32| (1920..2040).contains(&year);
    let is_day = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
    match digits.len() {
        6 => is_day(number(0, 2), number(2, 4)) || is_day(number(4, 6), number(2, 4)),
        8 => {
            is_year(number(4, 8)) && (is_day(number(0, 2), number(2, 4)) || is_day(number(2, 4), number(0, 2)))
                || is_year(number(0, 4)) && is_day(number(6, 8), number(4, 6))
        }
        _ => false,
    }
}

impl Decider for Pin {
    const KIND: &'static str = "identity.pin";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, command: Command, _stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Set { pin, .. } if self.set == Some(pin) => Ok(vec![]),
            Command::Set { account, pin } => Ok(vec![PinSet { account, pin }.into()]),
            Command::Remove { .. } if self.set.is_none() => Err(Refusal::NotSet),
            Command::Remove { account } => Ok(vec![PinRemoved { account }.into()]),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::PinSet(it) => self.set = Some(it.pin),
            Event::PinRemoved(_) => self.set = None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod scenarios;
