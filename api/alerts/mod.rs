//! Routes of alerts: what a person was told, and what they want to hear of.

#[allow(clippy::module_inception, reason = "the context and its first noun have one name")]
mod alerts;
mod refusals;
mod subscriptions;

use std::sync::Arc;

pub use alerts::Alert;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::front::Front;

/// All of them.
pub fn router() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(alerts::list))
        .routes(routes!(alerts::acknowledge))
        .routes(routes!(subscriptions::list, subscriptions::choose))
}
