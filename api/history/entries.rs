//! The diary page by page, and each entry in full.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, Uri, header::LINK},
    response::{IntoResponse, Response},
};
use domain::EventTable;
use projections::history as view;

use super::{
    entry::{Entry, EntryInFull},
    filter::{Filter, visible_to, withheld},
};
use crate::{
    front::Front,
    http::{
        AtLeast, Json, Path, Person, Problem, Question,
        paging::{PageOf, next_link},
    },
};

/// Reads the diary
///
/// The newest first, unless asked otherwise. People below admin see what concerns them.
#[utoipa::path(get, path = "/api/history/entries", tag = "history", params(Filter), security(("session" = [])),
    responses((status = 200, description = "A page of the diary.", body = PageOf<Entry>)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Question(filter): Question<Filter>,
) -> Result<Response, Problem> {
    let query = filter.page(filter.looked_up(&front, &person).await?)?;
    let cursor = if query.order == view::Order::Newest { "before" } else { "after" };
    let reads = front.view("history", at_least).await?;
    let page = reads.query(move |connection| view::page(connection, &query)).await?;
    let next = page.next.map(|position| position.to_string());
    let link = next.as_ref().and_then(|position| next_link(&uri, cursor, position));
    let headers: HeaderMap = link.into_iter().map(|link| (LINK, link)).collect();
    let items: Vec<Entry> = page.items.into_iter().map(Entry::from).collect();
    Ok((headers, axum::Json(PageOf { items, next })).into_response())
}

/// Shows one entry
///
/// With what the event says in full, its cause and its consequences.
#[utoipa::path(get, path = "/api/history/entries/{position}", tag = "history", params(("position" = u64, Path)),
    security(("session" = [])), responses((status = 200, description = "The entry.", body = EntryInFull)))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    Path(position): Path<u64>,
) -> Result<Json<EntryInFull>, Problem> {
    let missing = || Problem::missing("no_such_entry", "there is no such entry, or it is none of yours");
    if position > front.desk.head() {
        return Err(missing());
    }
    let (reads, visible_to, withheld) =
        (front.view("history", at_least).await?, visible_to(&person), withheld(&person));
    let found = reads.query(move |connection| view::linked(connection, position, visible_to, &withheld)).await?;
    let view::Linked { entry, cause, consequences } = found.ok_or_else(missing)?;
    let fact = front.desk.fact(position).await?.ok_or_else(missing)?;
    let payload = fact.event.tell(serde_json::value::Serializer).map_err(|error| Problem::broken(&error))?;
    Ok(Json(EntryInFull {
        entry: entry.into(),
        payload,
        cause: cause.map(Entry::from),
        consequences: consequences.into_iter().map(Entry::from).collect(),
    }))
}
