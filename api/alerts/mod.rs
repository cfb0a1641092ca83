//! Routes of alerts: what a person was told, what they want to hear of, and what the house watches out for.

#[allow(clippy::module_inception, reason = "the context and its first noun have one name")]
mod alerts;
mod refusals;
mod subscriptions;
mod watch;
mod watch_history;

use std::sync::Arc;

pub use alerts::Alert;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::front::Front;

/// All of them.
pub fn router() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(alerts::list))
        .routes(routes!(alerts::acknowledge))
        .routes(routes!(alerts::acknowledge_all))
        .routes(routes!(subscriptions::list, subscriptions::choose))
        .routes(routes!(watch::list))
        .routes(routes!(watch::choose))
        .routes(routes!(watch::try_out))
        .routes(routes!(watch_history::list))
}
