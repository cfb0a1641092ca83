//! What is done when somebody asks: fetch and check what the rule needs, decide, append, react.
//!
//! Commands never read a view: what they decide on is folded from the log itself. Serving HTTP
//! is absent too.

pub mod alerts;
pub mod documents;
pub mod household;
pub mod identity;
pub mod runtime;

pub use runtime::*;
