//! How often one client may ask at all, in a breath: a stranger's address, a person or a key, as the
//! limits found out before.
//!
//! Clients are counted in so many slots, by a secret of this process: a crowd takes no more memory
//! than the slots do, and two who share one hardly notice. What may be asked over an hour or a day is
//! absent: those are the house's own limits.

use std::{
    hash::{BuildHasher, RandomState},
    sync::Arc,
    time::Duration,
};

use axum::{
    body::Body,
    http::{HeaderValue, Request, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use governor::middleware::NoOpMiddleware;
use tokio_util::sync::CancellationToken;
use tower_governor::{
    GovernorError, GovernorLayer,
    governor::{GovernorConfig, GovernorConfigBuilder},
    key_extractor::KeyExtractor,
};

use super::{Problem, limits::Client};

const SLOTS: u64 = 1 << 14;

/// How often one client may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Requests a minute, in the long run; 0 switches the limit off.
    pub per_minute: u32,
    /// Requests at once.
    pub burst: u32,
}

/// Counts by the client that the limits found out.
#[derive(Clone, Debug)]
pub struct ByClient(RandomState);

impl KeyExtractor for ByClient {
    type Key = u64;

    fn extract<T>(&self, request: &Request<T>) -> Result<u64, GovernorError> {
        Ok(self.0.hash_one(request.extensions().get::<Client>()) % SLOTS)
    }
}

/// The limit at work.
#[derive(Clone)]
pub struct RateLimit(Arc<GovernorConfig<ByClient, NoOpMiddleware>>);

impl RateLimit {
    /// A limit of this rate; `None` where it is switched off.
    pub fn new(rate: Rate) -> Option<Self> {
        let period = Duration::from_secs(60).checked_div(rate.per_minute)?;
        let mut builder = GovernorConfigBuilder::default().key_extractor(ByClient(RandomState::new()));
        builder.period(period).burst_size(rate.burst.max(1)).finish().map(|config| Self(Arc::new(config)))
    }

    /// The layer that keeps it.
    pub fn layer(&self) -> GovernorLayer<ByClient, NoOpMiddleware, Body> {
        GovernorLayer::new(self.0.clone()).error_handler(too_many)
    }

    /// Forgets clients that have not asked for a while, once a minute.
    pub async fn sweep(self, shutdown: CancellationToken) {
        let mut minutes = tokio::time::interval(Duration::from_secs(60));
        while shutdown.run_until_cancelled(minutes.tick()).await.is_some() {
            self.0.limiter().retain_recent();
            self.0.limiter().shrink_to_fit();
        }
    }
}

fn too_many(error: GovernorError) -> Response {
    let GovernorError::TooManyRequests { wait_time, .. } = error else {
        return Problem::broken(&error).into_response();
    };
    // The wait is rounded down, so the second asked for would be refused again.
    let wait_s = wait_time + 1;
    let detail = format!("too many requests at once; wait {wait_s} s");
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail)
        .with(RETRY_AFTER, HeaderValue::from(wait_s))
        .into_response()
}
