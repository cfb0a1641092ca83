//! The bytes of a file, all or a part of them, to keep or to look at.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, Method},
    response::Response,
};
use domain::documents::{NodeId, SpaceId};
use projections::documents as view;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    found::{Found, living, missing},
    send::{Sending, Through, send},
};
use crate::{
    front::Front,
    http::{AtLeast, Path, Person, Problem, Question},
};

/// What of a file, and for what.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Which version; the newest where nothing is said.
    version: Option<u32>,
    /// Whether it is to be looked at, as far as its kind is one that is shown, and not to be kept.
    #[serde(default)]
    inline: bool,
}

/// The bytes of a file
///
/// All of them, or one range. `ETag` is half of their hash.
#[utoipa::path(get, path = "/api/documents/files/{id}/content", tag = "documents", params(("id" = Uuid, Path), Wanted),
    security(("session" = [])),
    responses((status = 200, description = "All of them.", content_type = "*/*", body = Vec<u8>),
        (status = 206, description = "The range that was asked for.", content_type = "*/*", body = Vec<u8>),
        (status = 304, description = "They are known already."),
        (status = 410, description = "The file has come to its end."),
        (status = 412, description = "They are others than `If-Match` says."),
        (status = 416, description = "The range lies behind their end.")))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    Path(id): Path<Uuid>,
    Question(wanted): Question<Wanted>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Found::Node(node) = living(&front, &person, at_least, id).await? else { return Err(missing()) };
    let reads = front.view("documents", at_least).await?;
    let version = wanted.version;
    let found = reads.query(move |connection| view::bytes(connection, NodeId(id), version)).await?;
    let version = found.ok_or_else(|| Problem::missing("no_such_version", "there is no such version".to_owned()))?;
    let by_proxy = person.is_behind_proxy();
    let through = is_told(&person, node.space, wanted.inline).then_some(Through { caller: person.caller, link: None });
    let sending = Sending { node: &node, version: &version, inline: wanted.inline, by_proxy, through };
    send(&front, &method, &headers, sending).await
}

/// Whoever looks through their own things in the dashboard leaves no trace of it. What others see, too, or what a program
/// fetches, is told.
fn is_told(person: &Person, space: SpaceId, inline: bool) -> bool {
    let is_at_home = space == SpaceId::from(person.account) && person.caller.key.is_none();
    !(inline && is_at_home)
}
