//! API keys: what programs show to act for a person. Made, shown once, and taken back.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use commands::{
    KeyUse,
    identity::{self, MadeKey, NewKey},
};
use domain::{AccountId, KeyId, Role, identity::Scopes};
use projections::{Page, identity::keys as view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::only_oneself;
use crate::{
    front::Front,
    http::{
        AtLeast, Json, Path, Person, Problem, Proved, Question,
        freshness::{Receipt, positioned},
        paging::{self, PageOf},
    },
};

const LIST: &str = "identity.keys";

/// Which keys.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Whose; one's own if it is left out. Others' are for admins.
    account: Option<Uuid>,
    /// Everybody's, for admins.
    #[serde(default)]
    everybody: bool,
    /// Ended ones, too.
    #[serde(default)]
    ended: bool,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// One key. The secret is not in it: nobody but its maker ever saw that.
#[derive(Serialize, ToSchema)]
pub struct Key {
    /// Its id, which is a part of the key, too.
    id: Uuid,
    /// For whom it acts.
    account: Uuid,
    /// That person's name; null once erased.
    person: Option<String>,
    /// What it is called; null once erased.
    name: Option<String>,
    /// What it is for.
    scopes: Vec<String>,
    /// From where it may be used; everywhere where none is named.
    networks: Vec<String>,
    /// When it was made.
    made_at: DateTime<Utc>,
    /// When it ends by itself.
    until: Option<DateTime<Utc>>,
    /// When it was last used.
    used_at: Option<DateTime<Utc>>,
    /// From which network address it was last used.
    used_from: Option<String>,
    /// When it ended.
    ended_at: Option<DateTime<Utc>>,
    /// Why it ended.
    reason: Option<String>,
}

impl From<(view::Key, Option<KeyUse>)> for Key {
    fn from((row, used): (view::Key, Option<KeyUse>)) -> Self {
        let view::Key { id, account, person, name, scopes, networks, made_at, until, ended_at, reason, .. } = row;
        let used_from = used.and_then(|used| used.from).map(|from| from.to_string());
        let (id, account, used_at) = (id.0, account.0, used.map(|used| used.at));
        Self { id, account, person, name, scopes, networks, made_at, until, used_at, used_from, ended_at, reason }
    }
}

/// A key somebody wants.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Making {
    /// 1 to 60 characters.
    name: String,
    /// What it is for, such as `history:look`; see `GET /api/identity/scopes`.
    scopes: Vec<String>,
    /// When it ends by itself; never if it is left out.
    until: Option<DateTime<Utc>>,
    /// From where it may be used: up to 16 addresses and networks, such as `192.168.1.2` or `fd00::/8`; everywhere if it
    /// is left out.
    #[serde(default)]
    networks: Vec<String>,
}

/// A key that was made just now.
#[derive(Serialize, ToSchema)]
pub struct Made {
    /// Its id.
    id: Uuid,
    /// The key itself, shown this once; null where the request was answered before under its `Idempotency-Key`.
    token: Option<String>,
    /// Where it is written down, as in `Daybook-Position`.
    position: u64,
}

/// What keys can be for.
#[derive(Serialize, ToSchema)]
pub struct ScopeList {
    /// Each scope there is.
    items: Vec<String>,
}

/// Lists API keys
///
/// The newest first; those that are good, unless asked otherwise.
#[utoipa::path(get, path = "/api/identity/keys", tag = "identity", params(Filter), security(("session" = []), ("key" = [])),
    responses((status = 200, description = "A page of keys.", body = PageOf<Key>)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Question(filter): Question<Filter>,
) -> Result<Response, Problem> {
    let account = filter.account.map_or(person.account, AccountId);
    if person.role != Role::Admin && filter.everybody {
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_allowed", "only an admin may see everybody's keys"));
    }
    only_oneself(&person, account)?;
    let query = view::Query {
        account: (!filter.everybody).then_some(account),
        good_at: (!filter.ended).then(|| front.desk.clock().now()),
        before: paging::place(LIST, filter.cursor.as_deref())?,
        limit: paging::limit(filter.limit)?,
    };
    let reads = front.view("identity", at_least).await?;
    let page = reads.query(move |connection| view::page(connection, &query)).await?;
    let uses = identity::key_uses(&front.desk);
    let items = page.items.into_iter().map(|key| (uses.get(&key.id).copied(), key)).map(|(used, key)| (key, used));
    Ok(paging::answer::<_, Key>(LIST, &uri, Page { items: items.collect(), next: page.next }))
}

/// Makes an API key
///
/// For oneself, after a fresh proof of who it is. The answer shows the key; it is never shown again. Use it as `Authorization: Bearer`, as `auth: { token }`
/// of a socket, or as the password of HTTP Basic. It can never do more than its person.
#[utoipa::path(post, path = "/api/identity/keys", tag = "identity", request_body = Making, security(("session" = [])),
    responses((status = 201, description = "The key is good from now on.", body = Made)))]
pub async fn make(
    State(front): State<Arc<Front>>,
    Proved(Person { caller, .. }): Proved,
    Json(Making { name, scopes, until, networks }): Json<Making>,
) -> Result<Response, Problem> {
    let new = NewKey { name, scopes, until, networks };
    let MadeKey { key, token, done } = identity::issue_key(&front.desk, &caller, new).await?;
    front.shown("identity", done.position).await;
    let body = axum::Json(Made { id: key.0, token, position: done.position });
    let mut response = (StatusCode::CREATED, body).into_response();
    positioned(done, response.headers_mut());
    Ok(response)
}

/// Revokes an API key
///
/// One's own, or anybody's for an admin. It is good for nothing from then on, and its sockets are closed.
#[utoipa::path(delete, path = "/api/identity/keys/{id}", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "The key is revoked.", body = Receipt)))]
pub async fn revoke(
    State(front): State<Arc<Front>>,
    Person { caller, .. }: Person,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let done = identity::revoke_key(&front.desk, &caller, KeyId(id)).await?;
    Ok(front.receipt("identity", done).await)
}

/// Lists what keys can be for
///
/// Each scope is a context (or `*`, all of them), a colon, and `look` or `act`; whoever may act may look.
#[utoipa::path(get, path = "/api/identity/scopes", tag = "identity", security(("session" = []), ("key" = [])),
    responses((status = 200, description = "Each scope there is.", body = ScopeList)))]
pub async fn scopes(_person: Person, _at_least: AtLeast) -> Json<ScopeList> {
    Json(ScopeList { items: Scopes::all() })
}
