//! Another mail address: asked for, confirmed from the new one, or left as it is.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use commands::{
    Done,
    identity::{self, LinkSent as Sent},
};
use domain::AccountId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::resets::{LinkSent, LinkToken, Recoverable};
use crate::{
    front::Front,
    http::{
        Admin, Anyone, Json, Path, Person, Problem, ProvedAdmin,
        freshness::{Receipt, positioned},
    },
};

/// One's own address from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnAddress {
    /// The address; it counts once it is confirmed.
    email: String,
    /// The present password.
    #[schema(format = Password)]
    current: String,
}

/// Somebody's address from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAddress {
    /// The address; it counts once it is confirmed.
    email: String,
}

/// Asks for another address of one's own
///
/// A link goes to the new address, which counts once the link is opened; news go to the old one, with a link that
/// takes the change back for seven days.
#[utoipa::path(put, path = "/api/identity/address", tag = "identity", request_body = OwnAddress,
    security(("session" = [])), responses((status = 200, description = "The link is on its way.", body = LinkSent)))]
pub async fn ask_own(
    State(front): State<Arc<Front>>,
    person: Person,
    Json(OwnAddress { email, current }): Json<OwnAddress>,
) -> Result<Response, Problem> {
    let (sent, done) = identity::ask_own_address(&front.desk, &person.caller, &email, current).await?;
    person.renew(&front).await?;
    Ok(answered(&front, sent, done).await)
}

/// Leaves one's own address as it is
#[utoipa::path(delete, path = "/api/identity/address", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The link to confirm another one is void.", body = Receipt)))]
pub async fn keep_own(
    State(front): State<Arc<Front>>,
    Person { caller, account, .. }: Person,
) -> Result<Response, Problem> {
    let done = identity::keep_address(&front.desk, &caller, account).await?;
    Ok(front.receipt("identity", done).await)
}

/// Asks for another address of somebody
///
/// As if they had asked themselves: it counts once it is confirmed.
#[utoipa::path(put, path = "/api/identity/accounts/{id}/address", tag = "identity", params(("id" = Uuid, Path)),
    request_body = NewAddress, security(("session" = [])),
    responses((status = 200, description = "The link is on its way.", body = LinkSent)))]
pub async fn ask(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Path(id): Path<Uuid>,
    Json(NewAddress { email }): Json<NewAddress>,
) -> Result<Response, Problem> {
    let (sent, done) = identity::ask_address(&front.desk, &caller, AccountId(id), &email).await?;
    Ok(answered(&front, sent, done).await)
}

/// Leaves somebody's address as it is
#[utoipa::path(delete, path = "/api/identity/accounts/{id}/address", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])),
    responses((status = 200, description = "The link to confirm another one is void.", body = Receipt)))]
pub async fn keep(
    State(front): State<Arc<Front>>,
    Admin(caller): Admin,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let done = identity::keep_address(&front.desk, &caller, AccountId(id)).await?;
    Ok(front.receipt("identity", done).await)
}

/// Looks whose address a link confirms
#[utoipa::path(post, path = "/api/identity/addresses/check", tag = "identity", request_body = LinkToken,
    responses((status = 200, description = "It does.", body = Recoverable),
        (status = 404, description = "It is no such link."),
        (status = 410, description = "It was used, is too old or was replaced.")))]
pub async fn check(
    State(front): State<Arc<Front>>,
    _anyone: Anyone,
    Json(body): Json<LinkToken>,
) -> Result<axum::Json<Recoverable>, Problem> {
    Ok(axum::Json(identity::look_at_address(&front.desk, body.token()).await?.into()))
}

/// Confirms an address
#[utoipa::path(post, path = "/api/identity/addresses/confirmation", tag = "identity", request_body = LinkToken,
    responses((status = 200, description = "It counts from now on.", body = Receipt),
        (status = 404, description = "It is no such link."),
        (status = 409, description = "Somebody else took the address meanwhile."),
        (status = 410, description = "It was used, is too old or was replaced.")))]
pub async fn confirm(
    State(front): State<Arc<Front>>,
    Anyone(caller): Anyone,
    Json(body): Json<LinkToken>,
) -> Result<Response, Problem> {
    let done = identity::confirm_address(&front.desk, &caller, body.token()).await?;
    Ok(front.receipt("identity", done).await)
}

async fn answered(front: &Front, sent: Sent, done: Done) -> Response {
    front.shown("identity", done.position).await;
    let mut response = axum::Json(LinkSent::from(sent)).into_response();
    positioned(done, response.headers_mut());
    response
}
