//! Documents: their bytes beside a bare program and a plain web server, and a large tree.

mod bytes;
mod server;
mod tree;

pub use bytes::measure as measure_bytes;
pub use tree::measure as measure_tree;
