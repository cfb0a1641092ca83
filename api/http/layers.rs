//! What every request passes on its way in, and every answer on its way out, in this order:
//! door (id, address, headers, log, problems), compression, time limit, body limit, panic catcher,
//! limits, rate limit, site check, own key, route.

use std::{any::Any, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, Predicate, SizeAbove},
    },
    timeout::TimeoutLayer,
};

use super::{Problem, RateLimit, allowance::is_unsafe, door, extract::MOST_BODY_BYTES, idempotency, limits};
use crate::{documents::uploads::name_version, front::Front};

/// How long an answer may take to begin; what streams after that takes as long as it takes.
const TIME_LIMIT: Duration = Duration::from_secs(30);
const COMPRESSED_FROM_BYTES: u64 = 1024;

/// What the layers stand around.
pub struct Routes {
    /// Those that ask and answer in few words.
    pub routes: Router<Arc<Front>>,
    /// Those that nothing limits.
    pub open: Router<Arc<Front>>,
    /// Those whose bodies are as long as files are: no own key, no compression, and as long as something comes, no time limit.
    pub streams: Router<Arc<Front>>,
    /// Those that wait for as long as they like and bound their messages themselves.
    pub sockets: Router<Arc<Front>>,
}

/// Puts the layers around the routes.
pub fn around(routes: Routes, rate: Option<&RateLimit>, front: Arc<Front>) -> Router {
    let Routes { routes, open, streams, sockets } = routes;
    let streams = streams.layer(from_fn_with_state(front.clone(), same_site));
    let routes = routes
        .fallback(no_such_page)
        .layer(from_fn(idempotency::read_key))
        .layer(from_fn_with_state(front.clone(), same_site));
    let (routes, streams, sockets) = match rate {
        Some(rate) => (routes.layer(rate.layer()), streams.layer(rate.layer()), sockets.layer(rate.layer())),
        None => (routes, streams, sockets),
    };
    let counted = from_fn_with_state(front.clone(), limits::pass);
    let (routes, streams) = (routes.layer(counted.clone()), streams.layer(counted.clone()));
    let sockets = sockets.layer(counted);
    let compress = DefaultPredicate::new().and(SizeAbove::new(COMPRESSED_FROM_BYTES));
    let routes = routes
        .merge(open)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIME_LIMIT))
        .layer(CompressionLayer::new().compress_when(compress))
        .merge(streams.layer(from_fn(name_version)).merge(sockets).layer(CatchPanicLayer::custom(panicked)))
        .layer(from_fn_with_state(front.clone(), door::pass));
    routes.with_state(front)
}

async fn no_such_page() -> Problem {
    Problem::of_status(StatusCode::NOT_FOUND)
}

/// Whatever changes something comes from a page of this house, or of a site an admin named.
async fn same_site(State(front): State<Arc<Front>>, request: Request, next: Next) -> Result<Response, Problem> {
    if is_unsafe(request.method()) && !front.origins.trust(request.headers(), request.uri()).await? {
        let detail = "this request was sent by a page of another site; an admin can allow it in the settings";
        return Err(Problem::new(StatusCode::FORBIDDEN, "cross_site", detail));
    }
    Ok(next.run(request).await)
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over so")]
fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("a panic without words");
    Problem::broken(&format!("a panic: {text}")).into_response()
}
