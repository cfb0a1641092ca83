//! The log: everything that happened, in order, for ever.
//!
//! It knows streams, positions and bytes, and no event by name. A stream is the boundary of
//! consistency; transactions over several streams and queries by tag are deliberately absent,
//! because not every engine can offer them.

mod distribution;
mod error;
pub mod limits;
mod memory;
mod open;
mod port;
mod record;
mod sqlite;
mod stream;
mod tally;

pub use distribution::Distribution;
pub use error::LogError;
pub use memory::MemoryLog;
pub use open::open;
pub use port::{EventLog, Feed, Reply};
pub use record::{Proposed, Receipt, Recorded, Slice};
#[cfg(feature = "fuzzing")]
pub use sqlite::fuzzing;
pub use sqlite::{Check, Digest, Moment, SqliteLog, digest, verify};
pub use stream::{Key, StreamName, StreamNameError};
pub use tally::Tally;
