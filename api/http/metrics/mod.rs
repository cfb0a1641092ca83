//! What is measured of the house, in the forms Prometheus reads. The registry is a value: two
//! houses in one process count apart.
//!
//! Every label has few values, all of them words of the program: patterns of routes, never paths; kinds and codes, never
//! ids. What a stranger types becomes no label.

mod certificate;
mod desk;
mod figures;
mod limits;
mod log;
mod process;
mod text;
mod views;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64},
    },
    time::Duration,
};

use axum::http::{Method, StatusCode};
use commands::Desk;
use domain::household::limits::Limit;
use projections::{Views, documents::texts::Texts};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use tokio::sync::watch;

pub use self::text::Form;
use super::{CertificateFacts, Limiter};
use crate::{live::Sockets, started::Started};

const BOUNDS_S: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: Arc<str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    method: &'static str,
    route: Arc<str>,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reached {
    limit: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Code {
    code: &'static str,
}

/// Counts requests, and knows whom to ask for the rest.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answer, Counter>,
    durations: Family<Route, Histogram>,
    problems: Family<Code, Counter>,
    limited: Family<Reached, Counter>,
    turned_away: Counter,
    connections: Gauge<i64, AtomicI64>,
    sessions: Gauge<u64, AtomicU64>,
}

impl Metrics {
    /// The metrics of a house.
    pub fn new(
        desk: &Desk,
        (views, texts): (Arc<Views>, Texts),
        sockets: &Sockets,
        limits: &Arc<Limiter>,
        certificate: watch::Receiver<Option<CertificateFacts>>,
        started: Started,
    ) -> Self {
        let mut all = Registry::default();
        all.register_collector(Box::new(process::Machine { started }));
        let ours = all.sub_registry_with_prefix("daybook");
        let requests = Family::<Answer, Counter>::default();
        let durations = Family::<Route, Histogram>::new_with_constructor(|| Histogram::new(BOUNDS_S));
        let (problems, connections, sessions) =
            (Family::<Code, Counter>::default(), Gauge::default(), Gauge::default());
        ours.register("http_requests", "Requests that were answered", requests.clone());
        ours.register("http_request_seconds", "Time until the answer began", durations.clone());
        ours.register("http_connections", "Connections that are open", connections.clone());
        ours.register("problems", "Problems that were answered, by their code", problems.clone());
        let limited = Family::<Reached, Counter>::default();
        ours.register("limited_requests", "Requests that were one too many, by the limit", limited.clone());
        let turned_away = Counter::default();
        let help = "Connections that were one too many of an address";
        ours.register("http_connections_turned_away", help, turned_away.clone());
        ours.register_collector(Box::new(limits::Counted(limits.clone())));
        ours.register("sessions", "Sessions that are open", sessions.clone());
        sockets.register(ours);
        ours.register_collector(Box::new(log::Log(desk.clone())));
        ours.register_collector(Box::new(desk::Commands(desk.clone())));
        ours.register_collector(Box::new(desk::Mail(desk.clone())));
        ours.register_collector(Box::new(certificate::Lasting { certificate, clock: desk.clock().clone() }));
        ours.register_collector(Box::new(views::Following { desk: desk.clone(), views, texts }));
        Self { registry: all, requests, durations, problems, limited, turned_away, connections, sessions }
    }

    /// Counts a request. The route is the pattern, never the path: there are only so many patterns.
    pub fn count(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let (method, route) = (known(method), Arc::<str>::from(route));
        let answer = Answer { method, route: route.clone(), status: status.as_u16() };
        self.requests.get_or_create(&answer).inc();
        self.durations.get_or_create(&Route { method, route }).observe(took.as_secs_f64());
    }

    /// Counts a problem.
    pub fn went_wrong(&self, code: &'static str) {
        self.problems.get_or_create(&Code { code }).inc();
    }

    /// Counts a request that was one too many.
    pub fn limited(&self, limit: Limit) {
        self.limited.get_or_create(&Reached { limit: limit.word() }).inc();
    }

    /// Counts a connection that was closed as soon as it came.
    pub fn turned_away(&self) {
        self.turned_away.inc();
    }

    /// Counts a connection for as long as the answer is kept.
    pub fn connected(&self) -> Connected {
        self.connections.inc();
        Connected(self.connections.clone())
    }

    /// All of it as text; how many sessions are open is known to the vault alone.
    pub fn told(&self, form: Form, sessions: u64) -> Result<String, std::fmt::Error> {
        self.sessions.set(sessions);
        let mut told = String::new();
        encode(&mut told, &self.registry)?;
        Ok(form.of(told))
    }
}

/// A connection that is open.
pub struct Connected(Gauge<i64, AtomicI64>);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Strangers make methods up; those are counted together.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        "PROPFIND" => "PROPFIND",
        "PROPPATCH" => "PROPPATCH",
        "MKCOL" => "MKCOL",
        "COPY" => "COPY",
        "MOVE" => "MOVE",
        "LOCK" => "LOCK",
        "UNLOCK" => "UNLOCK",
        _ => "other",
    }
}
