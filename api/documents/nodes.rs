//! Files and folders: where they lie and what they are called.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
};
use commands::documents;
use domain::documents::NodeId;
use projections::documents as view;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    found::{Found, SpaceWord, find, living, space_of},
    told::{DocumentsNode, Known, Step, told},
};
use crate::{
    front::Front,
    http::{
        AtLeast, Json, Path, Person, Problem, Question,
        freshness::{Created, Receipt},
        paging::{self, PageOf},
    },
};

const LIST: &str = "documents.nodes";
/// A folder is walked as a whole by whoever shows it.
const MOST: usize = 1_000;

/// Which folder: one by its id, or the root of a space.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InFolder {
    /// The folder whose content it shall be.
    parent: Option<Uuid>,
    /// Instead of a folder, the space whose root it shall be.
    #[param(inline)]
    space: Option<SpaceWord>,
    /// Only what has this tag.
    tag: Option<String>,
    /// How many at most: 1 to 1000, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

impl InFolder {
    fn of(&self, person: &Person) -> Result<NodeId, Problem> {
        match (self.parent, self.space) {
            (Some(parent), None) => Ok(NodeId(parent)),
            (None, Some(space)) => Ok(space.of(person).root()),
            _ => {
                let detail = "name a folder by parent, or by space the one whose root it is";
                Err(Problem::malformed("folder_unclear", detail).about("parent"))
            }
        }
    }
}

/// A file or a folder, and the way to it.
#[derive(Serialize, ToSchema)]
pub struct DocumentsPlace {
    #[serde(flatten)]
    node: DocumentsNode,
    /// The folders above it, the highest first; the root is not among them.
    path: Vec<Step>,
}

/// Lists what lies in a folder
///
/// Folders first, then by name.
#[utoipa::path(get, path = "/api/documents/nodes", tag = "documents", params(InFolder), security(("session" = [])),
    responses((status = 200, description = "A page of files and folders.", body = PageOf<DocumentsNode>),
        (status = 404, description = "There is no such folder.")))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Question(asked): Question<InFolder>,
) -> Result<Response, Problem> {
    let after = paging::place(LIST, asked.cursor.as_deref())?.unwrap_or_default();
    let (limit, folder) = (paging::limit_of(asked.limit, MOST)?, asked.of(&person)?);
    living(&front, &person, at_least, folder.0).await?;
    let reads = front.view("documents", at_least).await?;
    let tag = asked.tag.as_deref().map(documents::folded_tag);
    let found = move |connection: &_| view::page_of_tag(connection, folder, tag.as_deref(), after, limit);
    told(&front, &person, LIST, &uri, reads.query(found).await?).await
}

/// Shows a file or folder and the way to it
#[utoipa::path(get, path = "/api/documents/nodes/{id}", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It.", body = DocumentsPlace)))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    Path(id): Path<Uuid>,
) -> Result<Json<DocumentsPlace>, Problem> {
    let node = match find(&front, &person, at_least, id).await? {
        Found::Root(space) => return Ok(Json(DocumentsPlace { node: space.into(), path: Vec::new() })),
        Found::Node(node) => *node,
    };
    let reads = front.view("documents", at_least).await?;
    let path = reads.query(move |connection| view::path(connection, NodeId(id))).await?;
    let path = path.into_iter().map(Step::from).collect();
    let known = Known::of(&front, &person, [&node]).await?;
    Ok(Json(DocumentsPlace { node: (node, &known).into(), path }))
}

/// A folder that shall be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFolder {
    /// The folder it shall lie in.
    parent: Uuid,
    /// Its name: 1 to 255 bytes, without slashes.
    name: String,
}

/// Makes a folder
#[utoipa::path(post, path = "/api/documents/folders", tag = "documents", request_body = NewFolder,
    security(("session" = [])), responses((status = 201, description = "It is made.", body = Created),
        (status = 404, description = "There is no such folder to make it in.")))]
pub async fn make_folder(
    State(front): State<Arc<Front>>,
    person: Person,
    Json(NewFolder { parent, name }): Json<NewFolder>,
) -> Result<Response, Problem> {
    let space = space_of(&front, &person, parent).await?;
    let (node, done) = documents::make_folder(&front.desk, &person.caller, space, NodeId(parent), &name).await?;
    Ok(front.created("documents", node.0, &format!("/api/documents/nodes/{node}"), done).await)
}

/// What shall be otherwise; what is not named stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NodeChange {
    /// What it shall be called.
    name: Option<String>,
    /// The folder of the same space that it shall lie in.
    parent: Option<Uuid>,
}

/// Renames or moves a file or folder
#[utoipa::path(patch, path = "/api/documents/nodes/{id}", tag = "documents", params(("id" = Uuid, Path)),
    request_body = NodeChange, security(("session" = [])),
    responses((status = 200, description = "It is as asked.", body = Receipt)))]
pub async fn change(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    Json(NodeChange { name, parent }): Json<NodeChange>,
) -> Result<Response, Problem> {
    let space = space_of(&front, &person, id).await?;
    let (node, parent) = (NodeId(id), parent.map(NodeId));
    if node == space.root() {
        let detail = "the root of a space has no name and lies in no folder";
        return Err(Problem::new(StatusCode::CONFLICT, "root_stays", detail));
    }
    let changed = documents::change_node(&front.desk, &person.caller, space, node, name.as_deref(), parent);
    Ok(front.receipt("documents", changed.await?).await)
}
