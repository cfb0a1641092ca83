//! What a request brings: a body, a path, a query. Whatever does not fit is a problem that says so.

use std::time::Duration;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE, request::Parts},
    response::IntoResponse,
};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::Problem;

/// The largest body a request may have.
pub const MOST_BODY_BYTES: usize = 256 * 1024;
/// How long a body may take to arrive.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The body, read as JSON.
pub struct Json<T>(pub T);

/// The body, read as JSON where there is one; `null` and an empty object are none.
pub struct MaybeJson<T>(pub Option<T>);

/// The parts of the path that vary.
pub struct Path<T>(pub T);

/// What follows the question mark.
pub struct Question<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(not_json());
        }
        parse(&whole(request, state).await?).map(Self)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for MaybeJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_json = is_json(request.headers());
        let bytes = whole(request, state).await?;
        match bytes.as_ref() {
            b"" | b"{}" | b"null" => Ok(Self(None)),
            bytes if is_json => Ok(Self(Some(parse(bytes)?))),
            _ => Err(not_json()),
        }
    }
}

async fn whole<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let arrived = tokio::time::timeout(PATIENCE, Bytes::from_request(request, state)).await;
    arrived.map_err(|_| too_slow())?.map_err(|rejection| unreadable(&rejection))
}

fn not_json() -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", "send the body as application/json")
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// The body did not arrive in time.
pub fn too_slow() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow", "the body did not arrive in time")
}

fn unreadable(rejection: &BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE),
        _ => cut_short(),
    }
}

/// The body ended before its end.
pub fn cut_short() -> Problem {
    Problem::malformed("body_cut_short", "the body did not arrive whole")
}

/// Reads a JSON text, all of it.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let (path, inner) = (error.path().to_string(), error.inner());
        let detail = inner.to_string();
        match inner.classify() {
            Category::Data => {
                let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "json_unfit", &detail);
                match field(&path, &detail) {
                    Some(field) => problem.about(field),
                    None => problem,
                }
            }
            Category::Io | Category::Syntax | Category::Eof => Problem::malformed("json_malformed", detail),
        }
    })?;
    reader.end().map_err(|error| Problem::malformed("json_malformed", error.to_string()))?;
    Ok(value)
}

/// The field an error is about: by its path, or as the message names it.
fn field(path: &str, detail: &str) -> Option<String> {
    let named = ["missing field `", "unknown field `", "duplicate field `"];
    let quoted = named.iter().find_map(|start| detail.strip_prefix(start)).and_then(|rest| rest.split('`').next());
    match (path, quoted) {
        (_, Some(name)) => Some(name.to_owned()),
        (".", None) => None,
        (path, None) => Some(path.to_owned()),
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(rejection) => {
                let detail = rejection.body_text();
                Err(Problem::malformed("path_invalid", detail.trim_start_matches("Invalid URL: ")))
            }
        }
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Question<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Query::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(unfit_query(&rejection.body_text())),
        }
    }
}

/// The message begins with the field it is about.
fn unfit_query(message: &str) -> Problem {
    let detail = message.trim_start_matches("Failed to deserialize query string: ");
    let problem = Problem::malformed("query_invalid", detail);
    match detail.split_once(": ") {
        Some((field, _)) if field.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => problem.about(field),
        _ => problem,
    }
}

/// The body, where a handler takes none: anything but an empty one is refused.
pub struct NoBody;

impl<S: Send + Sync> FromRequest<S> for NoBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = whole(request, state).await?;
        let empty = bytes.is_empty() || bytes.as_ref() == b"{}";
        if empty { Ok(Self) } else { Err(Problem::malformed("body_unexpected", "this request takes no body")) }
    }
}

impl<T: serde::Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> axum::response::Response {
        axum::Json(self.0).into_response()
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Login {
        #[expect(dead_code, reason = "only read")]
        email: String,
    }

    fn problem(body: &str) -> (u16, &'static str, Option<String>) {
        let problem = parse::<Login>(body.as_bytes()).unwrap_err();
        (problem.status.as_u16(), problem.code, problem.field)
    }

    #[test]
    fn a_body_that_is_no_json_is_malformed() {
        for wrong in ["", "{", "{\"email\": }", "{\"email\": \"a\"} x", "\u{0}"] {
            assert_eq!(problem(wrong).0, 400, "{wrong}");
        }
    }

    #[test]
    fn a_field_that_does_not_fit_is_named() {
        assert_eq!(problem("{}"), (422, "json_unfit", Some("email".into())));
        assert_eq!(problem("{\"email\": 5}"), (422, "json_unfit", Some("email".into())));
        assert_eq!(problem("{\"email\": \"a\", \"admin\": true}"), (422, "json_unfit", Some("admin".into())));
        assert_eq!(problem("[1]").0, 422);
    }

    #[test]
    fn a_query_that_does_not_fit_names_its_field() {
        let problem = unfit_query("Failed to deserialize query string: limit: invalid digit found in string");
        assert_eq!(
            (problem.field.as_deref(), problem.detail.as_str()),
            (Some("limit"), "limit: invalid digit found in string")
        );
        assert_eq!(unfit_query("something else").field, None);
    }

    #[test]
    fn only_json_counts_as_json() {
        let is = |value: &str| is_json(&HeaderMap::from_iter([(CONTENT_TYPE, value.parse().unwrap())]));
        assert!(is("application/json; charset=utf-8"));
        assert!(!is("text/plain"));
        assert!(!is_json(&HeaderMap::new()));
    }
}
