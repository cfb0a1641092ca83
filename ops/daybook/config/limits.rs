//! How much one client may ask for.

use serde::{Deserialize, Serialize};

/// Limits of requests.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests a second that one address may go on making; 0 is no limit.
    pub requests_per_second: u32,
    /// Requests it may make at once.
    pub burst: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { requests_per_second: 50, burst: 200 }
    }
}

impl Limits {
    /// The same as the front door counts it.
    pub const fn rate(&self) -> api::Rate {
        api::Rate { per_minute: self.requests_per_second.saturating_mul(60), burst: self.burst }
    }
}
