//! The view of erasures: who asked for theirs, who is being erased, who was. What was purged is absent: that
//! is said by the entry of the log that is the certificate.

use chrono::{DateTime, Utc};
use domain::{AccountId, Event, Fact, identity::Event as Identity};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::{
    Follows, Page, ProjectError, Projector, Rows,
    columns::{bound, id, maybe_time},
};

/// Makes the view.
pub struct Erasures;

/// One person's erasure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Erasure {
    /// Whose account it is, or was.
    pub account: AccountId,
    /// Where the log tells what happened last; pages go on from here.
    pub position: u64,
    /// Since when the person asks for it.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it was begun.
    pub begun_at: Option<DateTime<Utc>>,
    /// When it was done.
    pub completed_at: Option<DateTime<Utc>>,
    /// The entry that says what was purged.
    pub certificate: Option<u64>,
}

impl Projector for Erasures {
    fn name(&self) -> &'static str {
        "erasures"
    }

    fn version(&self) -> u32 {
        1
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["identity"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/identity/erasures.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let Event::Identity(event) = &fact.event else { return Ok(()) };
        let (position, at) = (fact.position, fact.stamp.at.timestamp_micros());
        let (account, sql) = match event {
            Identity::ErasureAsked(it) => (it.account, ASKED),
            Identity::ErasureWithdrawn(it) => (it.account, WITHDRAWN),
            Identity::ErasureBegun(it) => (it.account, BEGUN),
            Identity::ErasureCompleted(it) => (it.account, COMPLETED),
            _ => return Ok(()),
        };
        rows.run(sql, params![account.0.as_bytes(), position, at]).map(drop)
    }
}

const ASKED: &str = "INSERT INTO erasures (account, position, asked_at) VALUES (?1, ?2, ?3)
    ON CONFLICT (account) DO UPDATE SET position = ?2, asked_at = ?3";
const WITHDRAWN: &str = "UPDATE erasures SET position = ?2, asked_at = NULL WHERE account = ?1 AND ?3 IS NOT NULL";
const BEGUN: &str = "INSERT INTO erasures (account, position, begun_at) VALUES (?1, ?2, ?3)
    ON CONFLICT (account) DO UPDATE SET position = ?2, begun_at = ?3";
const COMPLETED: &str = "INSERT INTO erasures (account, position, completed_at, certificate) VALUES (?1, ?2, ?3, ?2)
    ON CONFLICT (account) DO UPDATE SET position = ?2, completed_at = ?3, certificate = ?2";

/// A page of erasures, the newest first: those that were asked for and not taken back, and all that were begun.
///
/// # Errors
/// When SQLite refuses it.
pub fn page(connection: &Connection, before: Option<u64>, limit: usize) -> rusqlite::Result<Page<Erasure>> {
    let sql = "SELECT * FROM erasures WHERE position < ?1 AND (asked_at IS NOT NULL OR begun_at IS NOT NULL)
        ORDER BY position DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([bound(before.unwrap_or(u64::MAX))], erasure)?;
    Page::gather(rows, limit, |erasure| erasure.position)
}

/// One person's.
///
/// # Errors
/// When SQLite refuses it.
pub fn one(connection: &Connection, account: AccountId) -> rusqlite::Result<Option<Erasure>> {
    let mut statement = connection.prepare_cached("SELECT * FROM erasures WHERE account = ?1")?;
    statement.query_row(params![account.0.as_bytes()], erasure).optional()
}

fn erasure(row: &Row<'_>) -> rusqlite::Result<Erasure> {
    Ok(Erasure {
        account: AccountId(id(row, "account")?),
        position: row.get("position")?,
        asked_at: maybe_time(row, "asked_at")?,
        begun_at: maybe_time(row, "begun_at")?,
        completed_at: maybe_time(row, "completed_at")?,
        certificate: row.get("certificate")?,
    })
}
