//! Accounts: who may come in, as what.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use commands::{
    Done,
    identity::{self, NewAccount},
};
use domain::{AccountId, Role};
use projections::{Page, identity::accounts as view};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{account::Account, only_oneself};
use crate::{
    front::Front,
    http::{
        Admin, AtLeast, Json, NoBody, Path, Person, Problem, ProvedAdmin, Question, RoleWord, check_proof,
        conditions::{self, etag},
        freshness::{Created, Receipt},
        paging::{self, PageOf},
    },
};

const LIST: &str = "identity.accounts";

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Closed ones, too.
    #[serde(default)]
    closed: bool,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// A person who gets an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// 1 to 60 characters.
    name: String,
    /// Where login codes and alerts are mailed to.
    email: String,
    /// 10 to 200 characters, not one of those that are tried first.
    #[schema(format = Password)]
    password: String,
    /// What the person may do.
    role: RoleWord,
}

/// What changes; the rest stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// The name from now on; for the person, or an admin.
    name: Option<String>,
    /// The role from now on; for admins, and never one's own.
    role: Option<RoleWord>,
}

/// Lists accounts
///
/// The oldest first.
#[utoipa::path(get, path = "/api/identity/accounts", tag = "identity", params(Filter), security(("session" = [])),
    responses((status = 200, description = "A page of accounts.", body = PageOf<Account>)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    at_least: AtLeast,
    uri: Uri,
    Question(filter): Question<Filter>,
) -> Result<Response, Problem> {
    let after = paging::place(LIST, filter.cursor.as_deref())?.unwrap_or_default();
    let query = view::Query { closed: filter.closed, after, limit: paging::limit(filter.limit)? };
    let reads = front.view("identity", at_least).await?;
    let page = reads.query(move |connection| view::page(connection, &query)).await?;
    let presence = identity::presence(&front.desk).await?;
    let with_presence = |account: view::Account| {
        let here = presence.get(&account.id).copied().unwrap_or_default();
        (account, here)
    };
    let items = page.items.into_iter().map(with_presence).collect();
    Ok(paging::answer::<_, Account>(LIST, &uri, Page { items, next: page.next }))
}

/// Gives a person an account
#[utoipa::path(post, path = "/api/identity/accounts", tag = "identity", request_body = Opening,
    security(("session" = [])), responses((status = 201, description = "The person may come in.", body = Created)))]
pub async fn open(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Json(body): Json<Opening>,
) -> Result<Response, Problem> {
    let Opening { name, email, password, role } = body;
    let new = NewAccount { name, email, password, role: role.into() };
    let (account, done) = identity::open_account(&front.desk, &caller, new).await?;
    Ok(front.created("identity", account.0, &format!("/api/identity/accounts/{account}"), done).await)
}

/// Shows an account
///
/// One's own, or anybody's for an admin.
#[utoipa::path(get, path = "/api/identity/accounts/{id}", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "The account.", body = Account),
        (status = 304, description = "It is as `If-None-Match` says.")))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    headers: HeaderMap,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    only_oneself(&person, AccountId(id))?;
    shown(&front, at_least, &headers, AccountId(id)).await
}

/// An account, unless the client has seen it already.
pub(super) async fn shown(
    front: &Front,
    at_least: AtLeast,
    headers: &HeaderMap,
    id: AccountId,
) -> Result<Response, Problem> {
    let reads = front.view("identity", at_least).await?;
    let found = reads.query(move |connection| view::one(connection, id)).await?;
    let account = found.ok_or_else(no_such_account)?;
    let tag = [(header::ETAG, etag(account.length))];
    if conditions::is_known(headers, account.length)? {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    let presence = identity::presence(&front.desk).await?.get(&id).copied().unwrap_or_default();
    Ok((tag, axum::Json(Account::from((account, presence)))).into_response())
}

pub fn no_such_account() -> Problem {
    Problem::missing("no_such_account", "there is no such account")
}

/// Changes an account
///
/// What is given, together or not at all where `If-Match` does not fit.
#[utoipa::path(patch, path = "/api/identity/accounts/{id}", tag = "identity", params(("id" = Uuid, Path)),
    request_body = AccountChange, security(("session" = [])),
    responses((status = 200, description = "It is changed.", body = Receipt)))]
pub async fn change(
    State(front): State<Arc<Front>>,
    Person { caller, .. }: Person,
    headers: HeaderMap,
    Path(id): Path<Uuid>,
    Json(change): Json<AccountChange>,
) -> Result<Response, Problem> {
    let (account, expected) = (AccountId(id), conditions::if_match(&headers)?);
    let desk = &front.desk;
    if caller.is_admin() && (change.role.is_some() || caller.account() != Some(account)) {
        check_proof(&front, &caller).await?;
    }
    let done = match (change.name, change.role.map(Role::from)) {
        (None, None) => {
            let detail = "give a name, a role, or both";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "nothing_asked", detail));
        }
        (None, Some(role)) => identity::change_role(desk, &caller, account, role, expected).await?,
        (Some(name), None) => identity::rename(desk, &caller, account, &name, expected).await?,
        // Whoever may not change the role hears so before the name is changed.
        (Some(_), Some(role)) if !caller.is_admin() || caller.account() == Some(account) => {
            identity::change_role(desk, &caller, account, role, expected).await?
        }
        (Some(name), Some(role)) => {
            let first = identity::rename(desk, &caller.step("name"), account, &name, expected).await?;
            let second = identity::change_role(desk, &caller, account, role, None).await?;
            Done { changed: first.changed || second.changed, ..second }
        }
    };
    Ok(front.tagged_receipt("identity", done).await)
}

/// Closes an account
///
/// The person is let in no more, all their sessions end, and their address is free again.
#[utoipa::path(delete, path = "/api/identity/accounts/{id}", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It is closed.", body = Receipt)))]
pub async fn close(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    headers: HeaderMap,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let expected = conditions::if_match(&headers)?;
    let done = identity::close_account(&front.desk, &caller, AccountId(id), expected).await?;
    front.shown_so_far("identity").await;
    Ok(front.tagged_receipt("identity", done).await)
}

/// Deactivates an account
///
/// The person is let in no more and all their sessions end, until the account is reactivated. It keeps its address.
#[utoipa::path(post, path = "/api/identity/accounts/{id}/deactivation", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It lets nobody in.", body = Receipt)))]
pub async fn deactivate(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    headers: HeaderMap,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    let expected = conditions::if_match(&headers)?;
    let done = identity::deactivate(&front.desk, &caller, AccountId(id), expected).await?;
    front.shown_so_far("identity").await;
    Ok(front.tagged_receipt("identity", done).await)
}

/// Reactivates an account
///
/// The person is let in again, as what they were.
#[utoipa::path(delete, path = "/api/identity/accounts/{id}/deactivation", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It lets its person in.", body = Receipt)))]
pub async fn reactivate(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    headers: HeaderMap,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let expected = conditions::if_match(&headers)?;
    let done = identity::reactivate(&front.desk, &caller, AccountId(id), expected).await?;
    Ok(front.tagged_receipt("identity", done).await)
}
