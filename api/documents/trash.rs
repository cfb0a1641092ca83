//! The trash: what lies in it, how it gets there, and how it leaves.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use commands::documents;
use domain::documents::NodeId;
use projections::documents as view;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    found::{SpaceWord, space_of},
    told::{DocumentsNode, told},
};
use crate::{
    front::Front,
    http::{
        AtLeast, NoBody, Path, Person, Problem, Question,
        freshness::Receipt,
        paging::{self, PageOf},
    },
};

const LIST: &str = "documents.trash";

/// Whose trash.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Whose {
    /// Of which space.
    #[param(inline)]
    space: SpaceWord,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// Lists what lies in the trash
///
/// What was put there itself, the newest first; what lay in it is there with it.
#[utoipa::path(get, path = "/api/documents/trash", tag = "documents", params(Whose), security(("session" = [])),
    responses((status = 200, description = "A page of files and folders.", body = PageOf<DocumentsNode>)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Question(asked): Question<Whose>,
) -> Result<Response, Problem> {
    let after = paging::place(LIST, asked.cursor.as_deref())?.unwrap_or_default();
    let (limit, space) = (paging::limit(asked.limit)?, asked.space.of(&person));
    let reads = front.view("documents", at_least).await?;
    let page = reads.query(move |connection| view::trash(connection, space, after, limit)).await?;
    told(&front, &person, LIST, &uri, page).await
}

/// Puts a file or folder in the trash
///
/// With all that is in it. It can be restored.
#[utoipa::path(delete, path = "/api/documents/nodes/{id}", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It lies in the trash.", body = Receipt)))]
pub async fn put(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    let space = space_of(&front, &person, id).await?;
    let done = documents::trash_node(&front.desk, &person.caller, space, NodeId(id)).await?;
    Ok(front.receipt("documents", done).await)
}

/// Takes a file or folder out of the trash
///
/// To where it was, or to the nearest folder above that is still there; where its name is taken it gets a number.
#[utoipa::path(post, path = "/api/documents/nodes/{id}/restoration", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It is back.", body = Receipt)))]
pub async fn restore(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    let space = space_of(&front, &person, id).await?;
    let done = documents::restore_node(&front.desk, &person.caller, space, NodeId(id)).await?;
    Ok(front.receipt("documents", done).await)
}

/// Deletes something in the trash for good
///
/// With all that is in it and every version; its bytes are taken from the disk a day later, unless others need them.
#[utoipa::path(delete, path = "/api/documents/trash/{id}", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It is gone.", body = Receipt)))]
pub async fn purge(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    let space = space_of(&front, &person, id).await?;
    let done = documents::purge_node(&front.desk, &person.caller, space, NodeId(id)).await?;
    Ok(front.receipt("documents", done).await)
}
