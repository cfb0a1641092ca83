//! How much a folder, or somebody's whole space, holds and may hold.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use commands::documents::{self, Room};
use domain::{
    AccountId,
    documents::{NodeId, SpaceId},
};
use projections::identity::accounts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::found::{living, space_of};
use crate::{
    front::Front,
    http::{Admin, AtLeast, Json, Path, Person, Problem, freshness::Receipt},
    identity::no_such_account,
};

/// The room of a folder.
#[derive(Serialize, ToSchema)]
pub struct FolderRoom {
    /// The quota of its own, in bytes.
    most_bytes: Option<u64>,
    /// What it holds: all versions of all files in it, those in the trash included.
    held_bytes: u64,
    /// How much more may come: what its quota, those of the folders above it and the disk leave.
    left_bytes: u64,
}

/// A quota that is to be set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuota {
    /// In bytes, at most 1 PiB; as much as there is room for, where nothing is said.
    most_bytes: Option<u64>,
}

impl From<Room> for FolderRoom {
    fn from(Room { most_bytes, held_bytes, left_bytes }: Room) -> Self {
        Self { most_bytes, held_bytes, left_bytes }
    }
}

/// Shows how much a folder holds, and may hold
#[utoipa::path(get, path = "/api/documents/folders/{id}/quota", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])),
    responses((status = 200, description = "Its room.", body = FolderRoom),
        (status = 404, description = "There is no such folder.")))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    Path(id): Path<Uuid>,
) -> Result<Json<FolderRoom>, Problem> {
    let space = living(&front, &person, at_least, id).await?.space();
    Ok(Json(documents::room(&front.desk, &person.caller, space, NodeId(id)).await?.into()))
}

/// Sets how much a folder may hold
///
/// What lies in it already stays, and going back to what was is always possible; nothing else comes in beyond it. Folders that
/// all share, and whole spaces, get theirs from admins.
#[utoipa::path(put, path = "/api/documents/folders/{id}/quota", tag = "documents", params(("id" = Uuid, Path)),
    request_body = NewQuota, security(("session" = [])),
    responses((status = 200, description = "This is its quota.", body = Receipt),
        (status = 404, description = "There is no such folder."),
        (status = 422, description = "No folder has such a quota.")))]
pub async fn set(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    Json(NewQuota { most_bytes }): Json<NewQuota>,
) -> Result<Response, Problem> {
    let space = space_of(&front, &person, id).await?;
    let done = documents::set_quota(&front.desk, &person.caller, space, NodeId(id), most_bytes).await?;
    Ok(front.receipt("documents", done).await)
}

/// Shows how much somebody's own space holds, and may hold
///
/// For admins: how much it is, and nothing of what.
#[utoipa::path(get, path = "/api/documents/people/{account}/quota", tag = "documents",
    params(("account" = Uuid, Path)), security(("session" = [])),
    responses((status = 200, description = "Its room.", body = FolderRoom),
        (status = 404, description = "There is no such account.")))]
pub async fn show_of(
    State(front): State<Arc<Front>>,
    Admin(admin): Admin,
    at_least: AtLeast,
    Path(account): Path<Uuid>,
) -> Result<Json<FolderRoom>, Problem> {
    let space = own_space(&front, at_least, account).await?;
    Ok(Json(documents::room(&front.desk, &admin, space, space.root()).await?.into()))
}

/// Sets how much somebody's own space may hold
///
/// What lies in it already stays, and going back to what was is always possible; nothing else comes in beyond it.
#[utoipa::path(put, path = "/api/documents/people/{account}/quota", tag = "documents",
    params(("account" = Uuid, Path)), request_body = NewQuota, security(("session" = [])),
    responses((status = 200, description = "This is its quota.", body = Receipt),
        (status = 404, description = "There is no such account."),
        (status = 422, description = "No space has such a quota.")))]
pub async fn set_of(
    State(front): State<Arc<Front>>,
    Admin(admin): Admin,
    Path(account): Path<Uuid>,
    Json(NewQuota { most_bytes }): Json<NewQuota>,
) -> Result<Response, Problem> {
    let space = own_space(&front, AtLeast::default(), account).await?;
    let done = documents::set_quota(&front.desk, &admin, space, space.root(), most_bytes).await?;
    Ok(front.receipt("documents", done).await)
}

async fn own_space(front: &Front, at_least: AtLeast, account: Uuid) -> Result<SpaceId, Problem> {
    let (reads, account) = (front.view("identity", at_least).await?, AccountId(account));
    let found = reads.query(move |connection| accounts::one(connection, account)).await?;
    found.map(|_| account.into()).ok_or_else(no_such_account)
}
