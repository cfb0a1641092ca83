//! How much one client may ask for.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Limits of requests.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests a second that one address may go on making; 0 is no limit.
    pub requests_per_second: u32,
    /// Requests it may make at once.
    pub burst: u32,
    /// Sockets of one address; 0 is no limit.
    pub sockets_per_address: u32,
    /// Sockets in all.
    pub sockets_in_all: u32,
    /// Seconds after which a socket is asked whether it is still there.
    pub socket_ping_seconds: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests_per_second: 50,
            burst: 200,
            sockets_per_address: 32,
            sockets_in_all: 8192,
            socket_ping_seconds: 25,
        }
    }
}

impl Limits {
    /// The same as the front door counts it.
    pub const fn rate(&self) -> api::Rate {
        api::Rate { per_minute: self.requests_per_second.saturating_mul(60), burst: self.burst }
    }

    /// How much of sockets there may be.
    pub fn sockets(&self) -> api::SocketLimits {
        api::SocketLimits {
            per_address: self.sockets_per_address,
            in_all: self.sockets_in_all,
            ping: Duration::from_secs(self.socket_ping_seconds.into()),
        }
    }
}
