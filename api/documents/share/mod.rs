//! What whoever holds a link gets to see, under `/s/<token>`: pages without a script for people, bytes for everybody.
//!
//! No account is needed here and none is of use. The token opens the file or folder it was made for and nothing beside it;
//! it stands in no log, and no page of another house learns it.

mod archive;
mod enter;
mod fetch;
mod gate;
mod listing;
mod page;
mod pages;
mod take;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post, put},
};

use crate::front::Front;

const MOST_FORM_BYTES: usize = 4096;

/// The pages.
pub fn pages() -> Router<Arc<Front>> {
    let password = post(enter::enter).layer(DefaultBodyLimit::max(MOST_FORM_BYTES));
    Router::new()
        .route("/s/{token}", get(listing::show))
        .route("/s/{token}/folders/{id}", get(listing::show_folder))
        .route("/s/{token}/password", password)
}

/// The bytes.
pub fn streams() -> Router<Arc<Front>> {
    Router::new()
        .route("/s/{token}/files/{id}", get(fetch::show))
        .route("/s/{token}/archive", get(archive::show))
        .route("/s/{token}/folders/{id}/archive", get(archive::show_folder))
        .route("/s/{token}/files", post(take::form))
        .route("/s/{token}/files/by-name/{name}", put(take::put))
}
