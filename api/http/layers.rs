//! What every request passes on its way in, and every answer on its way out, in this order:
//! door (id, address, headers, log, problems), compression, time limit, body limit, panic catcher,
//! rate limit, site check, own key, route.

use std::{any::Any, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, Predicate, SizeAbove},
    },
    csrf::{ConfigError, CsrfLayer},
    timeout::TimeoutLayer,
};

use super::{Problem, RateLimit, door, idempotency};
use crate::front::Front;

/// The largest body a request may have.
pub const MOST_BODY_BYTES: usize = 256 * 1024;
/// How long an answer may take to begin; what streams after that takes as long as it takes.
const TIME_LIMIT: Duration = Duration::from_secs(30);
const COMPRESSED_FROM_BYTES: u64 = 1024;

/// Puts the layers around the routes; `open` are those that no rate limits.
///
/// # Errors
/// When an origin is none.
pub fn around(
    routes: Router<Arc<Front>>,
    open: Router<Arc<Front>>,
    rate: Option<&RateLimit>,
    origins: &[String],
    front: Arc<Front>,
) -> Result<Router, ConfigError> {
    let same_site = origins.iter().try_fold(CsrfLayer::new(), |layer, origin| layer.add_trusted_origin(origin))?;
    let routes = routes
        .fallback(no_such_page)
        .layer(from_fn(idempotency::read_key))
        .layer(same_site.with_rejection_response(|_| from_elsewhere()));
    let routes = match rate {
        Some(rate) => routes.layer(rate.layer()),
        None => routes,
    };
    let compress = DefaultPredicate::new().and(SizeAbove::new(COMPRESSED_FROM_BYTES));
    let routes = routes
        .merge(open)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIME_LIMIT))
        .layer(CompressionLayer::new().compress_when(compress))
        .layer(from_fn_with_state(front.clone(), door::pass));
    Ok(routes.with_state(front))
}

async fn no_such_page() -> Problem {
    Problem::of_status(StatusCode::NOT_FOUND)
}

fn from_elsewhere() -> Response {
    let detail = "this request was sent by a page of another site; only pages of this house may change something";
    Problem::new(StatusCode::FORBIDDEN, "cross_site", detail).into_response()
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over so")]
fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("a panic without words");
    Problem::broken(&format!("a panic: {text}")).into_response()
}
