//! The logs of requests, day by day. Behind a proxy that serves files itself, a day's bytes do not
//! pass through here at all.

use std::sync::Arc;

use axum::{
    Extension,
    extract::State,
    http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use commands::identity;
use domain::identity::takings::Taken;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{Admin, Asked, AtLeast, Json, Path, Problem, ProvedAdmin, RequestFile, file_name},
};

const KIND: &str = "application/jsonl";

/// The logs there are.
#[derive(Serialize, ToSchema)]
pub struct RequestLogs {
    /// One for each day, the newest first, 31 at most.
    items: Vec<RequestLogOfDay>,
}

/// The log of a day.
#[derive(Serialize, ToSchema)]
pub struct RequestLogOfDay {
    /// The day, by UTC.
    day: NaiveDate,
    /// How large it is now.
    size_bytes: u64,
}

/// Lists the logs of requests
///
/// A file for each day, kept for a month.
#[utoipa::path(get, path = "/api/household/request-logs", tag = "household", security(("session" = [])),
    responses((status = 200, description = "The days and their sizes.", body = RequestLogs)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    _at_least: AtLeast,
) -> Result<Json<RequestLogs>, Problem> {
    let Some(folder) = front.request_log.as_ref().and_then(|log| log.folder.clone()) else {
        return Ok(Json(RequestLogs { items: Vec::new() }));
    };
    let files = tokio::task::spawn_blocking(move || RequestFile::all(&folder)).await;
    let files = files.map_err(|error| Problem::broken(&error))?.map_err(|error| Problem::broken(&error))?;
    let items = files.into_iter().map(|RequestFile { day, size_bytes }| RequestLogOfDay { day, size_bytes });
    Ok(Json(RequestLogs { items: items.collect() }))
}

/// Fetches the log of a day
///
/// A line of JSON for each request, in the order in which they were answered.
#[utoipa::path(get, path = "/api/household/request-logs/{day}", tag = "household",
    params(("day" = NaiveDate, Path, description = "The day, by UTC.")), security(("session" = [])),
    responses((status = 200, description = "The file.", content_type = "application/jsonl", body = String)))]
pub async fn show(
    State(front): State<Arc<Front>>,
    Extension(asked): Extension<Asked>,
    ProvedAdmin(admin): ProvedAdmin,
    _at_least: AtLeast,
    Path(day): Path<NaiveDate>,
) -> Result<Response, Problem> {
    let missing = || Problem::missing("no_such_log", "there is no log of requests for this day");
    let folder = front.request_log.as_ref().and_then(|log| log.folder.clone()).ok_or_else(missing)?;
    let opened = RequestFile::open(&folder, day).await.map_err(|error| Problem::broken(&error))?;
    let (file, body) = opened.ok_or_else(missing)?;
    identity::take_along(&front.desk, &admin, Taken::Requests(file.day)).await?;
    let name = file_name(file.day);
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [(CONTENT_TYPE, KIND.to_owned()), (CONTENT_DISPOSITION, disposition)];
    match front.entrance.accel_prefix.as_deref().filter(|_| asked.by_proxy) {
        Some(prefix) => {
            let place = format!("{}/{name}", prefix.trim_end_matches('/'));
            Ok((headers, [("x-accel-redirect", place)]).into_response())
        }
        None => Ok((headers, [(CONTENT_LENGTH, file.size_bytes)], body).into_response()),
    }
}
