//! Links made, changed and taken back. The address of one is shown when it is made, and never again.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use commands::documents::links::{self, LinkChange, NewLink};
use domain::documents::{LinkId, NodeId};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    documents::found::living,
    front::Front,
    http::{AtLeast, Json, NoBody, Path, Person, Problem, freshness::Receipt, qr_code::qr_svg},
};

/// A link that somebody wants.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkWanted {
    /// The file or folder that it shall open.
    node: Uuid,
    /// Which version of a file; always the newest where it is left out.
    version: Option<u32>,
    /// Whether files only come in, into a folder: whoever holds it sees a form and nothing else.
    #[serde(default)]
    upload_only: bool,
    /// What its owner remembers it by: 1 to 120 characters.
    note: Option<String>,
    /// Its password: 8 to 128 characters.
    password: Option<String>,
    /// Until when it works; for ever where it is left out.
    until: Option<DateTime<Utc>>,
    /// How many times it is used at most.
    #[schema(minimum = 1)]
    most_uses: Option<u32>,
    /// Whether its maker is mailed when something was fetched through it for the first time or, where files only come in, came in.
    #[serde(default)]
    tell_first: bool,
}

/// A link that was made just now.
#[derive(Serialize, ToSchema)]
pub struct LinkMade {
    /// Its id.
    id: Uuid,
    /// The whole address, token included, shown this once; null where the request was answered before under its
    /// `Idempotency-Key`.
    url: Option<String>,
    /// The address as a QR code: an SVG image.
    qr_svg: Option<String>,
    /// Where it is written down, as in `Daybook-Position`.
    position: u64,
}

/// Makes a link
///
/// Whoever holds its address may fetch the file, or what lies in the folder, without an account. The answer shows the
/// address; it is never shown again.
#[utoipa::path(post, path = "/api/documents/links", tag = "documents", request_body = LinkWanted, security(("session" = [])),
    responses((status = 201, description = "It works from now on.", body = LinkMade),
        (status = 404, description = "There is no such file or folder.")))]
pub async fn make(
    State(front): State<Arc<Front>>,
    person: Person,
    Json(LinkWanted { node, version, upload_only, note, password, until, most_uses, tell_first }): Json<LinkWanted>,
) -> Result<Response, Problem> {
    let space = living(&front, &person, AtLeast::default(), node).await?.space();
    let new = NewLink { node: NodeId(node), version, upload_only, note, password, until, most_uses, tell_first };
    let links::MadeLink { link, url, done } = links::make_link(&front.desk, &person.caller, space, new).await?;
    let qr_svg = url.as_deref().map(qr_svg).transpose()?;
    let made = (StatusCode::CREATED, LinkMade { id: link.0, url, qr_svg, position: done.position });
    Ok(front.made("documents", made, &format!("/api/documents/links/{link}"), done).await)
}

/// What shall be otherwise; what is not named stays, and `null` takes a term away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkTermsChange {
    /// What its owner remembers it by.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    note: Option<Option<String>>,
    /// Its password: 8 to 128 characters.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    password: Option<Option<String>>,
    /// Until when it works.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    until: Option<Option<DateTime<Utc>>>,
    /// How many times it is used at most.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<u32>, minimum = 1)]
    most_uses: Option<Option<u32>>,
    /// Whether its owner is mailed at its first use; that says nothing once it was used.
    tell_first: Option<bool>,
}

/// What is there, be it `null`.
fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Changes a link
///
/// One's own. Its address stays the same.
#[utoipa::path(patch, path = "/api/documents/links/{id}", tag = "documents", params(("id" = Uuid, Path)),
    request_body = LinkTermsChange, security(("session" = [])),
    responses((status = 200, description = "It works as asked.", body = Receipt)))]
pub async fn change(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    Json(LinkTermsChange { note, password, until, most_uses, tell_first }): Json<LinkTermsChange>,
) -> Result<Response, Problem> {
    let change = LinkChange { note, password, until, most_uses, tell_first };
    let done = links::change_link(&front.desk, &person.caller, LinkId(id), change).await?;
    Ok(front.receipt("documents", done).await)
}

/// Revokes a link
///
/// One's own, or anybody's for an admin. It opens nothing from then on.
#[utoipa::path(delete, path = "/api/documents/links/{id}", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It is revoked.", body = Receipt)))]
pub async fn revoke(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    let done = links::revoke_link(&front.desk, &person.caller, LinkId(id)).await?;
    Ok(front.receipt("documents", done).await)
}
