//! What a house is made of. Where the parts come from is absent: the binary reads its
//! configuration, tests bring fakes.

use std::{path::PathBuf, sync::Arc};

use commands::Desk;
use projections::Views;

use crate::{
    demo::DemoDoor,
    http::{Network, Rate, RequestLog},
};

/// What a house is made of.
pub struct Parts {
    /// Where commands are given.
    pub desk: Desk,
    /// What is looked up.
    pub views: Views,
    /// Where its data lies; asked for the room that is left there.
    pub folder: PathBuf,
    /// The house is reached over HTTPS only: cookies say so.
    pub secure_cookies: bool,
    /// Origins other than its own whose pages may change something, such as `https://house.example`.
    pub origins: Vec<String>,
    /// Proxies whose word on addresses counts.
    pub proxies: Vec<Network>,
    /// How often one client may ask.
    pub rate: Rate,
    /// Where each request leaves a line.
    pub request_log: Option<RequestLog>,
    /// The house is a demo, and this is how whoever only looks is let in.
    pub demo: Option<Arc<dyn DemoDoor>>,
}

/// A trusted origin is none.
#[derive(Debug, thiserror::Error)]
#[error("{0}; use scheme, host and perhaps a port, like https://house.example")]
pub struct BadOrigin(pub(crate) String);
