//! Networks from which an API key is used, once there is more than one: each is written down once, and so many of them at
//! most.
//!
//! Addresses are absent: the stamp has the one it came from, sealed, and a network is told from others by a keyed hash.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    identity::Event,
    kernel::{AccountId, Decider, KeyId, Stamp},
};

/// Networks of one key that are written down; one that has more travels, and nothing can be learned from the next.
pub const MOST_PLACES: usize = 32;

/// The networks a key was used from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyPlaces(BTreeSet<String>);

/// A key was used from a network that is new for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyPlaceMet {
    /// Which key.
    pub key: KeyId,
    /// For whom it acts.
    pub account: AccountId,
    /// The network, by a keyed hash.
    pub place: String,
    /// The one it was used from before, by a keyed hash.
    pub before: String,
}

/// Writing it down is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Never {}

impl Decider for KeyPlaces {
    const KIND: &'static str = "identity.key_places";
    type Command = KeyPlaceMet;
    type Event = Event;
    type Refusal = Never;

    fn decide(&self, met: KeyPlaceMet, _stamp: &Stamp) -> Result<Vec<Event>, Never> {
        let is_news = !self.0.contains(&met.place) && self.0.len() < MOST_PLACES;
        Ok(if is_news { vec![met.into()] } else { vec![] })
    }

    fn evolve(&mut self, event: &Event) {
        if let Event::KeyPlaceMet(it) = event {
            self.0.extend([it.before.clone(), it.place.clone()]);
        }
    }
}

#[cfg(test)]
mod scenarios {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::Scenario;

    fn met(place: usize) -> KeyPlaceMet {
        let (key, account) = (KeyId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        KeyPlaceMet { key, account, place: place.to_string(), before: "home".to_owned() }
    }

    #[test]
    fn each_network_is_written_down_once_and_a_flood_of_them_is_not() {
        let key = Scenario::<KeyPlaces>::given([met(1).into()]);
        key.when(met(1)).then_nothing();
        key.when(KeyPlaceMet { place: "home".to_owned(), ..met(1) }).then_nothing();
        key.when(met(2)).then([met(2).into()]);
        let travelling = Scenario::<KeyPlaces>::given((0..MOST_PLACES).map(|place| met(place).into()));
        travelling.when(met(MOST_PLACES)).then_nothing();
    }
}
