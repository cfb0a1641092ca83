//! What went wrong, in the form of RFC 9457 (application/problem+json).
//!
//! A problem travels through the layers as a value; the envelope writes its body, because only
//! there the request's id is known. What broke inside is deliberately absent from it.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use commands::{Failure, Fault};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What is answered instead of what was asked for.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The status of the answer.
    pub status: StatusCode,
    /// A word for programs; it stays the same for ever.
    pub code: &'static str,
    /// A sentence for people.
    pub detail: String,
    /// The field of the request it is about.
    pub field: Option<String>,
    more: Option<Box<More>>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// What few problems say; apart, because a problem is carried by every answer that can fail.
#[derive(Clone, Debug, Default)]
struct More {
    /// All fields that do not fit, where there are several.
    errors: Vec<FieldError>,
    /// With what a proof can be given that is needed first.
    proofs: Vec<&'static str>,
}

/// What is wrong with one field of the request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// Which field.
    pub field: String,
    /// What is wrong with it, for people.
    pub detail: String,
}

/// A problem as it is sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Always `about:blank`: the code says what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The status.
    status: u16,
    /// What is wrong, for people.
    detail: String,
    /// What is wrong, for programs. The words stay.
    code: &'static str,
    /// The request's id, as in `X-Request-Id` and in the server's log.
    request: Uuid,
    /// The field of the request it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Every field of the request that does not fit, with what is wrong with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// With what the person can prove who they are, where `code` is `proof_needed`: `password`, `pin` and others to come.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    proofs: Vec<&'static str>,
}

impl Problem {
    /// A problem.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), field: None, more: None, headers: Vec::new() }
    }

    /// The request is malformed (400).
    pub fn malformed(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// There is nothing of that name (404).
    pub fn missing(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, detail)
    }

    /// Something broke (500). Its chain of causes is written to the server's log, here and only here.
    pub fn broken(fault: &dyn std::fmt::Display) -> Self {
        tracing::error!(%fault, "a request could not be answered");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "broken",
            "something broke; the server's log says what, by this id",
        )
    }

    /// The disk is full (507).
    pub fn full() -> Self {
        let detail = "there is no room left on the server's disk; nothing was changed";
        Self::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full", detail)
    }

    /// A place where files are kept cannot be reached (503). Why, the server's log says.
    fn away(place: &str, why: &str) -> Self {
        tracing::warn!(place, why, "a place where files are kept is not there");
        let detail =
            format!("the place {place}, where files are kept, cannot be reached at the moment; try again later");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "place_away", detail)
    }

    /// The same problem, about a field of the request.
    #[must_use]
    pub fn about(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same problem, with all fields that do not fit.
    #[must_use]
    pub fn among(mut self, errors: Vec<FieldError>) -> Self {
        self.more.get_or_insert_default().errors = errors;
        self
    }

    /// The same problem, with what the person can prove who they are.
    #[must_use]
    pub fn provable_by(mut self, proofs: Vec<&'static str>) -> Self {
        self.more.get_or_insert_default().proofs = proofs;
        self
    }

    /// What is wrong with each field, and with what a proof can be given.
    fn more(&mut self) -> More {
        let mut more = self.more.take().map_or_else(More::default, |more| *more);
        if more.errors.is_empty() {
            let only = |field: &String| FieldError { field: field.clone(), detail: self.detail.clone() };
            more.errors = self.field.iter().map(only).collect();
        }
        more
    }

    /// The same problem with a header.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The problem behind a bare status, as the libraries below answer it.
    pub fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::NOT_FOUND => ("no_such_page", "there is nothing at this address"),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method_not_allowed", "this address does not take this method; see Allow")
            }
            StatusCode::NOT_ACCEPTABLE => ("not_acceptable", "every encoding was refused; allow identity or gzip"),
            StatusCode::PAYLOAD_TOO_LARGE => ("body_too_large", "the body is too large"),
            StatusCode::SERVICE_UNAVAILABLE => ("too_slow", "this took too long; nothing is known of its outcome"),
            other if other.is_server_error() => ("broken", "something broke; the server's log says what, by this id"),
            _ => ("refused", "the request was refused"),
        };
        Self::new(status, code, detail)
    }

    /// The answer with its body.
    pub fn render(mut self, request: Uuid) -> Response {
        let More { errors, proofs } = self.more();
        let body = ProblemBody {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Refused"),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
            request,
            field: self.field,
            errors,
            proofs,
        };
        let mut response = (self.status, serde_json::to_vec(&body).unwrap_or_default()).into_response();
        let content_type = HeaderValue::from_static("application/problem+json");
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response.headers_mut().insert(axum::http::header::CONTENT_TYPE, content_type);
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Full => Self::full(),
            Fault::Away { place, why } => Self::away(&place, &why),
            fault => Self::broken(&fault),
        }
    }
}

/// A refusal is told to the person; each context says how.
impl<R> From<Failure<R>> for Problem
where
    Self: From<R>,
{
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Conflict => {
                Self::new(StatusCode::CONFLICT, "conflict", "others changed the same thing at the same time; try again")
            }
            Failure::Stale { actual } => {
                let detail = format!("this has changed since you saw it; it is at \"{actual}\" now");
                Self::new(StatusCode::PRECONDITION_FAILED, "stale", detail)
            }
            Failure::Full => Self::full(),
            Failure::Fault(fault) => fault.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl From<&'static str> for Problem {
        fn from(refusal: &'static str) -> Self {
            Self::malformed("no", refusal)
        }
    }

    #[test]
    fn each_way_to_fail_has_its_status() {
        let status = |failure: Failure<&'static str>| Problem::from(failure).status.as_u16();
        assert_eq!(status(Failure::Refused("no")), 400);
        assert_eq!(status(Failure::Conflict), 409);
        assert_eq!(status(Failure::Stale { actual: 3 }), 412);
        assert_eq!(status(Failure::Full), 507);
        let away = Fault::Away { place: "nas".into(), why: "/mnt/nas".into() };
        assert_eq!(status(Failure::Fault(away)), 503);
        assert_eq!(status(Failure::Fault(Fault::Broken("secret".into()))), 500);
    }

    #[test]
    fn what_broke_is_told_to_nobody() {
        let problem = Problem::from(Failure::<&'static str>::Fault(Fault::Broken("secret".into())));
        assert!(!format!("{problem:?}").contains("secret"));
    }
}
