//! The sessions of a person: where they are logged in, and an end to it.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use chrono::{DateTime, Duration, Utc};
use commands::{
    Done,
    identity::{self, SessionUse},
};
use domain::{AccountId, SessionId};
use projections::{Page, identity::sessions as view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::only_oneself;
use crate::{
    front::Front,
    http::{
        AtLeast, Path, Person, Problem, Question,
        freshness::Receipt,
        paging::{self, PageOf},
    },
};

const LIST: &str = "identity.sessions";

/// Which sessions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Whose; one's own if it is left out. Others' are for admins.
    account: Option<Uuid>,
    /// Ended ones, too.
    #[serde(default)]
    ended: bool,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// One session.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// Its id.
    id: Uuid,
    /// Whose it is.
    account: Uuid,
    /// On what, as the browser or program calls itself; null once erased.
    device: Option<String>,
    /// From which network address it was opened; null once erased.
    from: Option<String>,
    /// When it was used last; null where it has ended.
    last_seen_at: Option<DateTime<Utc>>,
    /// From which network address it was used last; null where it has ended.
    last_from: Option<String>,
    /// When it was opened.
    opened_at: DateTime<Utc>,
    /// When it ends at the latest.
    until: DateTime<Utc>,
    /// When it ended.
    ended_at: Option<DateTime<Utc>>,
    /// Why it ended.
    reason: Option<String>,
    /// By what it was opened, in words; null where nobody wrote it down.
    method: Option<String>,
}

impl From<view::Session> for Session {
    fn from(row: view::Session) -> Self {
        let view::Session { id, position: _, account, device, from, opened_at, until, ended_at, reason, method } = row;
        let (last_seen_at, last_from) = (None, None);
        Self {
            id: id.0,
            account: account.0,
            device,
            from,
            last_seen_at,
            last_from,
            opened_at,
            until,
            ended_at,
            reason,
            method,
        }
    }
}

impl From<(view::Session, Option<SessionUse>)> for Session {
    fn from((row, used): (view::Session, Option<SessionUse>)) -> Self {
        let last_from = used.and_then(|used| used.from).map(|from| from.to_string());
        Self { last_seen_at: used.map(|used| used.at), last_from, ..row.into() }
    }
}

/// A session with the end that is in force: a shorter time for its person's role counts for it, too.
pub fn in_force(row: view::Session, whole: Duration) -> view::Session {
    view::Session { until: row.until.min(row.opened_at + whole), ..row }
}

/// Lists sessions
///
/// The newest first.
#[utoipa::path(get, path = "/api/identity/sessions", tag = "identity", params(Filter), security(("session" = [])),
    responses((status = 200, description = "A page of sessions.", body = PageOf<Session>)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Question(filter): Question<Filter>,
) -> Result<Response, Problem> {
    let account = filter.account.map_or(person.account, AccountId);
    only_oneself(&person, account)?;
    let open_at = (!filter.ended).then(|| front.desk.clock().now());
    let before = paging::place(LIST, filter.cursor.as_deref())?;
    let query = view::Query { account, open_at, before, limit: paging::limit(filter.limit)? };
    let reads = front.view("identity", at_least).await?;
    let page = reads.query(move |connection| view::page(connection, &query)).await?;
    let uses = identity::session_uses(&front.desk, account).await?;
    let whole = identity::longest_stay(&front.desk, account).await?;
    let items = page.items.into_iter().map(|row| {
        let used = uses.get(&row.id).copied();
        (in_force(row, whole), used)
    });
    Ok(paging::answer::<_, Session>(LIST, &uri, Page { items: items.collect(), next: page.next }))
}

/// Ends a session
///
/// One's own, or anybody's for an admin.
#[utoipa::path(delete, path = "/api/identity/sessions/{id}", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "The session has ended.", body = Receipt)))]
pub async fn end(
    State(front): State<Arc<Front>>,
    Person { caller, .. }: Person,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let done = identity::end_session(&front.desk, &caller, SessionId(id)).await?;
    let mut response = front.receipt("identity", done).await;
    if caller.session == Some(SessionId(id)) {
        front.cookies.take_session(response.headers_mut());
    }
    Ok(response)
}

/// Ends all other sessions
///
/// All of one's own but the one that asks.
#[utoipa::path(delete, path = "/api/identity/sessions", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "They have ended.", body = Receipt)))]
pub async fn end_others(State(front): State<Arc<Front>>, Person { caller, .. }: Person) -> Result<Response, Problem> {
    let before = front.desk.head();
    identity::end_others(&front.desk, &caller).await?;
    let position = front.desk.head();
    let done = Done { position, length: 0, changed: position > before };
    front.shown_so_far("identity").await;
    Ok(front.receipt("identity", done).await)
}
