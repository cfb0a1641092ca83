//! Passkeys: made by somebody who is logged in, asked for by whoever comes in.
//!
//! What a browser is asked and what it answers passes through as the standard's JSON (WebAuthn, section 5.1);
//! `parseRequestOptionsFromJSON` and `toJSON` of any browser speak it.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use commands::identity;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::logins::Login;
use crate::{
    front::Front,
    http::{Anyone, Json, NoBody, Person, Problem, Proved, freshness::Created},
};

/// What a browser is asked.
#[derive(Serialize, ToSchema)]
pub struct PasskeyChallenge {
    /// What must be sent along with the answer; good for one answer within five minutes.
    challenge: String,
    /// For `navigator.credentials`, as JSON.
    #[schema(value_type = Object)]
    options: Value,
}

/// The answer of a passkey.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyAnswer {
    /// The `challenge` that was answered.
    pub challenge: String,
    /// What `navigator.credentials.get` gave, as its `toJSON` has it.
    #[schema(value_type = Object)]
    pub credential: Value,
}

/// A new passkey.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyConfirmation {
    /// What the person calls it: 1 to 60 characters.
    name: String,
    /// The `challenge` that was answered.
    challenge: String,
    /// What `navigator.credentials.create` gave, as its `toJSON` has it.
    #[schema(value_type = Object)]
    credential: Value,
}

impl From<identity::PasskeyChallenge> for PasskeyChallenge {
    fn from(identity::PasskeyChallenge { challenge, options }: identity::PasskeyChallenge) -> Self {
        Self { challenge, options }
    }
}

/// Begins to make a passkey
#[utoipa::path(post, path = "/api/identity/factors/passkeys", tag = "identity", security(("session" = [])),
    responses((status = 201, description = "What the browser is asked.", body = PasskeyChallenge),
        (status = 409, description = "This house has no host name that passkeys could belong to.")))]
pub async fn begin(
    State(front): State<Arc<Front>>,
    Proved(Person { caller, .. }): Proved,
    _body: NoBody,
) -> Result<Response, Problem> {
    let identity::NewPasskey { challenge, options } = identity::begin_passkey(&front.desk, &caller).await?;
    Ok((StatusCode::CREATED, axum::Json(PasskeyChallenge { challenge, options })).into_response())
}

/// Keeps a new passkey
#[utoipa::path(post, path = "/api/identity/factors/passkeys/confirmation", tag = "identity",
    request_body = PasskeyConfirmation, security(("session" = [])),
    responses((status = 201, description = "It counts from now on.", body = Created),
        (status = 422, description = "This is not the answer that was asked for.")))]
pub async fn confirm(
    State(front): State<Arc<Front>>,
    Proved(Person { caller, .. }): Proved,
    Json(body): Json<PasskeyConfirmation>,
) -> Result<Response, Problem> {
    let PasskeyConfirmation { name, challenge, credential } = body;
    let made = identity::confirm_passkey(&front.desk, &caller, &challenge, &name, credential).await?;
    Ok(front.created("identity", made.0.0, &format!("/api/identity/factors/{}", made.0.0), made.1).await)
}

/// Asks for any passkey of this house
///
/// For coming in without a password: what the passkey answers goes to `POST /api/identity/sessions`.
#[utoipa::path(post, path = "/api/identity/passkeys/challenge", tag = "identity",
    responses((status = 200, description = "What the browser is asked.", body = PasskeyChallenge),
        (status = 409, description = "This house has no host name that passkeys could belong to.")))]
pub async fn challenge(
    State(front): State<Arc<Front>>,
    Anyone(_caller): Anyone,
    _body: NoBody,
) -> Result<Json<PasskeyChallenge>, Problem> {
    Ok(Json(identity::challenge_alone(&front.desk).await?.into()))
}

/// Asks for a passkey of whoever began a login
///
/// Nothing in the answer tells whether anybody did: who has none is asked for one that is nobody's.
#[utoipa::path(post, path = "/api/identity/logins/passkey", tag = "identity", request_body = Login,
    responses((status = 200, description = "What the browser is asked.", body = PasskeyChallenge),
        (status = 409, description = "This house has no host name that passkeys could belong to.")))]
pub async fn challenge_for_login(
    State(front): State<Arc<Front>>,
    Anyone(_caller): Anyone,
    Json(login): Json<Login>,
) -> Result<Json<PasskeyChallenge>, Problem> {
    Ok(Json(identity::challenge_for_login(&front.desk, &login.login).await?.into()))
}
