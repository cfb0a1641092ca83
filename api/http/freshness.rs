//! Daybook-Position and Daybook-At-Least: whoever writes reads what they wrote.
//!
//! A command is answered once the context's own view shows what it did. The wait is bounded: the
//! command was carried out either way, and the position says how far to wait.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use commands::Done;
use domain::Position;
use projections::{ReadError, Reads};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Problem, conditions::etag};
use crate::front::Front;

pub const POSITION: HeaderName = HeaderName::from_static("daybook-position");
const AT_LEAST: &str = "daybook-at-least";
/// How long a command waits for its view.
const AFTER_WRITING: Duration = Duration::from_secs(2);
/// How long a read waits for the position it was asked for.
const BEFORE_READING: Duration = Duration::from_secs(5);

/// How far the view must have come before it answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct AtLeast(Position);

impl AtLeast {
    /// As far as everything that has happened until now.
    pub fn now(front: &Front) -> Self {
        Self(front.desk.head())
    }
}

impl FromRequestParts<Arc<Front>> for AtLeast {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        let asked = at_least(&parts.headers)?;
        if asked > front.desk.head() {
            let detail = format!("Daybook-At-Least: nothing has position {asked} yet");
            return Err(Problem::malformed("position_unknown", detail).about(AT_LEAST));
        }
        Ok(Self(asked))
    }
}

fn at_least(headers: &HeaderMap) -> Result<Position, Problem> {
    let detail = "Daybook-At-Least: use a position, as Daybook-Position gave it";
    let Some(value) = headers.get(AT_LEAST) else { return Ok(0) };
    let digits = value.to_str().ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let position = digits.and_then(|digits| digits.parse().ok());
    position.ok_or_else(|| Problem::malformed("position_invalid", detail).about(AT_LEAST))
}

/// What a command answers.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// Where it is written down, as in `Daybook-Position`.
    pub position: u64,
    /// Whether anything happened; all may have been as asked already.
    pub changed: bool,
}

/// What a command answers that made something.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Created {
    /// The id of what was made.
    pub id: Uuid,
    /// Where it is written down, as in `Daybook-Position`.
    pub position: u64,
}

impl Front {
    /// A context's view, once it has come far enough.
    pub async fn view(&self, context: &'static str, AtLeast(asked): AtLeast) -> Result<Reads, Problem> {
        let Some(reads) = self.views.context(context) else {
            return Err(Problem::broken(&format!("there is no view '{context}'")));
        };
        reads.at_least(asked, BEFORE_READING).await.map_err(|behind| later("view_behind", &behind))?;
        Ok(reads)
    }

    /// Waits until the context's view shows what is written down at a position, but not for ever.
    pub async fn shown(&self, context: &'static str, position: Position) {
        if let Some(reads) = self.views.context(context)
            && let Err(behind) = reads.at_least(position, AFTER_WRITING).await
        {
            tracing::warn!(%behind, "a command is answered before its view shows it");
        }
    }

    /// The same for all that is written down so far: by a command of several steps, whose position is that of the first, or by
    /// several commands.
    pub async fn shown_so_far(&self, context: &'static str) {
        self.shown(context, self.desk.head()).await;
    }

    /// The answer to a command.
    pub async fn receipt(&self, context: &'static str, done: Done) -> Response {
        self.shown(context, done.position).await;
        let body = axum::Json(Receipt { position: done.position, changed: done.changed });
        ([(POSITION, HeaderValue::from(done.position))], body).into_response()
    }

    /// The answer to a command that changed the very thing at this address.
    pub async fn tagged_receipt(&self, context: &'static str, done: Done) -> Response {
        let mut response = self.receipt(context, done).await;
        response.headers_mut().insert(header::ETAG, etag(done.length));
        response
    }

    /// The answer to a command that made something.
    pub async fn created(&self, context: &'static str, id: Uuid, location: &str, done: Done) -> Response {
        let made = (StatusCode::CREATED, Created { id, position: done.position });
        self.made(context, made, location, done).await
    }

    /// The answer to a command that made something of which there is more to tell, or that perhaps only changed it.
    pub async fn made<T: Serialize>(
        &self,
        context: &'static str,
        (status, told): (StatusCode, T),
        location: &str,
        done: Done,
    ) -> Response {
        self.shown(context, done.position).await;
        let location = HeaderValue::try_from(location).unwrap_or(HeaderValue::from_static("/"));
        let headers = [(POSITION, HeaderValue::from(done.position)), (header::LOCATION, location)];
        (status, headers, axum::Json(told)).into_response()
    }
}

/// Puts the position of what was done on an answer of another form.
pub fn positioned(done: Done, headers: &mut HeaderMap) {
    headers.insert(POSITION, done.position.into());
}

fn later(code: &'static str, why: &dyn std::fmt::Display) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, code, why.to_string())
        .with(header::RETRY_AFTER, HeaderValue::from_static("1"))
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Filling { .. } => later("view_filling", &error),
            ReadError::Failed { .. } => Self::broken(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_a_plain_number() {
        let read = |value: &str| {
            let headers = HeaderMap::from_iter([(HeaderName::from_static(AT_LEAST), value.parse().unwrap())]);
            at_least(&headers).map_err(|problem| problem.code)
        };
        assert_eq!(read("17"), Ok(17));
        for wrong in ["", "-1", "+1", "1.5", "newest", "99999999999999999999999"] {
            assert_eq!(read(wrong), Err("position_invalid"), "{wrong}");
        }
        assert_eq!(at_least(&HeaderMap::new()).unwrap(), 0);
    }
}
