//! The alerts a person was told.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use chrono::{DateTime, Utc};
use commands::alerts;
use domain::AlertId;
use projections::{Page, alerts::alerts as view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    front::Front,
    http::{
        AtLeast, Json, NoBody, Path, Person, Problem, Question, SeverityWord,
        freshness::Receipt,
        paging::{self, PageOf},
    },
};

const LIST: &str = "alerts.alerts";

/// Which alerts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Only those that were not acknowledged.
    #[serde(default)]
    unseen: bool,
    /// From this severity on.
    least: Option<SeverityWord>,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// One alert.
#[derive(Serialize, ToSchema)]
pub struct Alert {
    /// Its id.
    id: Uuid,
    /// The entry of the diary it is about.
    about: u64,
    /// The context of that entry.
    context: String,
    /// The stored name of that entry.
    kind: String,
    /// The severity of that entry.
    #[schema(value_type = SeverityWord)]
    severity: &'static str,
    /// What happened, in one sentence.
    sentence: String,
    /// The present name of the person that entry is about; null where it is about nobody, or once erased.
    concerns: Option<String>,
    /// When it was raised.
    raised_at: DateTime<Utc>,
    /// `raised`, `delivered`, `failed` (and tried again) or `abandoned`.
    state: String,
    /// How many deliveries failed.
    attempts: u32,
    /// When delivery is tried again.
    retry_at: Option<DateTime<Utc>>,
    /// What the mail server said last.
    last_reason: Option<String>,
    /// When the mail server took the mail, or it was written into the folder of letters.
    delivered_at: Option<DateTime<Utc>>,
    /// Whether the mail lies in that folder: there was no mail server.
    in_folder: bool,
    /// When the person had seen it.
    acknowledged_at: Option<DateTime<Utc>>,
}

impl Alert {
    /// A row with what its entry tells.
    pub async fn of(front: &Front, row: view::Alert) -> Result<Self, Problem> {
        let told = alerts::tell(&front.desk, row.about).await?;
        let (sentence, concerns) = told.map(|told| (told.sentence, told.concerns)).unwrap_or_default();
        Ok(Self {
            id: row.id.0,
            about: row.about,
            context: row.context,
            kind: row.kind,
            severity: row.severity,
            sentence,
            concerns,
            raised_at: row.raised_at,
            state: row.state,
            attempts: row.attempts,
            retry_at: row.retry_at,
            last_reason: row.last_reason,
            delivered_at: row.delivered_at,
            in_folder: row.in_folder,
            acknowledged_at: row.acknowledged_at,
        })
    }
}

/// Lists one's own alerts
///
/// The newest first.
#[utoipa::path(get, path = "/api/alerts/alerts", tag = "alerts", params(Filter), security(("session" = [])),
    responses((status = 200, description = "A page of alerts.", body = PageOf<Alert>)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    Person { account, .. }: Person,
    at_least: AtLeast,
    uri: Uri,
    Question(filter): Question<Filter>,
) -> Result<Response, Problem> {
    let query = view::Query {
        person: Some(account),
        unseen: filter.unseen,
        least: filter.least.map(Into::into),
        before: paging::place(LIST, filter.cursor.as_deref())?,
        limit: paging::limit(filter.limit)?,
    };
    let reads = front.view("alerts", at_least).await?;
    let page = reads.query(move |connection| view::page(connection, &query)).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        items.push(Alert::of(&front, row).await?);
    }
    Ok(paging::answer::<_, Alert>(LIST, &uri, Page { items, next: page.next }))
}

/// Acknowledges an alert
///
/// Only the person who was told can.
#[utoipa::path(post, path = "/api/alerts/alerts/{id}/acknowledgement", tag = "alerts", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It counts as seen.", body = Receipt)))]
pub async fn acknowledge(
    State(front): State<Arc<Front>>,
    Person { caller, .. }: Person,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    let done = alerts::acknowledge(&front.desk, &caller, AlertId(id)).await?;
    Ok(front.receipt("alerts", done).await)
}

/// How many alerts count as seen now that did not before.
#[derive(Serialize, ToSchema)]
pub struct Acknowledged {
    /// How many.
    acknowledged: u64,
}

/// Alerts that are acknowledged by one request.
const AT_ONCE: usize = 10_000;

/// Acknowledges all of one's own alerts
///
/// Those that were raised until now.
#[utoipa::path(post, path = "/api/alerts/acknowledgement", tag = "alerts", security(("session" = [])),
    responses((status = 200, description = "They count as seen.", body = Acknowledged)))]
pub async fn acknowledge_all(
    State(front): State<Arc<Front>>,
    Person { caller, account, .. }: Person,
    at_least: AtLeast,
    _body: NoBody,
) -> Result<Json<Acknowledged>, Problem> {
    let reads = front.view("alerts", at_least).await?;
    let waiting = reads.query(move |connection| view::waiting(connection, account, AT_ONCE)).await?;
    let acknowledged = alerts::acknowledge_all(&front.desk, &caller, &waiting).await?;
    front.shown_so_far("alerts").await;
    Ok(Json(Acknowledged { acknowledged }))
}
