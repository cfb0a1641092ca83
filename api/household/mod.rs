//! Routes of the household: how the house is set up.

mod advice;
mod network;
mod refusals;
mod settings;
mod status;

use std::sync::Arc;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::front::Front;

/// All of them.
pub fn router() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(settings::show, settings::change))
        .routes(routes!(settings::history))
        .routes(routes!(status::show))
        .routes(routes!(network::show))
}
