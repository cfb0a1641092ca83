//! Ceremonies under way: what was asked of a passkey, until it answers. One answer each, five minutes,
//! and so many at once that a flood of them costs little memory and pushes out the oldest.

use std::{
    collections::{HashMap, VecDeque},
    sync::Mutex,
};

use chrono::{DateTime, Duration, Utc};
use domain::AccountId;
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyRegistration};

use crate::{Fault, Token};

/// Ceremonies kept at once.
const MOST: usize = 2048;
/// How long an answer may take: what browsers are told, too.
const MINUTES: i64 = 5;

/// What an answer is held against.
pub(super) enum Ceremony {
    /// A new passkey of somebody's.
    Register(AccountId, Box<PasskeyRegistration>),
    /// Coming in, after the first step of this login, or without one.
    Enter(Option<[u8; 32]>, Box<DiscoverableAuthentication>),
}

/// All that are under way.
#[derive(Default)]
pub(crate) struct Ceremonies(Mutex<Book>);

#[derive(Default)]
struct Book {
    under_way: HashMap<[u8; 32], (DateTime<Utc>, Ceremony)>,
    in_order: VecDeque<[u8; 32]>,
}

impl Ceremonies {
    /// Begins one; the secret that its answer must bring along.
    pub(super) fn begin(&self, ceremony: Ceremony, now: DateTime<Utc>) -> Result<String, Fault> {
        let token = Token::new()?;
        let mut book = self.0.lock().map_err(|_| Fault::Broken("ceremonies: a holder broke".to_owned()))?;
        let until = now + Duration::minutes(MINUTES);
        book.in_order.push_back(token.hash());
        book.under_way.insert(token.hash(), (until, ceremony));
        while book.in_order.len() > MOST {
            let oldest = book.in_order.pop_front();
            oldest.map(|oldest| book.under_way.remove(&oldest));
        }
        Ok(token.into_text())
    }

    /// Takes one: it is over by that, whatever the answer.
    pub(super) fn take(&self, shown: &str, now: DateTime<Utc>) -> Option<Ceremony> {
        let hash = Token::hash_of(shown);
        let (until, ceremony) = self.0.lock().ok()?.under_way.remove(&hash)?;
        (now < until).then_some(ceremony)
    }
}
