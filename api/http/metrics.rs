//! What is measured of the house, in the form Prometheus reads. The registry is a value: two
//! houses in one process count apart.

use std::{sync::Arc, time::Duration};

use axum::http::{Method, StatusCode};
use commands::Desk;
use projections::Views;
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric, text},
    metrics::{
        counter::{ConstCounter, Counter},
        family::Family,
        gauge::ConstGauge,
        histogram::Histogram,
    },
    registry::Registry,
};

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

/// Counts requests, and knows whom to ask for the rest.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answer, Counter>,
    durations: Family<Route, Histogram>,
}

impl Metrics {
    /// The metrics of a house.
    pub fn new(desk: Desk, views: Arc<Views>) -> Self {
        let mut registry = Registry::with_prefix("daybook");
        let requests = Family::<Answer, Counter>::default();
        let durations = Family::<Route, Histogram>::new_with_constructor(|| Histogram::new(BOUNDS_S));
        registry.register("http_requests", "Requests that were answered", requests.clone());
        registry.register("http_request_seconds", "Time until the answer began", durations.clone());
        registry.register_collector(Box::new(Insides { desk, views }));
        Self { registry, requests, durations }
    }

    /// Counts a request. The route is the pattern, never the path: there are only so many patterns.
    pub fn count(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let (method, route) = (known(method), Arc::<str>::from(route));
        let answer = Answer { method, route: route.clone(), status: status.as_u16() };
        self.requests.get_or_create(&answer).inc();
        self.durations.get_or_create(&Route { method, route }).observe(took.as_secs_f64());
    }

    /// All of it as text.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
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
        _ => "other",
    }
}

/// What is asked of the house at each reading.
struct Insides {
    desk: Desk,
    views: Arc<Views>,
}

impl std::fmt::Debug for Insides {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Insides")
    }
}

type Encoded = Result<(), std::fmt::Error>;

impl Collector for Insides {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Encoded {
        self.encode_commands(&mut encoder)?;
        self.encode_lag(&mut encoder)?;
        self.encode_log(&mut encoder)?;
        let outbox = i64::try_from(self.desk.outbox()).unwrap_or(i64::MAX);
        gauge(&mut encoder, "outbox", "Alerts that wait for their mail", outbox)?;
        gauge(&mut encoder, "resident_memory_bytes", "Memory of the process", resident_bytes().unwrap_or_default())
    }
}

impl Insides {
    fn encode_commands(&self, encoder: &mut DescriptorEncoder) -> Encoded {
        let counts = self.desk.tally().counts();
        let kind = ConstCounter::new(0_u64).metric_type();
        let mut family = encoder.encode_descriptor("commands", "Commands by kind of stream and outcome", None, kind)?;
        for count in counts {
            let labels = [("kind", count.kind), ("outcome", count.outcome)];
            ConstCounter::new(count.count).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }

    fn encode_lag(&self, encoder: &mut DescriptorEncoder) -> Encoded {
        let kind = ConstGauge::new(0_i64).metric_type();
        let mut family = encoder.encode_descriptor("view_lag_events", "Events a view has not seen yet", None, kind)?;
        for lag in self.views.lag() {
            let behind = i64::try_from(lag.head.saturating_sub(lag.position)).unwrap_or(i64::MAX);
            ConstGauge::new(behind).encode(family.encode_family(&[("context", lag.context)])?)?;
        }
        Ok(())
    }

    fn encode_log(&self, encoder: &mut DescriptorEncoder) -> Encoded {
        let tally = self.desk.log().tally();
        counter(encoder, "log_appends", "Appends that were written", tally.appends)?;
        counter(encoder, "log_events", "Events that were written", tally.events)?;
        counter(encoder, "log_refused", "Appends that were refused or failed", tally.refused)?;
        gauge(encoder, "log_waiting", "Appends that wait for their answer", signed(tally.waiting))?;
        gauge(encoder, "log_position", "The newest position", signed(self.desk.head()))?;
        let bounds = eventlog::Tally::BOUNDS_US.iter().map(|bound| *bound as f64 / 1e6).chain([f64::MAX]);
        let buckets: Vec<_> = bounds.zip(tally.commits).collect();
        let kind = Histogram::new([]).metric_type();
        let mut histogram = encoder.encode_descriptor("log_commit_seconds", "Time of a commit", None, kind)?;
        let sum_s = tally.commit_us as f64 / 1e6;
        histogram.encode_histogram::<prometheus_client::encoding::NoLabelSet>(sum_s, tally.batches, &buckets, None)
    }
}

fn counter(encoder: &mut DescriptorEncoder, name: &str, help: &str, value: u64) -> Encoded {
    let metric = ConstCounter::new(value);
    metric.encode(encoder.encode_descriptor(name, help, None, metric.metric_type())?)
}

fn gauge(encoder: &mut DescriptorEncoder, name: &str, help: &str, value: i64) -> Encoded {
    let metric = ConstGauge::new(value);
    metric.encode(encoder.encode_descriptor(name, help, None, metric.metric_type())?)
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// As the kernel counts it; `None` where there is no such kernel.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<i64>().ok()?.checked_mul(1024)
}
