//! What a person may see and do in the house: what their role gives, and what an admin granted or withheld.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use commands::identity;
use domain::{
    AccountId,
    identity::{Access, Grants, Rights, rights::CONTEXTS},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    front::Front,
    http::{
        Admin, AtLeast, Json, Path, Problem, ProvedAdmin, RoleWord,
        conditions::{self, etag},
        freshness::Receipt,
    },
};

/// What may be done in a part of the house.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Access)]
pub enum AccessWord {
    /// Nothing; it is as if it were not there.
    None,
    /// Look at what is there.
    Look,
    /// Look, and change things.
    Act,
}

impl From<Access> for AccessWord {
    fn from(access: Access) -> Self {
        match access {
            Access::None => Self::None,
            Access::Look => Self::Look,
            Access::Act => Self::Act,
        }
    }
}

impl From<AccessWord> for Access {
    fn from(word: AccessWord) -> Self {
        match word {
            AccessWord::None => Self::None,
            AccessWord::Look => Self::Look,
            AccessWord::Act => Self::Act,
        }
    }
}

/// What a person may do in one part of the house.
#[derive(Serialize, ToSchema)]
pub struct ContextAccess {
    /// Which part, as routes and scopes name it.
    context: &'static str,
    /// What their role gives.
    by_role: AccessWord,
    /// What an admin said instead, if anything.
    set: Option<AccessWord>,
    /// What holds.
    access: AccessWord,
}

/// What a person may do.
#[derive(Serialize, ToSchema)]
pub struct PersonAccess {
    /// Their role. An admin cannot be restricted.
    role: RoleWord,
    /// Each part of the house that can be granted or withheld.
    items: Vec<ContextAccess>,
}

/// What a person may do from now on in one part of the house.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessChange {
    /// Which part.
    context: String,
    /// What they may do; what their role gives if it is left out.
    access: Option<AccessWord>,
}

/// Shows what a person may see and do
///
/// What is about themselves is not in it: that is never withheld.
#[utoipa::path(get, path = "/api/identity/accounts/{id}/access", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = []), ("key" = [])), responses((status = 200, description = "What they may do.", body = PersonAccess)))]
pub async fn show(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    _at_least: AtLeast,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let (role, grants, length) = identity::access_of(&front.desk, AccountId(id)).await?;
    let now = Rights { role, grants, scopes: None };
    let by_role = Rights { grants: Grants::default(), ..now };
    let item = |context: &'static str| ContextAccess {
        context,
        by_role: by_role.access(context).into(),
        set: grants.of(context).map(AccessWord::from),
        access: now.access(context).into(),
    };
    let items = CONTEXTS.iter().filter(|context| !context.is_own).map(|context| item(context.name)).collect();
    Ok(([(header::ETAG, etag(length))], axum::Json(PersonAccess { role: role.into(), items })).into_response())
}

/// Sets what a person may see and do
///
/// It counts at once, in all their sessions and with all their keys.
#[utoipa::path(patch, path = "/api/identity/accounts/{id}/access", tag = "identity", params(("id" = Uuid, Path)),
    request_body = AccessChange, security(("session" = [])),
    responses((status = 200, description = "It is set.", body = Receipt)))]
pub async fn set(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    headers: HeaderMap,
    Path(id): Path<Uuid>,
    Json(AccessChange { context, access }): Json<AccessChange>,
) -> Result<Response, Problem> {
    let expected = conditions::if_match(&headers)?;
    let changes = vec![(context, access.map(Access::from))];
    let done = identity::set_access(&front.desk, &caller, AccountId(id), changes, expected).await?;
    Ok(front.tagged_receipt("identity", done).await)
}
