//! The dashboard as it is sent: the shell of each page, and the files it asks for.
//!
//! Files lie under a path that holds the hash of all of them, so that a browser asks for each version
//! once and never mixes two. No inline script; inline style is what `opening` names, and the content security policy allows nothing else.

mod asset;
mod opening;
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

/// Files that have an address of their own, because programs look for them there.
const AT_HOME: [(&str, &str); 3] =
    [("/api/docs", "docs/docs.html"), ("/worker.js", "worker.js"), ("/manifest.webmanifest", "manifest.webmanifest")];
/// The page behind the link of a demo; a real house has none.
const DEMO: (&str, &str) = ("/demo", "demo/demo.html");

/// All of them, and the description of the interface.
pub fn router(description: String, is_demo: bool) -> Router<Arc<Front>> {
    let assets = Arc::new(Assets::read());
    let places = PLACES.iter().fold(Router::new(), |router, (address, _)| {
        let assets = assets.clone();
        router.route(address, get(move |headers: HeaderMap| async move { assets.shell(address, &headers) }))
    });
    let pages = AT_HOME.into_iter().chain(is_demo.then_some(DEMO)).fold(places, |router, (address, path)| {
        let assets = assets.clone();
        router.route(address, get(move |headers: HeaderMap| async move { assets.page(path, &headers) }))
    });
    let description = Asset::new("openapi.json", description.into());
    pages
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
