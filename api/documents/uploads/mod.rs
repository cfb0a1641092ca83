//! Files that arrive in pieces, by the protocol tus 1.0.0 (tus.io), so that programs nobody here wrote can send them.
//!
//! Spoken are its core, creation, creation-with-upload, termination, checksum and expiration. Where a proxy lets only GET and
//! POST through, `X-HTTP-Method-Override` says what is meant, and GET tells what HEAD does.

pub(super) mod headers;
mod problems;
mod send;
mod show;
mod start;

use std::sync::Arc;

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
    routing::options,
};
use commands::documents::{Checksum, Standing};
use domain::documents::upload::MOST_BYTES;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    front::Front,
    http::{Path, Problem, date},
};

use headers::{EXPIRES, LENGTH, OFFSET, RESUMABLE, VERSION, number};

const AT_FOLDER: &str = "/api/documents/folders/{id}/uploads";
const AT_UPLOAD: &str = "/api/documents/uploads/{id}";
const EXTENSIONS: &str = "creation,creation-with-upload,termination,checksum,expiration";

/// All that is said about uploads.
pub fn router() -> OpenApiRouter<Arc<Front>> {
    OpenApiRouter::new()
        .routes(routes!(start::start))
        .routes(routes!(show::show, send::send, send::abort, send::meant))
        .route(AT_FOLDER, options(tell))
        .route(AT_UPLOAD, options(tell))
}

/// What is spoken here: anybody may ask, before they say who they are.
async fn tell() -> Response {
    let ways = Checksum::WAYS.join(",");
    let told = [
        ("tus-resumable", VERSION.to_owned()),
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", EXTENSIONS.to_owned()),
        ("tus-max-size", MOST_BYTES.to_string()),
        ("tus-checksum-algorithm", ways),
    ];
    (StatusCode::NO_CONTENT, told).into_response()
}

/// Every answer at these addresses says which version it speaks, whoever gives it.
pub async fn name_version(request: Request, next: Next) -> Response {
    let at = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let is_spoken = [AT_FOLDER, AT_UPLOAD].contains(&at);
    let mut response = next.run(request).await;
    if is_spoken {
        let version = HeaderValue::from_static(VERSION);
        if let Some(problem) = response.extensions_mut().remove::<Problem>() {
            response.extensions_mut().insert(problem.with(RESUMABLE, version.clone()));
        }
        response.headers_mut().insert(RESUMABLE, version);
    }
    response
}

/// What every answer says of an upload.
fn standing(standing: &Standing) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(OFFSET, standing.received_bytes.into());
    if let Some(until) = standing.until {
        headers.extend(HeaderValue::try_from(date(until)).ok().map(|value| (EXPIRES, value)));
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers
}
