//! The view of second factors: what each person has besides the password, since when, and used when.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Event, Fact, Personal,
    identity::{
        Event as Identity,
        factors::{FactorId, Kind},
    },
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::{
    Follows, ProjectError, Projector, Rows,
    columns::{id, maybe_time, time},
};

/// Makes the view.
pub struct Factors;

/// One second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Factor {
    /// Its id.
    pub id: FactorId,
    /// What it is, as a word: `app` or `passkey`.
    pub kind: String,
    /// What the person calls it; `None` once erased.
    pub name: Option<String>,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// When it was shown last.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A person's recovery codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecoveryCodes {
    /// How many were made.
    pub made: u32,
    /// How many of them are left.
    pub left: u32,
    /// When they were made.
    pub made_at: DateTime<Utc>,
    /// When one was used last.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl Projector for Factors {
    fn name(&self) -> &'static str {
        "factors"
    }

    fn version(&self) -> u32 {
        1
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["identity"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/identity/factors.sql")
    }

    fn indexes(&self) -> &'static str {
        include_str!("../../migrations/views/identity/factors.indexes.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let at = fact.stamp.at.timestamp_micros();
        let Event::Identity(event) = &fact.event else { return Ok(()) };
        let add = |account: AccountId, factor: FactorId, kind: Kind, name: &Personal| {
            let ids = (account.0.as_bytes(), factor.0.as_bytes());
            rows.run(ADDED, params![fact.position, ids.1, ids.0, kind.word(), name.text(), at])
        };
        let done = match event {
            Identity::TotpAdded(it) => add(it.account, it.factor, Kind::App, &it.name),
            Identity::PasskeyAdded(it) => add(it.account, it.factor, Kind::Passkey, &it.name),
            Identity::TotpUsed(it) => rows.run(USED, params![it.factor.0.as_bytes(), at]),
            Identity::PasskeyUsed(it) => rows.run(USED, params![it.factor.0.as_bytes(), at]),
            Identity::FactorRenamed(it) => rows.run(RENAMED, params![it.factor.0.as_bytes(), it.name.text()]),
            Identity::FactorRemoved(it) => rows.run(REMOVED, params![it.factor.0.as_bytes()]),
            Identity::FactorsReset(it) => {
                rows.run(CODES_GONE, params![it.account.0.as_bytes()])?;
                rows.run(ALL_REMOVED, params![it.account.0.as_bytes()])
            }
            Identity::RecoveryCodesMade(it) => rows.run(CODES_MADE, params![it.account.0.as_bytes(), it.count, at]),
            Identity::RecoveryCodeUsed(it) => rows.run(CODE_USED, params![it.account.0.as_bytes(), it.left, at]),
            _ => return Ok(()),
        };
        done.map(drop)
    }
}

const ADDED: &str = "INSERT INTO factors (position, id, account, kind, name, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const USED: &str = "UPDATE factors SET last_used_at = ?2 WHERE id = ?1";
const RENAMED: &str = "UPDATE factors SET name = ?2 WHERE id = ?1";
const REMOVED: &str = "DELETE FROM factors WHERE id = ?1";
const ALL_REMOVED: &str = "DELETE FROM factors WHERE account = ?1";
const CODES_GONE: &str = "DELETE FROM recovery_codes WHERE account = ?1";
const CODES_MADE: &str =
    "INSERT OR REPLACE INTO recovery_codes (account, made, unused, made_at) VALUES (?1, ?2, ?2, ?3)";
const CODE_USED: &str = "UPDATE recovery_codes SET unused = ?2, last_used_at = ?3 WHERE account = ?1";

/// A person's factors, the oldest first. They are ten at most.
///
/// # Errors
/// When SQLite refuses it.
pub fn of(connection: &Connection, account: AccountId) -> rusqlite::Result<Vec<Factor>> {
    let mut statement = connection.prepare_cached("SELECT * FROM factors WHERE account = ?1 ORDER BY position")?;
    statement.query_map(params![account.0.as_bytes()], factor)?.collect()
}

/// A person's recovery codes, if there are any.
///
/// # Errors
/// When SQLite refuses it.
pub fn codes(connection: &Connection, account: AccountId) -> rusqlite::Result<Option<RecoveryCodes>> {
    let mut statement = connection.prepare_cached("SELECT * FROM recovery_codes WHERE account = ?1")?;
    let codes = |row: &Row<'_>| {
        Ok(RecoveryCodes {
            made: row.get("made")?,
            left: row.get("unused")?,
            made_at: time(row, "made_at")?,
            last_used_at: maybe_time(row, "last_used_at")?,
        })
    };
    statement.query_row(params![account.0.as_bytes()], codes).optional()
}

fn factor(row: &Row<'_>) -> rusqlite::Result<Factor> {
    Ok(Factor {
        id: FactorId(id(row, "id")?),
        kind: row.get("kind")?,
        name: row.get("name")?,
        added_at: time(row, "added_at")?,
        last_used_at: maybe_time(row, "last_used_at")?,
    })
}
