//! When a file ends, or a version of it.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};
use commands::documents;
use domain::documents::NodeId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::found::space_of;
use crate::{
    front::Front,
    http::{Json, Path, Person, Problem, freshness::Receipt},
};

/// When a file ends, or a version of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileExpiry {
    /// The moment; null for never.
    until: Option<DateTime<Utc>>,
}

/// Lets a file end at a time, or never
///
/// From then on nobody fetches it, by whatever way, until it gets another end, or none; nothing of it is deleted. Whoever set
/// the end is told three days before.
#[utoipa::path(put, path = "/api/documents/files/{id}/expiry", tag = "documents", params(("id" = Uuid, Path)),
    request_body = FileExpiry, security(("session" = [])),
    responses((status = 200, description = "It ends then.", body = Receipt)))]
pub async fn set(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    Json(FileExpiry { until }): Json<FileExpiry>,
) -> Result<Response, Problem> {
    let place = (space_of(&front, &person, id).await?, NodeId(id), None);
    let done = documents::expire(&front.desk, &person.caller, place, until).await?;
    Ok(front.receipt("documents", done).await)
}

/// Lets a version of a file end at a time, or never
///
/// As a file itself does. While it is the newest, the file has ended with it.
#[utoipa::path(put, path = "/api/documents/files/{id}/versions/{version}/expiry", tag = "documents",
    params(("id" = Uuid, Path), ("version" = u32, Path)), request_body = FileExpiry, security(("session" = [])),
    responses((status = 200, description = "It ends then.", body = Receipt)))]
pub async fn set_of_version(
    State(front): State<Arc<Front>>,
    person: Person,
    Path((id, version)): Path<(Uuid, u32)>,
    Json(FileExpiry { until }): Json<FileExpiry>,
) -> Result<Response, Problem> {
    let place = (space_of(&front, &person, id).await?, NodeId(id), Some(version));
    let done = documents::expire(&front.desk, &person.caller, place, until).await?;
    Ok(front.receipt("documents", done).await)
}
