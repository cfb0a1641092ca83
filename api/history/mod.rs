//! Routes of history: the diary of the house, to read, to search and to take away.

mod csv;
mod days;
mod entries;
mod entry;
mod export;
mod filter;

use std::sync::Arc;

pub use entry::Entry;
pub use filter::{visible_to, withheld};

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::front::Front;

/// All of them.
pub fn router() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(entries::list))
        .routes(routes!(entries::show))
        .routes(routes!(days::list))
        .routes(routes!(export::as_json_lines))
        .routes(routes!(export::as_csv))
}
