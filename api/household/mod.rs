//! Routes of the household: how the house is set up, and how it is kept.

mod advice;
mod backups;
mod network;
mod refusals;
mod settings;
mod status;

use std::sync::Arc;

pub use settings::Settings;
pub use status::status;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::front::Front;

/// All of them.
pub fn router() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(settings::show, settings::change))
        .routes(routes!(settings::history))
        .routes(routes!(status::show))
        .routes(routes!(network::show))
        .routes(routes!(backups::list))
}
