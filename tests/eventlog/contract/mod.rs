//! What every engine promises.

pub mod appending;
pub mod following;
pub mod limits;
pub mod reading;
pub mod repeating;
