//! The house put together: parts in, something that serves out. Every background task is started
//! here and ends by one shutdown, and none anywhere else.

use std::{sync::Arc, time::Duration};

use axum::Router;
use commands::{Desk, Fault};
use projections::Views;
use tokio::{net::TcpListener, sync::mpsc};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    demo,
    front::Front,
    http::{Cookies, Metrics, RateLimit, layers, serve},
    openapi, pages,
    parts::{BadOrigin, Parts},
    probes, stops,
};

const LAST_PROMISES: Duration = Duration::from_secs(5);

/// A house, ready to start.
pub struct House {
    front: Arc<Front>,
    router: Router,
    rate: Option<RateLimit>,
    shutdown: CancellationToken,
    tasks: TaskTracker,
}

impl House {
    /// Puts it together. Nothing runs yet.
    ///
    /// # Errors
    /// When a trusted origin is none.
    pub fn build(parts: Parts) -> Result<Self, BadOrigin> {
        let Parts { desk, views, folder, secure_cookies, origins, proxies, rate, request_log, demo } = parts;
        let (views, rate) = (Arc::new(views), RateLimit::new(rate));
        let metrics = Metrics::new(&desk, views.clone());
        let cookies = Cookies { secure: secure_cookies, demo: demo.is_some() };
        let started_at = desk.clock().now();
        let front = Arc::new(Front { desk, views, cookies, proxies, metrics, started_at, folder, request_log, demo });
        let (routes, document) = openapi::described();
        let description = document.to_json().unwrap_or_default();
        let routes = routes.merge(pages::router(description)).merge(demo::router(&front));
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
        self.tasks.spawn(stops::report(self.front.desk.clone(), stopped));
        if let Some(rate) = &self.rate {
            self.tasks.spawn(rate.clone().sweep(self.shutdown.clone()));
        }
        self.front.desk.start(&self.shutdown, &self.tasks).await
    }

    /// Answers requests until the shutdown, and those that came before it, still.
    pub async fn serve(&self, listener: TcpListener, shutdown: CancellationToken) {
        serve(listener, self.router.clone(), self.front.clone(), shutdown).await;
    }

    /// Ends what works in the background. What was promised is done first, as far as the outside
    /// world lets it: a mail server that is down is not waited for.
    pub async fn stop(&self) {
        if tokio::time::timeout(LAST_PROMISES, self.front.desk.settle()).await.is_err() {
            tracing::warn!("a login code could not be mailed before the end");
        }
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
    pub fn views(&self) -> &Arc<Views> {
        &self.front.views
    }
}
