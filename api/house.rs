//! The house put together: parts in, something that serves out. Every background task is started
//! here and ends by one shutdown, and none anywhere else.

use std::sync::Arc;

use axum::Router;
use commands::{Desk, Fault, documents::Apart, identity};
use projections::{Views, documents::texts::Texts};
use tokio::sync::mpsc;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    demo,
    documents::dav::Locks,
    front::Front,
    http::{
        Connections, Cookies, Doors, Inside, Limiter, Metrics, Origins, RateLimit, Refusals,
        layers::{self, Routes},
        serve,
    },
    live::{Live, Sockets},
    openapi::{self, Described},
    pages,
    parts::{Bounds, Parts},
    places, plain, probes,
    started::Started,
    stops, texts,
};

/// A house, ready to start.
pub struct House {
    front: Arc<Front>,
    router: Router,
    plain: Router,
    live: Live,
    rate: Option<RateLimit>,
    apart: Option<Apart>,
    shutdown: CancellationToken,
    tasks: TaskTracker,
}

impl House {
    /// Puts it together. Nothing runs yet.
    #[must_use]
    pub fn build(parts: Parts) -> Self {
        let Parts { desk, views, folder, entrance, bounds, sockets, request_log, demo } = parts;
        let Bounds { rate, connections_per_address, exempt } = bounds;
        desk.exempt(exempt.clone());
        let (views, texts, rate) = (Arc::new(views), texts::texts_in(&folder), RateLimit::new(rate));
        let (sockets, limits) = (Sockets::new(sockets), Arc::new(Limiter::new(exempt)));
        let (started, certificate) = (Started::not_yet(desk.clock().as_ref()), entrance.certificate.clone());
        let metrics =
            Metrics::new(&desk, (views.clone(), texts.clone()), &sockets, &limits, certificate, started.clone());
        let cookies = Cookies { secure: entrance.is_encrypted(), demo: demo.is_some() };
        places::register(&desk, &views, &texts, &folder, request_log.clone());
        let front = Arc::new(Front {
            origins: Origins::of(desk.clone()),
            desk,
            views,
            texts,
            cookies,
            entrance,
            metrics,
            limits,
            connections: Connections::new(connections_per_address),
            locks: Locks::default(),
            refusals: Refusals::default(),
            started,
            folder,
            sockets,
            request_log,
            demo,
        });
        let Described { routes, open, streams, document } = openapi::described();
        let description = document.to_json().unwrap_or_default();
        let routes = routes.merge(demo::router(&front));
        // Pages and files lie in memory: they cost nothing, and one page asks for many of them.
        let pages = pages::router(description, front.demo.is_some());
        let open = open.merge(pages).merge(probes::router()).merge(plain::certificate());
        let ((live, sockets), plain) = (Live::open(&front), plain::router(front.clone()));
        let router = layers::around(Routes { routes, open, streams, sockets }, rate.as_ref(), front.clone());
        let shutdown = CancellationToken::new();
        Self { front, router, plain, live, rate, apart: None, shutdown, tasks: TaskTracker::new() }
    }

    /// Who reads in a process of its own what is dangerous to read; nobody, until it is said.
    #[must_use]
    pub fn with_apart(self, apart: Option<Apart>) -> Self {
        Self { apart, ..self }
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
        let (limits, shutdown) = (self.front.limits.clone(), self.shutdown.clone());
        self.tasks.spawn(async move { limits.sweep(shutdown).await });
        if let Some(log) = &self.front.request_log {
            self.tasks.spawn(log.clone().sweep(self.front.desk.clock().clone(), self.shutdown.clone()));
        }
        // An erasure that was cut short comes to its end before anybody is let in.
        if identity::finish_erasures(&self.front.desk).await? {
            places::shown(&self.front.desk, &self.front.views).await;
        }
        texts::keep(&self.front, self.apart.clone(), &self.shutdown, &self.tasks);
        self.live.start(&self.shutdown, &self.tasks);
        self.front.desk.start(&self.shutdown, &self.tasks).await
    }

    /// Answers requests until the shutdown, and those that came before it, still.
    pub async fn serve(&self, doors: impl Into<Doors>, shutdown: CancellationToken) {
        self.front.started.open(self.front.desk.clock().as_ref());
        let inside = Inside { front: self.front.clone(), router: self.router.clone(), plain: self.plain.clone() };
        tokio::join!(serve(doors.into(), inside, shutdown.clone()), self.live.close(&shutdown));
    }

    /// Ends what works in the background. What was promised is done first, as far as that is possible.
    pub async fn stop(&self) {
        self.front.desk.settle_in_time().await;
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

    /// The words in files.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.front.texts
    }
}
