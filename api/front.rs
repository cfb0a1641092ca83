//! What every route may use.

use std::{path::PathBuf, sync::Arc};

use commands::Desk;
use projections::{Views, documents::texts::Texts};

use crate::{
    demo::DemoDoor,
    documents::dav::Locks,
    http::{Connections, Cookies, Entrance, Limiter, Metrics, Origins, Refusals, RequestLog},
    live::Sockets,
    started::Started,
};

/// What every route may use.
pub struct Front {
    /// Where commands are given.
    pub desk: Desk,
    /// Where is looked up what is known.
    pub views: Arc<Views>,
    /// The words in files.
    pub texts: Texts,
    /// How the cookies are named and guarded.
    pub cookies: Cookies,
    /// How people come here.
    pub entrance: Entrance,
    /// Whose pages may speak in a person's name.
    pub origins: Origins,
    /// What is measured.
    pub metrics: Metrics,
    /// How often somebody may ask.
    pub limits: Arc<Limiter>,
    /// How many connections one address may hold.
    pub connections: Connections,
    /// Locks of those who mount the documents.
    pub locks: Locks,
    /// Who was refused lately.
    pub refusals: Refusals,
    /// When the house was started.
    pub started: Started,
    /// Where its data lies.
    pub folder: PathBuf,
    /// The sockets, as far as others need to know.
    pub sockets: Sockets,
    /// Where each request leaves a line.
    pub request_log: Option<RequestLog>,
    /// How whoever only looks is let in, where the house is a demo.
    pub demo: Option<Arc<dyn DemoDoor>>,
}
