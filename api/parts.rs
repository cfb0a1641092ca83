//! What a house is made of. Where the parts come from is absent: the binary reads its
//! configuration, tests bring fakes.

use std::{path::PathBuf, sync::Arc};

use commands::Desk;
use domain::Network;
use projections::Views;

use crate::{
    demo::DemoDoor,
    http::{Entrance, Rate, RequestLog},
    live::SocketLimits,
};

/// What the machine bears of one client, whatever the house allows.
pub struct Bounds {
    /// How often it may ask in a breath.
    pub rate: Rate,
    /// Connections that one address may hold open; 0 is no limit.
    pub connections_per_address: u32,
    /// Whose requests no limit of the house counts.
    pub exempt: Vec<Network>,
}

impl Bounds {
    /// Whoever comes, as often as they like.
    #[must_use]
    pub fn none() -> Self {
        let everywhere = ["0.0.0.0/0", "::/0"].iter().filter_map(|all| all.parse().ok()).collect();
        Self { rate: Rate { per_minute: 0, burst: 1 }, connections_per_address: 0, exempt: everywhere }
    }
}

/// What a house is made of.
pub struct Parts {
    /// Where commands are given.
    pub desk: Desk,
    /// What is looked up.
    pub views: Views,
    /// Where its data lies; asked for the room that is left there.
    pub folder: PathBuf,
    /// How people come to the house.
    pub entrance: Entrance,
    /// What the machine bears of one client.
    pub bounds: Bounds,
    /// How much of sockets there may be.
    pub sockets: SocketLimits,
    /// Where each request leaves a line.
    pub request_log: Option<RequestLog>,
    /// The house is a demo, and this is how whoever only looks is let in.
    pub demo: Option<Arc<dyn DemoDoor>>,
}
