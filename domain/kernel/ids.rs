//! Typed ids, one per noun: an id of one kind cannot be passed for another.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A place in the log: dense, counted from 1. 0 is before everything.
pub type Position = u64;

macro_rules! ids {
    ($($(#[$doc:meta])* $Id:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $Id(pub Uuid);

        impl std::fmt::Display for $Id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $Id {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// Somebody who lives here or may come in.
    AccountId
    /// One alert for one person.
    AlertId
    /// One request to change something; asking again with the same id changes nothing.
    CommandId
    /// One event.
    EventId
    /// One API key: what a program shows to act for its person.
    KeyId
    /// One stay of a person on one device, from login to logout.
    SessionId
}

impl CommandId {
    /// The id of the event at `index` among those that follow from this command.
    ///
    /// Neighbours on purpose: ids made in the order of time stay in order in the log's index.
    #[must_use]
    pub fn event(self, index: u16) -> EventId {
        EventId(Uuid::from_u128(self.0.as_u128().wrapping_add(u128::from(index))))
    }
}

impl EventId {
    /// The command from which this event followed as number `index`.
    #[must_use]
    pub fn command(self, index: u16) -> CommandId {
        CommandId(Uuid::from_u128(self.0.as_u128().wrapping_sub(u128::from(index))))
    }
}
