//! The backups of the house, for whoever looks after it: the last good one, its age, and the last
//! verdict. Making one is deliberately absent: that is done at the machine.

use std::sync::Arc;

use axum::{
    extract::State,
    http::Uri,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use projections::household::backups as view;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{
        Admin, AtLeast, Problem, Question,
        paging::{self, PageOf, Pages},
    },
};

const LIST: &str = "household.backups";

/// One backup.
#[derive(Debug, Serialize, ToSchema)]
pub struct Backup {
    /// Its name: the time it was begun.
    generation: String,
    /// The folder it lies in.
    place: String,
    /// The entry of the diary that tells of it first.
    position: u64,
    /// When it was made; null where another house made it.
    made_at: Option<DateTime<Utc>>,
    /// The newest entry in it.
    head: Option<u64>,
    /// Bytes that were written for it; what it shares with earlier ones is not among them.
    written_bytes: Option<u64>,
    /// How long it took to make.
    took_ms: Option<u64>,
    /// What its last check said; null where it was never checked.
    verdict: Option<BackupVerdict>,
}

/// What a check said.
#[derive(Debug, Serialize, ToSchema)]
pub struct BackupVerdict {
    /// The entry of the diary that tells of it.
    position: u64,
    /// When.
    checked_at: DateTime<Utc>,
    /// `sound` or `unsound`.
    outcome: String,
    /// What differs; empty where it is sound.
    reason: String,
}

/// What failed.
#[derive(Debug, Serialize, ToSchema)]
pub struct BackupFailure {
    /// The entry of the diary that tells of it.
    position: u64,
    /// When.
    failed_at: DateTime<Utc>,
    /// What failed: `make` or `check`.
    task: String,
    /// The folder of the backups.
    place: String,
    /// Why.
    reason: String,
}

/// How the house is kept.
#[derive(Serialize, ToSchema)]
pub struct Backups {
    /// The newest backup that was not found unsound; null where there is none.
    last_good: Option<Backup>,
    /// How old that is, in seconds.
    age_s: Option<i64>,
    /// The backup that was checked last.
    last_checked: Option<Backup>,
    /// What failed last, however long ago.
    last_failure: Option<BackupFailure>,
    /// All that are known, the newest first.
    #[serde(flatten)]
    page: PageOf<Backup>,
}

impl From<view::Backup> for Backup {
    fn from(row: view::Backup) -> Self {
        let view::Backup { position, generation, place, made_at, head, written_bytes, took_ms, verdict } = row;
        let verdict = verdict.map(|view::Verdict { position, checked_at, outcome, reason }| BackupVerdict {
            position,
            checked_at,
            outcome,
            reason,
        });
        Self { generation, place, position, made_at, head, written_bytes, took_ms, verdict }
    }
}

impl From<view::Failure> for BackupFailure {
    fn from(row: view::Failure) -> Self {
        let view::Failure { position, failed_at, task, place, reason } = row;
        Self { position, failed_at, task, place, reason }
    }
}

/// Lists backups
///
/// The newest first, and before them the last good one, its age and the last verdict.
#[utoipa::path(get, path = "/api/household/backups", tag = "household", params(Pages), security(("session" = [])),
    responses((status = 200, description = "How the house is kept.", body = Backups)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    at_least: AtLeast,
    uri: Uri,
    Question(pages): Question<Pages>,
) -> Result<Response, Problem> {
    let before = paging::place(LIST, pages.cursor.as_deref())?;
    let limit = paging::limit(pages.limit)?;
    let reads = front.view("household", at_least).await?;
    let asked = reads.query(move |connection| {
        let (last_good, last_checked) = (view::last_good(connection)?, view::last_checked(connection)?);
        Ok((last_good, last_checked, view::last_failure(connection)?, view::page(connection, before, limit)?))
    });
    let (last_good, last_checked, last_failure, page) = asked.await?;
    let now = front.desk.clock().now();
    let age = last_good.as_ref().and_then(|backup| backup.made_at).map(|made_at| now - made_at);
    let (headers, page) = paging::cut(LIST, &uri, page);
    let backups = Backups {
        last_good: last_good.map(Backup::from),
        age_s: age.map(|age| age.num_seconds().max(0)),
        last_checked: last_checked.map(Backup::from),
        last_failure: last_failure.map(BackupFailure::from),
        page,
    };
    Ok((headers, axum::Json(backups)).into_response())
}
