//! The diary to take away, the oldest entry first, streamed: a million entries in the memory of a
//! few hundred. When the view fails midway the answer breaks off, so nobody takes a part for all.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use commands::identity;
use domain::identity::takings::Taken;
use futures_util::stream;
use projections::{ReadError, history as view};

use super::{csv, entry::Entry, filter::Filter};
use crate::{
    front::Front,
    http::{AtLeast, Person, Problem, ProvedOrKey, Question},
};

type Write = fn(Vec<view::Entry>) -> String;

/// Exports the diary as JSON lines
///
/// One entry a line, the oldest first.
#[utoipa::path(get, path = "/api/history/export.jsonl", tag = "history", params(Filter), security(("session" = [])),
    responses((status = 200, description = "All entries.", content_type = "application/jsonl", body = Entry)))]
pub async fn as_json_lines(
    State(front): State<Arc<Front>>,
    ProvedOrKey(person): ProvedOrKey,
    at_least: AtLeast,
    Question(filter): Question<Filter>,
) -> Result<Response, Problem> {
    let body = export(&front, &person, at_least, &filter, (Taken::DiaryAsLines, "", json_lines)).await?;
    Ok(file(&front, "application/jsonl", "jsonl", body))
}

/// Exports the diary as a table
///
/// Comma-separated, the oldest entry first; safe to open in a spreadsheet.
#[utoipa::path(get, path = "/api/history/export.csv", tag = "history", params(Filter), security(("session" = [])),
    responses((status = 200, description = "All entries.", content_type = "text/csv", body = String)))]
pub async fn as_csv(
    State(front): State<Arc<Front>>,
    ProvedOrKey(person): ProvedOrKey,
    at_least: AtLeast,
    Question(filter): Question<Filter>,
) -> Result<Response, Problem> {
    let body = export(&front, &person, at_least, &filter, (Taken::DiaryAsTable, csv::HEAD, csv_lines)).await?;
    Ok(file(&front, "text/csv; charset=utf-8; header=present", "csv", body))
}

async fn export(
    front: &Front,
    person: &Person,
    at_least: AtLeast,
    filter: &Filter,
    (what, head, write): (Taken, &'static str, Write),
) -> Result<Body, Problem> {
    filter.whole()?;
    let filter = filter.looked_up(front, person).await?;
    let mut export = view::Export::new(front.view("history", at_least).await?, filter);
    // The first entries are asked for before the answer begins, while a problem can still be told.
    let first = format!("{head}{}", write(export.next().await?));
    identity::take_along(&front.desk, &person.caller, what).await?;
    Ok(Body::from_stream(stream::try_unfold((Some(first), export), move |(first, mut export)| async move {
        let text = match first {
            Some(text) => text,
            None => write(export.next().await?),
        };
        Ok::<_, ReadError>(if text.is_empty() { None } else { Some((Bytes::from(text), (None, export))) })
    })))
}

fn json_lines(entries: Vec<view::Entry>) -> String {
    let mut text = String::new();
    for entry in entries {
        // Strings, numbers and times: there is nothing in an entry that JSON has no form for.
        text.push_str(&serde_json::to_string(&Entry::from(entry)).unwrap_or_default());
        text.push('\n');
    }
    text
}

fn csv_lines(entries: Vec<view::Entry>) -> String {
    let mut text = String::new();
    entries.iter().for_each(|entry| csv::line(entry, &mut text));
    text
}

fn file(front: &Front, content_type: &'static str, ending: &str, body: Body) -> Response {
    let day = front.desk.clock().now().format("%Y-%m-%d");
    let disposition = format!("attachment; filename=\"daybook-{day}.{ending}\"");
    ([(CONTENT_TYPE, content_type.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response()
}
