//! Passwords and locks: one's own password, and help for whoever is locked out.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use commands::identity;
use domain::AccountId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    front::Front,
    http::{Json, NoBody, Path, Person, Problem, ProvedAdmin, Somebody, freshness::Receipt},
};

/// The present password and the next.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Passwords {
    /// The present password.
    #[schema(format = Password)]
    current: String,
    /// The password from now on: 10 to 200 characters, not one of those that are tried first.
    #[schema(format = Password)]
    new: String,
}

/// The next password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The password from now on: 10 to 200 characters, not one of those that are tried first.
    #[schema(format = Password)]
    password: String,
}

/// A password that somebody thinks of, and who they are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThoughtOf {
    /// The password.
    #[schema(format = Password)]
    password: String,
    /// The name of whom it is for; that of whoever asks, unless said.
    name: Option<String>,
    /// Their mail address, likewise.
    email: Option<String>,
}

/// What the house would say to a password.
#[derive(Serialize, ToSchema)]
pub struct Verdict {
    /// Why it would be refused; null where it would be taken.
    weakness: Option<String>,
}

/// Says whether a password would be taken
///
/// By the same rule as where one is set. Nothing is kept of it, and nothing changes.
#[utoipa::path(post, path = "/api/identity/passwords/verdict", tag = "identity", request_body = ThoughtOf,
    responses((status = 200, description = "What the house would say.", body = Verdict)))]
pub async fn judge(
    State(front): State<Arc<Front>>,
    Somebody(person): Somebody,
    Json(body): Json<ThoughtOf>,
) -> Result<axum::Json<Verdict>, Problem> {
    let about = (body.name.as_deref(), body.email.as_deref());
    let account = person.map(|person| person.account);
    let weakness = identity::weakness_of(&front.desk, account, body.password, about).await?;
    Ok(axum::Json(Verdict { weakness: weakness.map(|weakness| weakness.to_string()) }))
}

/// Changes one's own password
///
/// All other sessions of the person end, and this one gets another secret. A wrong present password counts as a wrong
/// proof of who it is.
#[utoipa::path(put, path = "/api/identity/password", tag = "identity", request_body = Passwords,
    security(("session" = [])), responses((status = 200, description = "It is changed.", body = Receipt)))]
pub async fn change(
    State(front): State<Arc<Front>>,
    person: Person,
    Json(body): Json<Passwords>,
) -> Result<Response, Problem> {
    let done = identity::change_password(&front.desk, &person.caller, body.current, body.new).await?;
    person.renew(&front).await?;
    front.shown_so_far("identity").await;
    Ok(front.receipt("identity", done).await)
}

/// Sets somebody's password
///
/// All sessions of the person end.
#[utoipa::path(post, path = "/api/identity/accounts/{id}/password", tag = "identity", params(("id" = Uuid, Path)),
    request_body = NewPassword, security(("session" = [])),
    responses((status = 200, description = "It is set.", body = Receipt)))]
pub async fn reset(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Path(id): Path<Uuid>,
    Json(body): Json<NewPassword>,
) -> Result<Response, Problem> {
    let done = identity::reset_password(&front.desk, &caller, AccountId(id), body.password).await?;
    front.shown_so_far("identity").await;
    Ok(front.receipt("identity", done).await)
}

/// Opens a locked door before its time
#[utoipa::path(post, path = "/api/identity/accounts/{id}/unlock", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "The door is open.", body = Receipt)))]
pub async fn unlock(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    let done = identity::unlock(&front.desk, &caller, AccountId(id)).await?;
    Ok(front.receipt("identity", done).await)
}
