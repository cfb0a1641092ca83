//! The spaces that somebody may enter, and what they hold.

use std::sync::Arc;

use axum::extract::State;
use commands::documents;
use domain::documents::SpaceId;
use projections::documents as view;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::found::SpaceWord;
use crate::{
    front::Front,
    http::{AtLeast, Json, Person, Problem},
};

/// A space.
#[derive(Serialize, ToSchema)]
pub struct DocumentsSpace {
    /// Whose it is.
    space: SpaceWord,
    /// Its root folder.
    root: Uuid,
    /// Files that are not in the trash.
    files: u64,
    /// Folders that are not in the trash.
    folders: u64,
    /// Bytes of all versions that are kept, those in the trash included.
    size_bytes: u64,
    /// So many bytes it may hold, where somebody said so.
    most_bytes: Option<u64>,
    /// What lies in the trash.
    trashed: u64,
}

/// The spaces that somebody may enter.
#[derive(Serialize, ToSchema)]
pub struct DocumentsSpaces {
    /// One's own first.
    items: Vec<DocumentsSpace>,
}

/// Lists the spaces
///
/// Everybody has one of their own that nobody else enters, and all share one.
#[utoipa::path(get, path = "/api/documents/spaces", tag = "documents", security(("session" = [])),
    responses((status = 200, description = "The spaces.", body = DocumentsSpaces)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
) -> Result<Json<DocumentsSpaces>, Problem> {
    let reads = front.view("documents", at_least).await?;
    let spaces = [SpaceId::from(person.account), SpaceId::SHARED];
    let held = reads.query(move |connection| {
        spaces.into_iter().map(|space| Ok((space, view::holding(connection, space)?))).collect::<Result<Vec<_>, _>>()
    });
    let mut items = Vec::new();
    for (space, view::Holding { files, folders, size_bytes, trashed }) in held.await? {
        let most_bytes = documents::quota(&front.desk, &person.caller, space).await?;
        let (space, root) = (space.into(), space.root().0);
        items.push(DocumentsSpace { space, root, files, folders, size_bytes, most_bytes, trashed });
    }
    Ok(Json(DocumentsSpaces { items }))
}
