//! What every route may use.

use std::sync::Arc;

use commands::Desk;
use projections::Views;

use crate::http::{Cookies, Metrics, Network, RequestLog};

/// What every route may use.
pub struct Front {
    /// Where commands are given.
    pub desk: Desk,
    /// Where is looked up what is known.
    pub views: Arc<Views>,
    /// How the cookies are named and guarded.
    pub cookies: Cookies,
    /// Proxies whose word on addresses counts.
    pub proxies: Vec<Network>,
    /// What is measured.
    pub metrics: Metrics,
    /// Where each request leaves a line.
    pub request_log: Option<RequestLog>,
}
