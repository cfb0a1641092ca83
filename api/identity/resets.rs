//! Forgotten passwords: a link by mail, the password it sets, and a way to say that it was not oneself.
//!
//! Nobody is let in here: whoever set a password logs in with it, second factor included.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use commands::identity;
use domain::AccountId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    front::Front,
    http::{
        Anyone, Json, NoBody, Path, Problem, ProvedAdmin,
        freshness::{Receipt, positioned},
    },
};

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Forgotten {
    /// The address one logs in with.
    email: String,
}

/// What a mailed link carries.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkToken {
    /// What follows the `#` in the link.
    #[schema(format = Password)]
    token: String,
}

/// A link and the password it shall set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// What follows the `#` in the link.
    #[schema(format = Password)]
    token: String,
    /// The password from now on: 10 to 200 characters, not one of those that are tried first.
    #[schema(format = Password)]
    password: String,
}

impl LinkToken {
    /// The secret.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl From<identity::Recoverable> for Recoverable {
    fn from(identity::Recoverable { name, email }: identity::Recoverable) -> Self {
        Self { name, email }
    }
}

/// Whom a link is for, and the address it is about.
#[derive(Serialize, ToSchema)]
pub struct Recoverable {
    /// The person's name.
    name: String,
    /// The address: the one to log in with, or the one to be confirmed.
    email: String,
}

/// A link that is on its way.
#[derive(Serialize, ToSchema)]
pub struct LinkSent {
    /// Until when it works.
    until: DateTime<Utc>,
    /// The link itself, to be handed over; null where a mail server brings it to the person.
    link: Option<String>,
}

impl From<identity::LinkSent> for LinkSent {
    fn from(identity::LinkSent { until, link }: identity::LinkSent) -> Self {
        Self { until, link }
    }
}

/// Asks for a link to set a forgotten password
///
/// The answer, and the time it takes, do not tell whether anybody has this address; if so, a link is
/// mailed there that works once and for thirty minutes.
#[utoipa::path(post, path = "/api/identity/resets", tag = "identity", request_body = Forgotten,
    responses((status = 202, description = "If anybody has this address, a link is on its way."),
        (status = 429, description = "Too many were asked for from this network.")))]
pub async fn ask(
    State(front): State<Arc<Front>>,
    Anyone(caller): Anyone,
    Json(body): Json<Forgotten>,
) -> Result<Response, Problem> {
    identity::ask_reset(&front.desk, &caller, body.email).await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

/// Looks whether a link still sets a password, and whose
#[utoipa::path(post, path = "/api/identity/resets/check", tag = "identity", request_body = LinkToken,
    responses((status = 200, description = "It does.", body = Recoverable),
        (status = 404, description = "It is no such link."),
        (status = 410, description = "It was used, is too old or was replaced.")))]
pub async fn check(
    State(front): State<Arc<Front>>,
    _anyone: Anyone,
    Json(body): Json<LinkToken>,
) -> Result<axum::Json<Recoverable>, Problem> {
    Ok(axum::Json(identity::look_at_reset(&front.desk, &body.token).await?.into()))
}

/// Sets a password through a link
///
/// All sessions of the person end. The link works once.
#[utoipa::path(post, path = "/api/identity/resets/password", tag = "identity", request_body = Recovery,
    responses((status = 200, description = "It is set; log in with it.", body = Receipt),
        (status = 404, description = "It is no such link."),
        (status = 410, description = "It was used, is too old or was replaced.")))]
pub async fn set(
    State(front): State<Arc<Front>>,
    Anyone(caller): Anyone,
    Json(body): Json<Recovery>,
) -> Result<Response, Problem> {
    let done = identity::recover(&front.desk, &caller, &body.token, body.password).await?;
    front.shown_so_far("identity").await;
    Ok(front.receipt("identity", done).await)
}

/// Mails somebody a link to set a password
///
/// It works once and for thirty minutes; until it is used, nothing changes.
#[utoipa::path(post, path = "/api/identity/accounts/{id}/reset", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It is on its way.", body = LinkSent)))]
pub async fn send(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    let (sent, done) = identity::send_reset(&front.desk, &caller, AccountId(id)).await?;
    front.shown("identity", done.position).await;
    let mut response = axum::Json(LinkSent::from(sent)).into_response();
    positioned(done, response.headers_mut());
    Ok(response)
}

/// Says of a change that it was not oneself
///
/// By the link that came with the news of it. All sessions end, the password is void, and a link to set
/// another is mailed.
#[utoipa::path(post, path = "/api/identity/disavowals", tag = "identity", request_body = LinkToken,
    responses((status = 200, description = "It is so; a link is on its way.", body = Receipt),
        (status = 404, description = "It is no such link."),
        (status = 410, description = "It was used, or is too old.")))]
pub async fn disavow(
    State(front): State<Arc<Front>>,
    Anyone(caller): Anyone,
    Json(body): Json<LinkToken>,
) -> Result<Response, Problem> {
    let done = identity::disavow(&front.desk, &caller, &body.token).await?;
    front.shown_so_far("identity").await;
    Ok(front.receipt("identity", done).await)
}
