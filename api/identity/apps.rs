//! Authenticator apps and recovery codes: their secrets are shown once, to the person themselves.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use commands::identity;
use domain::identity::factors::FactorId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    front::Front,
    http::{
        Json, NoBody, Path, Person, Problem, Proved,
        freshness::{Created, positioned},
        qr_code::qr_svg,
    },
};

/// An authenticator app that is being set up.
#[derive(Serialize, ToSchema)]
pub struct NewApp {
    /// Its id.
    id: Uuid,
    /// What the app needs to know, to be typed: base32.
    secret: String,
    /// The same for an app on this very device.
    uri: String,
    /// The same as a QR code: an SVG image.
    qr_svg: String,
}

/// The first code of an app.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppConfirmation {
    /// What the person calls it: 1 to 60 characters.
    name: String,
    /// The six digits it shows now.
    code: String,
}

/// Recovery codes, shown this once.
#[derive(Serialize, ToSchema)]
pub struct NewRecoveryCodes {
    /// Each is good for one login.
    codes: Vec<String>,
}

/// Begins to set up an authenticator app
///
/// It counts once it has shown a first code, within a quarter of an hour.
#[utoipa::path(post, path = "/api/identity/factors/apps", tag = "identity", security(("session" = [])),
    responses((status = 201, description = "What the app needs to know; shown this once.", body = NewApp)))]
pub async fn begin(
    State(front): State<Arc<Front>>,
    Proved(Person { caller, .. }): Proved,
    _body: NoBody,
) -> Result<Response, Problem> {
    let identity::NewApp { factor, secret, uri } = identity::begin_app(&front.desk, &caller).await?;
    let qr_svg = qr_svg(&uri)?;
    let body = NewApp { id: factor.0, secret: secret.to_string(), uri: uri.to_string(), qr_svg };
    Ok((StatusCode::CREATED, axum::Json(body)).into_response())
}

/// Confirms an authenticator app by its first code
#[utoipa::path(post, path = "/api/identity/factors/apps/{id}/confirmation", tag = "identity",
    params(("id" = Uuid, Path)), request_body = AppConfirmation, security(("session" = [])),
    responses((status = 201, description = "It counts from now on.", body = Created),
        (status = 422, description = "The code is not what the app should show now.")))]
pub async fn confirm(
    State(front): State<Arc<Front>>,
    Proved(Person { caller, .. }): Proved,
    Path(id): Path<Uuid>,
    Json(AppConfirmation { name, code }): Json<AppConfirmation>,
) -> Result<Response, Problem> {
    let done = identity::confirm_app(&front.desk, &caller, FactorId(id), &name, &code).await?;
    Ok(front.created("identity", id, &format!("/api/identity/factors/{id}"), done).await)
}

/// Makes ten recovery codes
///
/// They are shown this once; those before are void.
#[utoipa::path(post, path = "/api/identity/recovery-codes", tag = "identity", security(("session" = [])),
    responses((status = 201, description = "The codes.", body = NewRecoveryCodes)))]
pub async fn make_codes(
    State(front): State<Arc<Front>>,
    Proved(Person { caller, .. }): Proved,
    _body: NoBody,
) -> Result<Response, Problem> {
    let (codes, done) = identity::make_recovery_codes(&front.desk, &caller).await?;
    front.shown("identity", done.position).await;
    let codes = codes.iter().map(|code| code.to_string()).collect();
    let mut response = (StatusCode::CREATED, axum::Json(NewRecoveryCodes { codes })).into_response();
    positioned(done, response.headers_mut());
    Ok(response)
}
