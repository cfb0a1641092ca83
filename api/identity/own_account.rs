//! One's own account: what a person sees of it and may change without asking anybody.

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Response};
use commands::identity;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{account::Account, accounts};
use crate::{
    front::Front,
    http::{AtLeast, Json, Person, Problem, conditions, freshness::Receipt},
};

/// What changes of one's own account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnChange {
    /// The name from now on: 1 to 60 characters.
    name: String,
}

/// Shows one's own account
#[utoipa::path(get, path = "/api/identity/account", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The account.", body = Account),
        (status = 304, description = "It is as `If-None-Match` says.")))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    accounts::shown(&front, at_least, &headers, person.account).await
}

/// Changes one's own name
#[utoipa::path(patch, path = "/api/identity/account", tag = "identity", request_body = OwnChange,
    security(("session" = [])), responses((status = 200, description = "It is changed.", body = Receipt)))]
pub async fn change(
    State(front): State<Arc<Front>>,
    Person { caller, account, .. }: Person,
    headers: HeaderMap,
    Json(OwnChange { name }): Json<OwnChange>,
) -> Result<Response, Problem> {
    let expected = conditions::if_match(&headers)?;
    let done = identity::rename(&front.desk, &caller, account, &name, expected).await?;
    Ok(front.tagged_receipt("identity", done).await)
}
