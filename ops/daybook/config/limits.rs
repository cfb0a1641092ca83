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
    /// Addresses or networks whose requests no limit of the house counts.
    pub exempt: Vec<String>,
    /// Connections that one address may hold open, besides sockets; 0 is no limit.
    pub connections_per_address: u32,
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
            exempt: Vec::new(),
            connections_per_address: 256,
            sockets_per_address: 32,
            sockets_in_all: 8192,
            socket_ping_seconds: 25,
        }
    }
}

impl Limits {
    /// The same as the front door counts it.
    ///
    /// # Errors
    /// A sentence about an exempt network that is none.
    pub fn bounds(&self) -> Result<api::Bounds, String> {
        let exempt = self.exempt.iter().map(|one| one.parse().map_err(|error| format!("limits.exempt: {error}")));
        let rate = api::Rate { per_minute: self.requests_per_second.saturating_mul(60), burst: self.burst };
        let connections_per_address = self.connections_per_address;
        Ok(api::Bounds { rate, connections_per_address, exempt: exempt.collect::<Result<_, _>>()? })
    }

    /// Those of a demo: whoever looks at it sits at the machine.
    pub fn of_demo() -> api::Bounds {
        let loopback = ["127.0.0.0/8", "::1"].map(str::to_owned).to_vec();
        Self { exempt: loopback, ..Self::default() }.bounds().unwrap_or_else(|_| api::Bounds::none())
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
