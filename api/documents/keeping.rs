//! How long a space keeps its trash and earlier versions.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use commands::documents;
use domain::documents::space::{Keeping, ThinningStep};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::found::SpaceWord;
use crate::{
    front::Front,
    http::{AtLeast, Json, Path, Person, Problem, freshness::Receipt},
};

/// The rules of a space.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpaceKeeping {
    /// After so many days something in the trash is deleted for good: 1 to 36,500; never, where nothing is said.
    trash_days: Option<u32>,
    /// Which versions stay, by their age, at most 8 steps, each of a greater age than the one before. A version that is older
    /// than all steps goes; without steps all stay. The newest of a file and those that are pinned always do.
    steps: Vec<KeepingStep>,
}

/// Of versions up to an age, one for each span of time stays: its last.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepingStep {
    /// The age; any, where nothing is said.
    until_hours: Option<u32>,
    /// The span; with 0 all stay.
    every_minutes: u32,
}

/// What rules would take away now.
#[derive(Serialize, ToSchema)]
pub struct KeepingPreview {
    /// Files and folders in the trash, each with all that is in it.
    trashed: usize,
    /// Versions of files.
    versions: usize,
    /// Bytes of those versions.
    size_bytes: u64,
}

impl From<SpaceKeeping> for Keeping {
    fn from(SpaceKeeping { trash_days, steps }: SpaceKeeping) -> Self {
        let step = |KeepingStep { until_hours, every_minutes }| ThinningStep { until_hours, every_minutes };
        Self { trash_days, steps: steps.into_iter().map(step).collect() }
    }
}

impl From<Keeping> for SpaceKeeping {
    fn from(Keeping { trash_days, steps }: Keeping) -> Self {
        let step = |ThinningStep { until_hours, every_minutes }| KeepingStep { until_hours, every_minutes };
        Self { trash_days, steps: steps.into_iter().map(step).collect() }
    }
}

/// Shows the rules of a space
#[utoipa::path(get, path = "/api/documents/spaces/{space}/keeping", tag = "documents",
    params(("space" = inline(SpaceWord), Path)), security(("session" = [])),
    responses((status = 200, description = "The rules.", body = SpaceKeeping)))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    _at_least: AtLeast,
    Path(space): Path<SpaceWord>,
) -> Result<Json<SpaceKeeping>, Problem> {
    Ok(Json(documents::keeping(&front.desk, &person.caller, space.of(&person)).await?.into()))
}

/// Shows what rules would take away now
///
/// Nothing changes by asking.
#[utoipa::path(post, path = "/api/documents/spaces/{space}/keeping/preview", tag = "documents",
    params(("space" = inline(SpaceWord), Path)), request_body = SpaceKeeping, security(("session" = [])),
    responses((status = 200, description = "What would go.", body = KeepingPreview)))]
pub async fn preview(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(space): Path<SpaceWord>,
    Json(rules): Json<SpaceKeeping>,
) -> Result<Json<KeepingPreview>, Problem> {
    let found = documents::preview_keeping(&front.desk, &person.caller, space.of(&person), &rules.into()).await?;
    let documents::WouldGo { trashed, versions, size_bytes } = found;
    Ok(Json(KeepingPreview { trashed, versions, size_bytes }))
}

/// Sets the rules of a space
///
/// Those of the space that all share are set by admins. They are kept to within the hour.
#[utoipa::path(put, path = "/api/documents/spaces/{space}/keeping", tag = "documents",
    params(("space" = inline(SpaceWord), Path)), request_body = SpaceKeeping, security(("session" = [])),
    responses((status = 200, description = "These are the rules.", body = Receipt)))]
pub async fn set(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(space): Path<SpaceWord>,
    Json(rules): Json<SpaceKeeping>,
) -> Result<Response, Problem> {
    let done = documents::set_keeping(&front.desk, &person.caller, space.of(&person), rules.into()).await?;
    Ok(front.receipt("documents", done).await)
}
