//! `daybook backup`: a copy of the house that gives the same house again, and the proof of it.
//!
//! Views are deliberately absent from a backup: they come back from the log.

mod blobs;
mod check;
mod copying;
mod forgotten;
mod manifest;
mod passphrase;
mod restore;
mod scratch;
mod store;
mod take;
mod tar;
mod unpack;
mod verb;

pub use restore::Restore;
pub use verb::Verb;
