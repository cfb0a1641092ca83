//! What a house is made of. Where the parts come from is absent: the binary reads its
//! configuration, tests bring fakes.

use std::{path::PathBuf, sync::Arc};

use commands::Desk;
use projections::Views;

use crate::{
    demo::DemoDoor,
    http::{Entrance, Rate, RequestLog},
    live::SocketLimits,
};

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
    /// How often one client may ask.
    pub rate: Rate,
    /// How much of sockets there may be.
    pub sockets: SocketLimits,
    /// Where each request leaves a line.
    pub request_log: Option<RequestLog>,
    /// The house is a demo, and this is how whoever only looks is let in.
    pub demo: Option<Arc<dyn DemoDoor>>,
}
