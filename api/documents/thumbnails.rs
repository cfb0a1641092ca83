//! Small pictures of files that are pictures. One is no delivery: nothing of the file's own bytes leaves the house by it, so the
//! ledger of access does not tell of it.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use commands::documents::{NoThumbnail, thumbnail};
use domain::documents::NodeId;
use projections::documents as view;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    dress::{guard, value},
    found::{Found, living, missing},
    send::over,
    tags::{names, tag},
};
use crate::{
    front::Front,
    http::{AtLeast, Path, Person, Problem, Question},
};

/// A version never changes, so that nobody has to ask again who is let in by the same session or key.
const FOR_EVER: &str = "private, max-age=31536000, immutable";
const ONLY_FOR: &str = "cookie, authorization";
const ASKED_ANEW: &str = "private, no-cache";
/// When somebody asks again who was one too many.
const AGAIN_AFTER_S: u64 = 5;

/// Of which version.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfVersion {
    /// Which version; the newest where nothing is said.
    version: Option<u32>,
}

/// The small picture of a picture
///
/// Of JPEG, PNG, GIF and WebP, the right way up, no side longer than 512 pixels, and without what the camera wrote beside it. It is
/// made when it is first wanted, and is no delivery in the ledger of access.
#[utoipa::path(get, path = "/api/documents/files/{id}/thumbnail", tag = "documents", params(("id" = Uuid, Path), OfVersion),
    security(("session" = [])),
    responses((status = 200, description = "JPEG; PNG where one sees through it.", content_type = "image/jpeg", body = Vec<u8>),
        (status = 304, description = "It is known already."),
        (status = 404, description = "`no_thumbnail`: it is no picture that can be read here."),
        (status = 410, description = "The file has come to its end."),
        (status = 503, description = "Too many are being made.")))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    Path(id): Path<Uuid>,
    Question(OfVersion { version: asked }): Question<OfVersion>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Found::Node(node) = living(&front, &person, at_least, id).await? else { return Err(missing()) };
    let reads = front.view("documents", at_least).await?;
    let found = reads.query(move |connection| view::bytes(connection, NodeId(id), asked)).await?;
    let version = found.ok_or_else(|| Problem::missing("no_such_version", "there is no such version".to_owned()))?;
    if node.is_version_over(&version, front.desk.clock().now()) {
        return Err(over());
    }
    let tag = tag(version.blob);
    let small = if names(&headers, &header::IF_NONE_MATCH, true, Some(&tag)) == Some(true) {
        None
    } else {
        Some(thumbnail(&front.desk, node.space, version.blob).await.map_err(Problem::from)??)
    };
    let kept = if asked.is_some() { FOR_EVER } else { ASKED_ANEW };
    let kept = [(header::CACHE_CONTROL, value(kept)), (header::VARY, value(ONLY_FOR))];
    let mut response = ([(header::ETAG, value(&tag))], kept).into_response();
    // Both kinds that are made are shown under the same guard.
    guard(response.headers_mut(), node.name.as_deref().unwrap_or("picture"), "image/jpeg", true);
    match small {
        None => *response.status_mut() = StatusCode::NOT_MODIFIED,
        Some(small) => {
            response.headers_mut().insert(header::CONTENT_TYPE, value(small.media_type));
            *response.body_mut() = Body::from(small.bytes);
        }
    }
    Ok(response)
}

impl From<NoThumbnail> for Problem {
    fn from(why: NoThumbnail) -> Self {
        match why {
            NoThumbnail::None => Self::missing("no_thumbnail", why.to_string()),
            NoThumbnail::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "thumbnails_busy", why.to_string())
                .with(header::RETRY_AFTER, AGAIN_AFTER_S.into()),
        }
    }
}
