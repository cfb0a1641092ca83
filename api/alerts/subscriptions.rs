//! What a person wants to hear of.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use commands::alerts;
use domain::{Severity, alerts::subscription};
use projections::alerts::subscriptions as view;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{AtLeast, Json, Person, Problem, freshness::Receipt},
};

/// From which severity on.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Least {
    /// Everything.
    Notice,
    /// What is worth a look.
    Warning,
    /// What is worth being woken for.
    Critical,
    /// Nothing at all.
    Nothing,
    /// As `everything` says: the choice is taken back.
    Default,
}

impl From<Least> for subscription::Least {
    fn from(least: Least) -> Self {
        match least {
            Least::Notice => Self::From(Severity::Notice),
            Least::Warning => Self::From(Severity::Warning),
            Least::Critical => Self::From(Severity::Critical),
            Least::Nothing => Self::Nothing,
            Least::Default => Self::AsTheRest,
        }
    }
}

/// One choice of a person.
#[derive(Serialize, ToSchema)]
pub struct Subscription {
    /// Which context, or `everything`.
    context: String,
    /// From which severity on.
    #[schema(value_type = Least)]
    least: &'static str,
}

/// What a person wants to hear of from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Which context, or `everything` for those without a choice of their own.
    context: String,
    /// From which severity on.
    least: Least,
}

/// Lists one's own choices
#[utoipa::path(get, path = "/api/alerts/subscriptions", tag = "alerts", security(("session" = [])),
    responses((status = 200, description = "All choices, by context.", body = Vec<Subscription>)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    Person { account, .. }: Person,
    at_least: AtLeast,
) -> Result<Json<Vec<Subscription>>, Problem> {
    let reads = front.view("alerts", at_least).await?;
    let choices = reads.query(move |connection| view::of_person(connection, account)).await?;
    let choices = choices.into_iter();
    Ok(Json(choices.map(|it| Subscription { context: it.context, least: it.least.unwrap_or("nothing") }).collect()))
}

/// Chooses what to hear of
#[utoipa::path(post, path = "/api/alerts/subscriptions", tag = "alerts", request_body = Choice,
    security(("session" = [])), responses((status = 200, description = "So it is.", body = Receipt)))]
pub async fn choose(
    State(front): State<Arc<Front>>,
    Person { caller, account, .. }: Person,
    Json(choice): Json<Choice>,
) -> Result<Response, Problem> {
    let done = alerts::choose(&front.desk, &caller, account, choice.context, choice.least.into()).await?;
    Ok(front.receipt("alerts", done).await)
}
