//! The dashboard as it is sent: the shell for every page, and the files it asks for.
//!
//! Files lie under a path that holds the hash of all of them, so that a browser asks for each version
//! once and never mixes two. No inline script or style: the content security policy allows none.

mod asset;
mod shell;

use std::sync::Arc;

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};

use self::{
    asset::{Asset, Assets},
    shell::PLACES,
};
use crate::{front::Front, http::Problem};

/// All of them, and the description of the interface.
pub fn router(description: String) -> Router<Arc<Front>> {
    let assets = Arc::new(Assets::read());
    let shell = assets.clone();
    let pages = PLACES.iter().fold(Router::new(), |router, place| {
        let shell = shell.clone();
        router.route(place, get(move |headers: HeaderMap| async move { shell.page("shell.html", &headers) }))
    });
    let docs = assets.clone();
    let worker = assets.clone();
    let manifest = assets.clone();
    let description = Asset::new("openapi.json", description.into());
    pages
        .route("/api/docs", get(move |headers: HeaderMap| async move { docs.page("docs/docs.html", &headers) }))
        .route("/worker.js", get(move |headers: HeaderMap| async move { worker.page("worker.js", &headers) }))
        .route(
            "/manifest.webmanifest",
            get(move |headers: HeaderMap| async move { manifest.page("manifest.webmanifest", &headers) }),
        )
        .route("/api/openapi.json", get(move |headers: HeaderMap| async move { description.answer(&headers) }))
        .route("/web/{version}/{*path}", get(move |path, headers| async move { file(&assets, path, &headers) }))
}

/// A file of the dashboard. One of another version is found as well, for a page that was opened
/// before an update; only the present one is kept for ever.
fn file(assets: &Assets, Path((version, path)): Path<(String, String)>, headers: &HeaderMap) -> Response {
    match assets.file(&path) {
        Some(file) if version == assets.version() => file.forever(headers),
        Some(file) => file.answer(headers),
        None => Problem::of_status(StatusCode::NOT_FOUND).into_response(),
    }
}
