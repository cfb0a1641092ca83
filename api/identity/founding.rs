//! The first account.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use commands::identity;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{Anyone, Json, Problem, freshness::Created},
};

/// Whoever makes the first account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Founding {
    /// What follows the `#` in the one-time link that the server printed.
    token: String,
    /// 1 to 60 characters.
    name: String,
    /// Where login codes and alerts are mailed to.
    email: String,
    /// 10 to 200 characters, not one of those that are tried first.
    #[schema(format = Password)]
    password: String,
}

/// Makes the first account
///
/// It looks after the house. Works once, through the one-time link.
#[utoipa::path(post, path = "/api/identity/founding", tag = "identity", request_body = Founding,
    responses((status = 201, description = "The house has its first admin.", body = Created)))]
pub async fn found(
    State(front): State<Arc<Front>>,
    Anyone(caller): Anyone,
    Json(body): Json<Founding>,
) -> Result<Response, Problem> {
    let Founding { token, name, email, password } = body;
    let founding = identity::Founding { token, name, email, password };
    let (account, done) = identity::found(&front.desk, &caller, founding).await?;
    Ok(front.created("identity", account.0, &format!("/api/identity/accounts/{account}"), done).await)
}
