//! The second factors of a person: seen, renamed, removed; and taken away by whoever looks after the house.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};
use commands::identity;
use domain::{AccountId, identity::factors::FactorId};
use projections::identity::factors as view;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::only_oneself;
use crate::{
    front::Front,
    http::{AtLeast, Json, Path, Person, Problem, Proved, ProvedAdmin, Question, freshness::Receipt},
};

/// Whose factors.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Whose; one's own if it is left out. Others' are for admins.
    account: Option<Uuid>,
}

/// How sure it is meant.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Meant {
    /// It is meant even if it is the last way to log in.
    #[serde(default)]
    confirmed: bool,
}

/// What a factor is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FactorKind {
    /// An app that shows another code every half minute.
    App,
    /// A key that a device or browser keeps.
    Passkey,
}

/// One second factor.
#[derive(Serialize, ToSchema)]
pub struct Factor {
    /// Its id.
    id: Uuid,
    /// What it is.
    kind: FactorKind,
    /// What the person calls it; null once erased.
    name: Option<String>,
    /// When it was added.
    added_at: DateTime<Utc>,
    /// When it was shown last; null if never.
    last_used_at: Option<DateTime<Utc>>,
}

/// A person's recovery codes; the codes themselves were shown when they were made.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// How many were made.
    made: u32,
    /// How many of them are left.
    left: u32,
    /// When they were made.
    made_at: DateTime<Utc>,
    /// When one was used last; null if never.
    last_used_at: Option<DateTime<Utc>>,
}

/// What a person can show besides the password.
#[derive(Serialize, ToSchema)]
pub struct Factors {
    /// Authenticator apps and passkeys, the oldest first.
    items: Vec<Factor>,
    /// Recovery codes, if any were made.
    recovery_codes: Option<RecoveryCodes>,
    /// Whether this house mails login codes; if not, they lie in a folder on the machine.
    mails_codes: bool,
    /// The host name passkeys of this house belong to; null where it can have none.
    passkey_host: Option<String>,
    /// Why it can have none.
    no_passkeys: Option<String>,
}

impl From<view::Factor> for Factor {
    fn from(view::Factor { id, kind, name, added_at, last_used_at }: view::Factor) -> Self {
        let kind = if kind == "passkey" { FactorKind::Passkey } else { FactorKind::App };
        Self { id: id.0, kind, name, added_at, last_used_at }
    }
}

impl From<view::RecoveryCodes> for RecoveryCodes {
    fn from(view::RecoveryCodes { made, left, made_at, last_used_at }: view::RecoveryCodes) -> Self {
        Self { made, left, made_at, last_used_at }
    }
}

/// Lists second factors
///
/// One's own, or anybody's for an admin.
#[utoipa::path(get, path = "/api/identity/factors", tag = "identity", params(Filter), security(("session" = [])),
    responses((status = 200, description = "What the person can show besides the password.", body = Factors)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    Question(filter): Question<Filter>,
) -> Result<Json<Factors>, Problem> {
    let account = filter.account.map_or(person.account, AccountId);
    only_oneself(&person, account)?;
    Ok(Json(of(&front, at_least, account).await?))
}

/// What somebody can show.
pub async fn of(front: &Front, at_least: AtLeast, account: AccountId) -> Result<Factors, Problem> {
    let reads = front.view("identity", at_least).await?;
    let ask = move |connection: &_| Ok((view::of(connection, account)?, view::codes(connection, account)?));
    let (items, codes) = reads.query(ask).await?;
    let mails_codes = identity::codes_are_mailed(&front.desk).await?;
    let items = items.into_iter().map(Factor::from).collect();
    let (passkey_host, no_passkeys) = match identity::passkey_host(&front.desk).await? {
        Ok(host) => (Some(host), None),
        Err(no) => (None, Some(no.to_string())),
    };
    let recovery_codes = codes.map(RecoveryCodes::from);
    Ok(Factors { items, recovery_codes, mails_codes, passkey_host, no_passkeys })
}

/// The name from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorChange {
    /// 1 to 60 characters.
    name: String,
}

/// Renames a second factor
///
/// One's own.
#[utoipa::path(patch, path = "/api/identity/factors/{id}", tag = "identity", params(("id" = Uuid, Path)),
    request_body = FactorChange, security(("session" = [])),
    responses((status = 200, description = "It is renamed.", body = Receipt)))]
pub async fn rename(
    State(front): State<Arc<Front>>,
    Person { caller, .. }: Person,
    Path(id): Path<Uuid>,
    Json(FactorChange { name }): Json<FactorChange>,
) -> Result<Response, Problem> {
    let done = identity::rename_factor(&front.desk, &caller, FactorId(id), &name).await?;
    Ok(front.receipt("identity", done).await)
}

/// Removes a second factor
///
/// One's own. The last one goes without a word only while this house mails codes; one that is required stays.
#[utoipa::path(delete, path = "/api/identity/factors/{id}", tag = "identity", params(("id" = Uuid, Path), Meant),
    security(("session" = [])), responses((status = 200, description = "It is of no use any more.", body = Receipt),
        (status = 409, description = "It is the last way to log in, or it is required.")))]
pub async fn remove(
    State(front): State<Arc<Front>>,
    Proved(Person { caller, .. }): Proved,
    Path(id): Path<Uuid>,
    Question(Meant { confirmed }): Question<Meant>,
) -> Result<Response, Problem> {
    let done = identity::remove_factor(&front.desk, &caller, FactorId(id), confirmed).await?;
    Ok(front.receipt("identity", done).await)
}

/// Takes all second factors and recovery codes of somebody away
///
/// The person hears of it, and comes in by a mailed code again.
#[utoipa::path(delete, path = "/api/identity/accounts/{id}/factors", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "None is left.", body = Receipt)))]
pub async fn reset(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let done = identity::reset_factors(&front.desk, &caller, AccountId(id)).await?;
    Ok(front.receipt("identity", done).await)
}
