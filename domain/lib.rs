//! The rules of the house: what may happen, what follows, and how it is told.
//!
//! Pure by construction: no clock, no randomness, no I/O and no other crate of ours. Time, ids and
//! whatever had to be asked of the world come in with the command or its [`Stamp`].

pub mod alerts;
pub mod documents;
pub mod household;
pub mod identity;
pub mod kernel;

pub use kernel::*;

kernel::contexts! {
    /// Any event of any context, as it came out of the log.
    pub enum Event {
        Identity(identity),
        Documents(documents),
        Household(household),
        Alerts(alerts),
    }
}
