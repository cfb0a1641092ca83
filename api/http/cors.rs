//! Answers to pages of other sites: those an admin named may read what their person may read, and
//! are told beforehand what they may send (CORS). Everybody else is told nothing.
//!
//! The session's cookie travels only between pages of one site (`SameSite=Lax`): another port or
//! another name below the same domain, never a stranger's.

use axum::{
    extract::Request,
    http::{
        HeaderMap, HeaderValue, Method, StatusCode, Uri,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
            ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
            ACCESS_CONTROL_REQUEST_METHOD, VARY,
        },
    },
    response::{IntoResponse, Response},
};

use super::Origins;

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE");
const HEADERS: HeaderValue = HeaderValue::from_static(
    "accept, authorization, content-type, daybook-at-least, idempotency-key, if-match, if-none-match, tus-resumable, \
        upload-checksum, upload-length, upload-metadata, upload-offset, x-csrf-token, x-http-method-override",
);
const SHOWN: HeaderValue = HeaderValue::from_static(
    "content-disposition, daybook-position, etag, link, location, retry-after, tus-checksum-algorithm, tus-extension, \
        tus-max-size, tus-resumable, tus-version, upload-expires, upload-length, upload-metadata, upload-offset, x-request-id",
);
/// Seconds for which a browser need not ask again. Requests are checked in any case.
const REMEMBERED: HeaderValue = HeaderValue::from_static("600");
const YES: HeaderValue = HeaderValue::from_static("true");

/// A page of another site that is welcome.
pub struct Guest(HeaderValue);

impl Guest {
    /// Whoever sends the request, where that is one.
    pub async fn of(headers: &HeaderMap, uri: &Uri, origins: &Origins) -> Option<Self> {
        match origins.named(headers, uri).await {
            Ok(origin) => origin.map(Self),
            Err(fault) => {
                tracing::error!(%fault, "the allowed origins could not be read");
                None
            }
        }
    }

    /// What it is told before it asks, where that is what the request is about.
    pub fn permission(&self, request: &Request) -> Option<Response> {
        let asks = request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        let may = [
            (ACCESS_CONTROL_ALLOW_METHODS, METHODS),
            (ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
            (ACCESS_CONTROL_MAX_AGE, REMEMBERED),
        ];
        asks.then(|| (StatusCode::NO_CONTENT, may).into_response())
    }
}

/// Lets a guest read the answer; and keeps an answer for one from being shown to another.
pub fn dress(headers: &mut HeaderMap, guest: Option<Guest>) {
    headers.append(VARY, HeaderValue::from_static("origin"));
    if let Some(Guest(origin)) = guest {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, YES);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
    }
}
