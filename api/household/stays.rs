//! For how long sessions last: set by admins while the house runs, by role and within bounds.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use commands::{Failure, household};
use domain::household::stays::{self, OutOfBounds, Term};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{
        Admin, AtLeast, FieldError, Json, Problem, ProvedAdmin,
        conditions::{self, etag},
        freshness::Receipt,
    },
};

/// One time after which sessions of a role end.
#[derive(Serialize, ToSchema)]
#[schema(as = Stay)]
pub struct Shown {
    /// Its word: the role, what it counts, and its unit.
    stay: &'static str,
    /// Whose sessions.
    role: &'static str,
    /// How much, in its unit.
    count: u32,
    /// How much if nobody had set it.
    usual: u32,
    /// The least it may be set to.
    least: u32,
    /// The most it may be set to.
    most: u32,
}

/// All of them.
#[derive(Serialize, ToSchema)]
#[schema(as = Stays)]
pub struct AllStays {
    /// In the order in which they are shown.
    items: Vec<Shown>,
}

/// Which are set to what; the others stay.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaysChange {
    /// Minutes without a request after which an admin's session ends: 5 to 1440.
    admin_idle_minutes: Option<u32>,
    /// Hours after which an admin's session ends, used or not: 1 to 720.
    admin_session_hours: Option<u32>,
    /// Minutes without a request after which a member's session ends: 5 to 10080.
    member_idle_minutes: Option<u32>,
    /// Hours after which a member's session ends, used or not: 1 to 2160.
    member_session_hours: Option<u32>,
    /// Minutes without a request after which a viewer's session ends: 5 to 10080.
    viewer_idle_minutes: Option<u32>,
    /// Hours after which a viewer's session ends, used or not: 1 to 2160.
    viewer_session_hours: Option<u32>,
}

impl StaysChange {
    fn given(&self) -> stays::Change {
        let of = |term| match term {
            Term::AdminIdle => self.admin_idle_minutes,
            Term::AdminWhole => self.admin_session_hours,
            Term::MemberIdle => self.member_idle_minutes,
            Term::MemberWhole => self.member_session_hours,
            Term::ViewerIdle => self.viewer_idle_minutes,
            Term::ViewerWhole => self.viewer_session_hours,
        };
        stays::Change(Term::ALL.into_iter().filter_map(|term| Some((term, of(term)?))).collect())
    }
}

impl From<OutOfBounds> for Problem {
    fn from(fault: OutOfBounds) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "stay_out_of_bounds", fault.to_string()).about(fault.term.word())
    }
}

/// Shows for how long sessions last
///
/// Asked of the log itself, so they are never behind.
#[utoipa::path(get, path = "/api/household/stays", tag = "household", security(("session" = [])),
    responses((status = 200, description = "For each role.", body = AllStays),
        (status = 304, description = "They are as `If-None-Match` says.")))]
pub async fn show(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    _at_least: AtLeast,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (stays, length) = household::stays(&front.desk).await?;
    let tag = [(header::ETAG, etag(length))];
    if conditions::is_known(&headers, length)? {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    let shown = |term: Term| Shown {
        stay: term.word(),
        role: term.role().word(),
        count: stays.count(term),
        usual: term.usual(),
        least: term.least(),
        most: term.most(),
    };
    Ok((tag, axum::Json(AllStays { items: Term::ALL.map(shown).into() })).into_response())
}

/// Sets for how long sessions last
///
/// All that are given, or none where one does not fit. In force at once: sessions that are over by it end now. One that
/// is open already never lasts longer than was said when it was opened. Their history is that of the settings.
#[utoipa::path(patch, path = "/api/household/stays", tag = "household", request_body = StaysChange,
    security(("session" = [])), responses((status = 200, description = "They are set.", body = Receipt)))]
pub async fn change(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    headers: HeaderMap,
    Json(change): Json<StaysChange>,
) -> Result<Response, Problem> {
    let expected = conditions::if_match(&headers)?;
    let change = change.given();
    let told = |fault: OutOfBounds| FieldError { field: fault.term.word().to_owned(), detail: fault.to_string() };
    let faults = change.faults().into_iter().map(told).collect();
    let done = household::change_stays(&front.desk, &caller, change, expected).await;
    let done = done.map_err(|failure| match failure {
        Failure::Refused(first) => Problem::from(first).among(faults),
        other => other.into(),
    })?;
    Ok(front.tagged_receipt("household", done).await)
}
