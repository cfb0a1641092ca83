//! What every context is made of: deciders, events, stamps, ids and sealed personal values.

mod calendar;
mod clocks;
mod decider;
mod events;
mod fact;
mod ids;
pub mod mail;
mod network;
mod personal;
mod role;
mod scenario;
mod stamp;
#[cfg(test)]
mod stamp_scenarios;
mod strangers;
#[cfg(test)]
mod table_scenarios;
pub mod text;

pub use calendar::{Day, Zone, zone_of};
pub use clocks::{Clock, clocks};
pub use decider::Decider;
pub use events::{DecodeError, EncodeError, EventTable, Payload, Severity, decode_exactly};
pub(crate) use events::{contexts, events};
pub use fact::{Fact, RawFact};
pub use ids::{AccountId, AlertId, CommandId, EventId, KeyId, Position, SessionId};
pub use network::{Network, NoNetwork};
pub use personal::{PersonId, Personal, PersonalFields, SealError, Seals};
pub use role::{Role, UnknownRole};
pub use scenario::{Scenario, at};
pub use stamp::{Stamp, Who};
