//! The admin PIN: whether there is one, setting it, removing it. It is never shown.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use commands::identity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{
        Admin, Json, Problem, ProvedAdmin,
        freshness::{AtLeast, Receipt},
    },
};

/// Whether there is a PIN.
#[derive(Serialize, ToSchema)]
pub struct AdminPin {
    /// There is one.
    set: bool,
}

/// The next PIN.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPin {
    /// 6 to 12 digits, and not one of those that everybody tries first.
    #[schema(format = Password)]
    pin: String,
}

/// Says whether one has an admin PIN
#[utoipa::path(get, path = "/api/identity/pin", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "Whether there is one.", body = AdminPin)))]
pub async fn show(
    State(front): State<Arc<Front>>,
    Admin(caller): Admin,
    _: AtLeast,
) -> Result<axum::Json<AdminPin>, Problem> {
    let set = match caller.account() {
        Some(account) => identity::has_pin(&front.desk, account).await?,
        None => false,
    };
    Ok(axum::Json(AdminPin { set }))
}

/// Sets one's admin PIN, or another one
///
/// From then on it proves who one is, as the password does.
#[utoipa::path(put, path = "/api/identity/pin", tag = "identity", request_body = NewPin, security(("session" = [])),
    responses((status = 200, description = "It is set.", body = Receipt)))]
pub async fn set(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Json(body): Json<NewPin>,
) -> Result<Response, Problem> {
    let done = identity::set_pin(&front.desk, &caller, body.pin).await?;
    Ok(front.receipt("identity", done).await)
}

/// Removes one's admin PIN
#[utoipa::path(delete, path = "/api/identity/pin", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "There is none any more.", body = Receipt),
        (status = 404, description = "There was none (`no_pin`).")))]
pub async fn remove(State(front): State<Arc<Front>>, ProvedAdmin(caller): ProvedAdmin) -> Result<Response, Problem> {
    let done = identity::remove_pin(&front.desk, &caller).await?;
    Ok(front.receipt("identity", done).await)
}
