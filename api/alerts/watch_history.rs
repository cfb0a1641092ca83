//! How the rules of the watch came to be set as they are.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use chrono::{DateTime, Utc};
use projections::{Page, alerts::watch as view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::watch::named;
use crate::{
    front::Front,
    household::Names,
    http::{
        Admin, AtLeast, Problem, Question,
        paging::{self, PageOf},
    },
};

const LIST: &str = "alerts.watch";

/// Which changes.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WatchChanges {
    /// Of this rule only.
    rule: Option<String>,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// One change of a rule.
#[derive(Serialize, ToSchema)]
pub struct WatchRuleChanged {
    /// The entry of the diary that tells of it.
    position: u64,
    /// Which rule.
    rule: String,
    /// Whether it looks from then on.
    on: bool,
    /// How much is suspicious; null where it was switched off.
    limit: Option<u32>,
    /// Its other number; null where it was switched off.
    span: Option<u32>,
    /// When.
    changed_at: DateTime<Utc>,
    /// By whom: `person`, `house` or `console`.
    who: String,
    /// By which person.
    account: Option<Uuid>,
    /// The person's present name; null once erased, or while names cannot be looked up.
    name: Option<String>,
}

impl From<(view::Change, Option<String>)> for WatchRuleChanged {
    fn from((row, name): (view::Change, Option<String>)) -> Self {
        let view::Change { position, rule, on, limit, span, changed_at, who, account } = row;
        Self { position, rule, on, limit, span, changed_at, who, account: account.map(|account| account.0), name }
    }
}

/// Lists changes of the watch
///
/// The newest first.
#[utoipa::path(get, path = "/api/alerts/watch/history", tag = "alerts", params(WatchChanges), security(("session" = [])),
    responses((status = 200, description = "A page of changes.", body = PageOf<WatchRuleChanged>),
        (status = 404, description = "There is no such rule (`no_such_rule`).")))]
pub async fn list(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    at_least: AtLeast,
    uri: Uri,
    Question(asked): Question<WatchChanges>,
) -> Result<Response, Problem> {
    let rule = asked.rule.as_deref().map(named).transpose()?;
    let (before, limit) = (paging::place(LIST, asked.cursor.as_deref())?, paging::limit(asked.limit)?);
    let reads = front.view("alerts", at_least).await?;
    let page =
        reads.query(move |connection| view::history(connection, rule.map(|it| it.name()), before, limit)).await?;
    let names = Names::find(&front, page.items.iter().map(|change| change.account)).await;
    let with_name = |change: view::Change| {
        let name = names.of(change.account);
        (change, name)
    };
    let items = page.items.into_iter().map(with_name).collect();
    Ok(paging::answer::<_, WatchRuleChanged>(LIST, &uri, Page { items, next: page.next }))
}
