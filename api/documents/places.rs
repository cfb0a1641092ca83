//! The places where folders can keep what comes, besides the house's own: those that the configuration names.

use std::sync::Arc;

use axum::extract::State;
use commands::documents::NamedPlace;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{AtLeast, Json, Person, Problem},
};

/// A place where files are kept.
#[derive(Serialize, ToSchema)]
pub struct FilePlace {
    /// Its name, as rules of folders say it.
    name: String,
    /// Whether what comes into folders whose rules choose no place is kept there.
    is_usual: bool,
    /// Whether it is there at the moment: its disk, or the machine that has it.
    is_there: bool,
    /// How many bytes more it takes; null while it is not there, and where it does not say, as a bucket of S3.
    left_bytes: Option<u64>,
}

/// Lists the places where folders can keep what comes
///
/// Whoever looks after the house names them in its configuration. Where they lie is not told.
#[utoipa::path(get, path = "/api/documents/places", tag = "documents", security(("session" = [])),
    responses((status = 200, description = "The places, besides the house's own.", body = [FilePlace])))]
pub async fn list(
    State(front): State<Arc<Front>>,
    _person: Person,
    _at_least: AtLeast,
) -> Result<Json<Vec<FilePlace>>, Problem> {
    let found = front.desk.blobs().look_at_places().await?;
    let told = found.into_iter().map(|NamedPlace { name, is_usual, left_bytes }| FilePlace {
        name,
        is_usual,
        is_there: left_bytes.is_ok(),
        left_bytes: left_bytes.ok().flatten(),
    });
    Ok(Json(told.collect()))
}
