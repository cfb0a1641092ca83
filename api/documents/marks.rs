//! Tags, which everybody sees who sees the file, and stars, which are a person's own.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use commands::documents;
use domain::documents::NodeId;
use projections::documents as view;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    found::space_of,
    told::{DocumentsNode, told},
};
use crate::{
    front::Front,
    http::{
        AtLeast, Json, NoBody, Path, Person, Problem, Question,
        freshness::Receipt,
        paging::{self, PageOf, Pages},
    },
};

const STARS: &str = "documents.stars";

/// Which tags it shall have, and have no more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagChange {
    /// Those that are put on it: 1 to 64 bytes each, without commas, 32 in all.
    #[serde(default)]
    add: Vec<String>,
    /// Those that are taken off.
    #[serde(default)]
    remove: Vec<String>,
}

/// Puts tags on a file or folder and takes others off
///
/// Whether letters are large or small does not matter; a tag that is there already stays as it was written first.
#[utoipa::path(post, path = "/api/documents/nodes/{id}/tags", tag = "documents", params(("id" = Uuid, Path)),
    request_body = TagChange, security(("session" = [])),
    responses((status = 200, description = "It has them.", body = Receipt)))]
pub async fn tag(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    Json(TagChange { add, remove }): Json<TagChange>,
) -> Result<Response, Problem> {
    let place = (space_of(&front, &person, id).await?, NodeId(id));
    let done = documents::tag_node(&front.desk, &person.caller, place, &add, &remove).await?;
    Ok(front.receipt("documents", done).await)
}

/// Gives a file or folder one's star
///
/// Nobody else sees it, also on what all share.
#[utoipa::path(put, path = "/api/documents/nodes/{id}/star", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It has it.", body = Receipt)))]
pub async fn star(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    mark(&front, &person, id, true).await
}

/// Takes one's star away
#[utoipa::path(delete, path = "/api/documents/nodes/{id}/star", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It has none.", body = Receipt)))]
pub async fn unstar(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    mark(&front, &person, id, false).await
}

async fn mark(front: &Front, person: &Person, id: Uuid, starred: bool) -> Result<Response, Problem> {
    let place = (space_of(front, person, id).await?, NodeId(id));
    let done = documents::star_node(&front.desk, &person.caller, place, starred).await?;
    Ok(front.receipt("documents", done).await)
}

/// Lists what has one's star
///
/// That which got it last first; what lies in the trash is left out.
#[utoipa::path(get, path = "/api/documents/stars", tag = "documents", params(Pages), security(("session" = [])),
    responses((status = 200, description = "A page of files and folders.", body = PageOf<DocumentsNode>)))]
pub async fn stars(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Question(asked): Question<Pages>,
) -> Result<Response, Problem> {
    let before = paging::place(STARS, asked.cursor.as_deref())?;
    let (limit, account) = (paging::limit(asked.limit)?, person.account);
    let reads = front.view("documents", at_least).await?;
    let page = reads.query(move |connection| view::stars(connection, account, before, limit)).await?;
    told(&front, &person, STARS, &uri, page).await
}
