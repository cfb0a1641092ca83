//! The time zones there are, sent once and then known by their tag.

use std::sync::LazyLock;

use axum::{
    body::Bytes,
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use domain::household::settings;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{AtLeast, Person};

/// The time zones there are.
#[derive(Serialize, ToSchema)]
pub struct TimeZones {
    /// Their IANA names, in the order of the alphabet.
    items: Vec<&'static str>,
}

struct Ready {
    tag: String,
    body: Bytes,
}

static READY: LazyLock<Ready> = LazyLock::new(|| {
    let body = serde_json::to_vec(&TimeZones { items: settings::time_zones() }).unwrap_or_default();
    Ready { tag: format!("\"{}\"", &blake3::hash(&body).to_hex()[..16]), body: body.into() }
});

/// Lists time zones
///
/// All that the house knows; they change with the program's version only.
#[utoipa::path(get, path = "/api/household/time-zones", tag = "household", security(("session" = [])),
    responses((status = 200, description = "The time zones.", body = TimeZones),
        (status = 304, description = "They are as `If-None-Match` says.")))]
pub async fn list(_person: Person, _at_least: AtLeast, headers: HeaderMap) -> Response {
    let Ready { tag, body } = &*READY;
    let common: [(HeaderName, HeaderValue); 2] = [
        (ETAG, HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""))),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    let seen = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut seen = seen.flat_map(|value| value.split(','));
    if seen.any(|seen| matches!(seen.trim(), "*") || seen.trim().trim_start_matches("W/") == tag) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (common, [(CONTENT_TYPE, "application/json")], body.clone()).into_response()
}
