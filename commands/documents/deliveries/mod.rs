//! Who fetched what: one event for each delivery, however many answers it took.
//!
//! What is under way stands in memory only, and no more of it than fits: a delivery is told when its last byte was handed
//! over, or when nothing of it moved for some minutes, or when the house ends.

mod archive;
mod book;
mod delivering;
mod held;
mod keep;

pub use archive::HandingArchive;
pub(in crate::documents) use book::Begun;
pub use book::Deliveries;
pub use delivering::Delivering;
pub use keep::Handing;
pub(crate) use keep::keep_deliveries;
