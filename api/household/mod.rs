//! Routes of the household: how the house is set up, and how it is kept.

mod advice;
mod backups;
mod house;
mod limits;
mod mail_server;
mod names;
mod network;
mod refusals;
mod request_logs;
mod settings;
mod status;
mod stays;
mod time_zones;

use std::sync::Arc;

pub use names::Names;
pub use settings::Settings;
pub use status::status;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::front::Front;

/// All of them.
pub fn router() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(house::show))
        .routes(routes!(settings::show, settings::change))
        .routes(routes!(settings::history))
        .routes(routes!(limits::show, limits::change))
        .routes(routes!(limits::lately))
        .routes(routes!(stays::show, stays::change))
        .routes(routes!(status::show))
        .routes(routes!(network::show))
        .routes(routes!(backups::list))
        .routes(routes!(time_zones::list))
        .routes(routes!(mail_server::show, mail_server::choose, mail_server::remove))
        .routes(routes!(mail_server::test))
        .routes(routes!(request_logs::list))
        .routes(routes!(request_logs::show))
}
