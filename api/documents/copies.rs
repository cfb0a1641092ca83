//! Copying files and folders: a copy is new, and has the newest version of what it is a copy of.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use commands::documents;
use domain::documents::NodeId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::found::space_of;
use crate::{
    front::Front,
    http::{Json, Path, Person, Problem, freshness::Created},
};

/// Where a copy shall lie.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCopy {
    /// In which folder, of one's own space or of the one that all share.
    parent: Uuid,
    /// Its name. Where none is said, it has that of what it is a copy of, with a number where it is taken.
    name: Option<String>,
}

/// Copies a file or folder
///
/// A folder with all that is in it, at once or not at all, up to 10,000 files and folders. A copy has the newest version only;
/// no bytes are copied.
#[utoipa::path(post, path = "/api/documents/nodes/{id}/copies", tag = "documents", params(("id" = Uuid, Path)),
    request_body = NewCopy, security(("session" = [])),
    responses((status = 201, description = "It is made.", body = Created),
        (status = 404, description = "There is no such file or folder, or none to copy it into."),
        (status = 409, description = "It cannot lie there, or is too much for one copy.")))]
pub async fn make(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    Json(NewCopy { parent, name }): Json<NewCopy>,
) -> Result<Response, Problem> {
    let original = (space_of(&front, &person, id).await?, NodeId(id));
    let goal = (space_of(&front, &person, parent).await?, NodeId(parent));
    let copying = documents::copy_node(&front.desk, &person.caller, original, goal, name.as_deref());
    let (node, done) = copying.await?;
    Ok(front.created("documents", node.0, &format!("/api/documents/nodes/{node}"), done).await)
}
