//! The house put together: parts in, something that serves out. Every background task is started
//! here and ends by one shutdown. Where the parts come from is absent: the binary reads its
//! configuration, tests bring fakes.

use std::sync::Arc;

use axum::Router;
use commands::{Desk, Fault};
use projections::{Stop, Views};
use tokio::{net::TcpListener, sync::mpsc};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    front::Front,
    http::{Cookies, Metrics, Network, Rate, RateLimit, RequestLog, layers, serve},
    openapi, pages, probes,
};

/// What a house is made of.
pub struct Parts {
    /// Where commands are given.
    pub desk: Desk,
    /// What is looked up.
    pub views: Views,
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
}

/// A house, ready to start.
pub struct House {
    front: Arc<Front>,
    router: Router,
    rate: Option<RateLimit>,
    shutdown: CancellationToken,
    tasks: TaskTracker,
}

/// A trusted origin is none.
#[derive(Debug, thiserror::Error)]
#[error("{0}; use scheme, host and perhaps a port, like https://house.example")]
pub struct BadOrigin(String);

impl House {
    /// Puts it together. Nothing runs yet.
    ///
    /// # Errors
    /// When a trusted origin is none.
    pub fn build(parts: Parts) -> Result<Self, BadOrigin> {
        let Parts { desk, views, secure_cookies, origins, proxies, rate, request_log } = parts;
        let (views, rate) = (Arc::new(views), RateLimit::new(rate));
        let metrics = Metrics::new(desk.clone(), views.clone());
        let cookies = Cookies { secure: secure_cookies };
        let front = Arc::new(Front { desk, views, cookies, proxies, metrics, request_log });
        let (routes, document) = openapi::described();
        let description = document.to_json().unwrap_or_default();
        let routes = routes.merge(pages::router(description));
        let router = layers::around(routes, probes::router(), rate.as_ref(), &origins, front.clone())
            .map_err(|error| BadOrigin(error.to_string()))?;
        Ok(Self { front, router, rate, shutdown: CancellationToken::new(), tasks: TaskTracker::new() })
    }

    /// Starts what works in the background.
    ///
    /// # Errors
    /// When the log or the vault cannot be read.
    pub async fn start(&self) -> Result<(), Fault> {
        let (stops, stopped) = mpsc::unbounded_channel();
        self.front.views.start(&self.shutdown, &stops);
        self.tasks.spawn(report_stops(self.front.desk.clone(), stopped));
        if let Some(rate) = &self.rate {
            self.tasks.spawn(rate.clone().sweep(self.shutdown.clone()));
        }
        self.front.desk.start(&self.shutdown, &self.tasks).await
    }

    /// Answers requests until the shutdown, and those that came before it, still.
    pub async fn serve(&self, listener: TcpListener, shutdown: CancellationToken) {
        serve(listener, self.router.clone(), shutdown).await;
    }

    /// Ends what works in the background, in the middle of nothing.
    pub async fn stop(&self) {
        self.front.desk.settle().await;
        self.shutdown.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.front.views.finished().await;
    }

    /// The routes with everything around them, for tests without a network.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// The desk; ask it how far its workers are.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.front.desk
    }

    /// The views; ask them how far they are.
    #[must_use]
    pub fn views(&self) -> &Views {
        &self.front.views
    }
}

/// A view that stops is an event, so that somebody hears of it.
async fn report_stops(desk: Desk, mut stopped: mpsc::UnboundedReceiver<Stop>) {
    while let Some(Stop { context, position, reason }) = stopped.recv().await {
        tracing::error!(context, position, reason, "a view stopped");
        if let Err(fault) = desk.note_view_stopped(context, position, &reason).await {
            tracing::error!(%fault, context, "the stop of a view could not be written down");
        }
    }
}
