//! The versions of a file.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use chrono::{DateTime, Utc};
use commands::documents;
use domain::documents::{NodeId, space::Mark};
use projections::{Page, documents as view};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::found::{Found, living, space_of};
use crate::{
    front::Front,
    household::Names,
    http::{
        AtLeast, Json, NoBody, Path, Person, Problem, Question,
        freshness::Receipt,
        paging::{self, PageOf, Pages},
    },
};

const LIST: &str = "documents.versions";

/// A version of a file.
#[derive(Serialize, ToSchema)]
pub struct FileVersion {
    /// Its number, counted from 1.
    version: u32,
    /// Its length.
    size_bytes: u64,
    /// What it is (RFC 6838).
    media_type: String,
    /// When it was stored.
    stored_at: DateTime<Utc>,
    /// What whoever stored it is called.
    stored_by: Option<String>,
    /// The version whose bytes it has again, where it was restored.
    of: Option<u32>,
    /// Whether it is the newest.
    newest: bool,
    /// What somebody called it.
    label: Option<String>,
    /// Whether no rule takes it away.
    pinned: bool,
    /// When it ends: nobody fetches it from then on, until it gets another end, or none.
    expires_at: Option<DateTime<Utc>>,
    /// Whether that is past.
    expired: bool,
}

type Told<'a> = (view::Version, &'a Names, u32, DateTime<Utc>);

impl From<Told<'_>> for FileVersion {
    fn from((row, names, newest, now): Told<'_>) -> Self {
        Self {
            version: row.version,
            size_bytes: row.size_bytes,
            media_type: row.media_type,
            stored_at: row.stored_at,
            stored_by: names.of(row.stored_by),
            of: row.of,
            newest: row.version == newest,
            label: row.label,
            pinned: row.pinned,
            expires_at: row.until,
            expired: row.until.is_some_and(|until| until <= now),
        }
    }
}

/// Lists the versions of a file
///
/// The newest first.
#[utoipa::path(get, path = "/api/documents/files/{id}/versions", tag = "documents", params(("id" = Uuid, Path), Pages),
    security(("session" = [])),
    responses((status = 200, description = "A page of versions.", body = PageOf<FileVersion>)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Path(id): Path<Uuid>,
    Question(asked): Question<Pages>,
) -> Result<Response, Problem> {
    let before = paging::place(LIST, asked.cursor.as_deref())?;
    let limit = paging::limit(asked.limit)?;
    let newest = match living(&front, &person, at_least, id).await? {
        Found::Node(node) => node.newest.map_or(0, |newest| newest.version),
        Found::Root(_) => 0,
    };
    let reads = front.view("documents", at_least).await?;
    let page = reads.query(move |connection| view::versions(connection, NodeId(id), before, limit)).await?;
    let names = Names::find(&front, page.items.iter().map(|version| version.stored_by)).await;
    let now = front.desk.clock().now();
    let items = page.items.into_iter().map(|version| (version, &names, newest, now)).collect();
    Ok(paging::answer::<_, FileVersion>(LIST, &uri, Page { items, next: page.next }))
}

/// Makes an earlier version the newest
///
/// As a version of its own: none is lost.
#[utoipa::path(post, path = "/api/documents/files/{id}/versions/{version}/restoration", tag = "documents",
    params(("id" = Uuid, Path), ("version" = u32, Path)), security(("session" = [])),
    responses((status = 200, description = "Its bytes are the newest.", body = Receipt)))]
pub async fn restore(
    State(front): State<Arc<Front>>,
    person: Person,
    Path((id, version)): Path<(Uuid, u32)>,
    _body: NoBody,
) -> Result<Response, Problem> {
    let space = space_of(&front, &person, id).await?;
    let done = documents::restore_version(&front.desk, &person.caller, space, NodeId(id), version).await?;
    Ok(front.receipt("documents", done).await)
}

/// What a version is called, and whether it stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionMark {
    /// Its name: 1 to 100 letters; none, where nothing is said.
    label: Option<String>,
    /// Whether no rule takes it away.
    pinned: bool,
}

/// Names or pins a version
///
/// Both are as said from now on.
#[utoipa::path(put, path = "/api/documents/files/{id}/versions/{version}/mark", tag = "documents",
    params(("id" = Uuid, Path), ("version" = u32, Path)), request_body = VersionMark, security(("session" = [])),
    responses((status = 200, description = "It is marked so.", body = Receipt)))]
pub async fn mark(
    State(front): State<Arc<Front>>,
    person: Person,
    Path((id, version)): Path<(Uuid, u32)>,
    Json(VersionMark { label, pinned }): Json<VersionMark>,
) -> Result<Response, Problem> {
    let space = space_of(&front, &person, id).await?;
    let mark = Mark { label, pinned };
    let done = documents::mark_version(&front.desk, &person.caller, space, (NodeId(id), version), mark).await?;
    Ok(front.receipt("documents", done).await)
}
