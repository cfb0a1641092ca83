//! The view of backups: what was made, what its last check said, and what failed last.

use chrono::{DateTime, Utc};
use domain::{Event, Fact, household::Event as House, household::backup};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;

use crate::{
    Follows, Page, ProjectError, Projector, Rows,
    columns::{bound, maybe_time, time},
};

/// Makes the view.
pub struct Backups;

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Backup {
    /// Where the log tells of it first; pages go on from here.
    pub position: u64,
    /// Its name: the time it was begun.
    pub generation: String,
    /// The folder it lies in.
    pub place: String,
    /// When it was made; `None` where another house made it.
    pub made_at: Option<DateTime<Utc>>,
    /// The newest entry in it.
    pub head: Option<u64>,
    /// Bytes that were written for it.
    pub written_bytes: Option<u64>,
    /// How long it took to make.
    pub took_ms: Option<u64>,
    /// The verdict of its last check.
    pub verdict: Option<Verdict>,
}

/// What a check said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Where the log tells of it.
    pub position: u64,
    /// When.
    pub checked_at: DateTime<Utc>,
    /// `sound` or `unsound`.
    pub outcome: String,
    /// What differs; empty where it is sound.
    pub reason: String,
}

/// A backup that could not be made, or could not be checked, or is unsound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Where the log tells of it.
    pub position: u64,
    /// When.
    pub failed_at: DateTime<Utc>,
    /// What failed: `make` or `check`.
    pub task: String,
    /// The folder of the backups.
    pub place: String,
    /// Why.
    pub reason: String,
}

impl Projector for Backups {
    fn name(&self) -> &'static str {
        "backups"
    }

    fn version(&self) -> u32 {
        1
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["household"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/household/backups.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let Event::Household(event) = &fact.event else { return Ok(()) };
        let (position, at) = (fact.position, fact.stamp.at.timestamp_micros());
        let changed = match event {
            House::BackupMade(it) => {
                let sizes = (bound(it.written_bytes), bound(it.took_ms));
                rows.run(MADE, params![position, it.generation, it.place, at, it.head, sizes.0, sizes.1])
            }
            House::BackupChecked(it) => {
                rows.run(CHECKED, params![position, it.generation, it.place, at, it.outcome, it.reason])
            }
            House::BackupFailed(it) => rows.run(FAILED, params![position, at, it.task, it.place, it.reason]),
            _ => return Ok(()),
        };
        changed.map(drop)
    }
}

const MADE: &str = "INSERT INTO backups (position, generation, place, made_at, head, written_bytes, took_ms)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT (generation, place) DO UPDATE SET made_at = ?4, head = ?5, written_bytes = ?6, took_ms = ?7";
const CHECKED: &str = "INSERT INTO backups (position, generation, place, checked, checked_at, outcome, reason)
    VALUES (?1, ?2, ?3, ?1, ?4, ?5, ?6)
    ON CONFLICT (generation, place) DO UPDATE SET checked = ?1, checked_at = ?4, outcome = ?5, reason = ?6";
const FAILED: &str = "INSERT INTO backup_failures (position, failed_at, task, place, reason)
    VALUES (?1, ?2, ?3, ?4, ?5)";

/// A page of backups, the newest first.
///
/// # Errors
/// When SQLite refuses it.
pub fn page(connection: &Connection, before: Option<u64>, limit: usize) -> rusqlite::Result<Page<Backup>> {
    let sql = "SELECT * FROM backups WHERE position < ?1 ORDER BY position DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([bound(before.unwrap_or(u64::MAX))], read)?;
    Page::gather(rows, limit, |backup| backup.position)
}

/// The newest backup that was made and not found unsound.
///
/// # Errors
/// When SQLite refuses it.
pub fn last_good(connection: &Connection) -> rusqlite::Result<Option<Backup>> {
    let sql = "SELECT * FROM backups WHERE made_at IS NOT NULL AND outcome IS NOT ?1 ORDER BY made_at DESC, position DESC LIMIT 1";
    connection.prepare_cached(sql)?.query_row([backup::UNSOUND], read).optional()
}

/// The backup that was checked last.
///
/// # Errors
/// When SQLite refuses it.
pub fn last_checked(connection: &Connection) -> rusqlite::Result<Option<Backup>> {
    let sql = "SELECT * FROM backups WHERE checked IS NOT NULL ORDER BY checked DESC LIMIT 1";
    connection.prepare_cached(sql)?.query_row([], read).optional()
}

/// What failed last.
///
/// # Errors
/// When SQLite refuses it.
pub fn last_failure(connection: &Connection) -> rusqlite::Result<Option<Failure>> {
    let sql = "SELECT * FROM backup_failures ORDER BY position DESC LIMIT 1";
    let failure = |row: &Row<'_>| {
        Ok(Failure {
            position: row.get("position")?,
            failed_at: time(row, "failed_at")?,
            task: row.get("task")?,
            place: row.get("place")?,
            reason: row.get("reason")?,
        })
    };
    connection.prepare_cached(sql)?.query_row([], failure).optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Backup> {
    Ok(Backup {
        position: row.get("position")?,
        generation: row.get("generation")?,
        place: row.get("place")?,
        made_at: maybe_time(row, "made_at")?,
        head: row.get("head")?,
        written_bytes: row.get("written_bytes")?,
        took_ms: row.get("took_ms")?,
        verdict: verdict(row)?,
    })
}

fn verdict(row: &Row<'_>) -> rusqlite::Result<Option<Verdict>> {
    let (Some(position), Some(checked_at)) = (row.get("checked")?, maybe_time(row, "checked_at")?) else {
        return Ok(None);
    };
    Ok(Some(Verdict { position, checked_at, outcome: row.get("outcome")?, reason: row.get("reason")? }))
}
