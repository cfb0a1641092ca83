//! The view of sessions: which person is logged in on what, from where and until when.
//!
//! Idle sessions look open here until their end is written down; the vault knows when each was used.

use chrono::{DateTime, Utc};
use domain::{AccountId, Event, Fact, Personal, SessionId, identity::Event as Identity};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::{
    Follows, Page, ProjectError, Projector, Rows,
    columns::{bound, id, maybe_time, time},
};

/// Makes the view.
pub struct Sessions;

/// One session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Where the log tells of its opening; pages go on from here.
    pub position: u64,
    /// Whose it is.
    pub account: AccountId,
    /// On what, as the browser or program calls itself; `None` once erased.
    pub device: Option<String>,
    /// From which network address it was opened; `None` once erased.
    pub from: Option<String>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub until: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended.
    pub reason: Option<String>,
    /// By what it was opened, in words; `None` where nobody wrote it down.
    pub method: Option<String>,
}

impl Projector for Sessions {
    fn name(&self) -> &'static str {
        "sessions"
    }

    fn version(&self) -> u32 {
        2
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["identity"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/identity/sessions.sql")
    }

    fn indexes(&self) -> &'static str {
        include_str!("../../migrations/views/identity/sessions.indexes.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let at = fact.stamp.at.timestamp_micros();
        match &fact.event {
            Event::Identity(Identity::SessionOpened(it)) => {
                let from = fact.stamp.from.as_ref().and_then(Personal::text);
                let (session, account) = (it.session.0.as_bytes(), it.account.0.as_bytes());
                let row = params![fact.position, session, account, it.device.text(), from, at, it.until_us];
                rows.run(OPENED, row).map(drop)
            }
            Event::Identity(Identity::LoggedIn(it)) if !it.method.is_empty() => {
                rows.run(LOGGED_IN, params![it.session.0.as_bytes(), it.method]).map(drop)
            }
            Event::Identity(Identity::SessionEnded(it)) => {
                rows.run(ENDED, params![it.session.0.as_bytes(), at, it.reason]).map(drop)
            }
            _ => Ok(()),
        }
    }
}

const OPENED: &str = "INSERT INTO sessions (position, id, account, device, from_address, opened_at, until)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
const LOGGED_IN: &str = "INSERT OR REPLACE INTO session_methods (session, method) VALUES (?1, ?2)";
const ENDED: &str = "UPDATE sessions SET ended_at = ?2, reason = ?3 WHERE id = ?1";

/// Which sessions are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    /// Whose.
    pub account: AccountId,
    /// Only those that have not ended and whose time is not over by then.
    pub open_at: Option<DateTime<Utc>>,
    /// Go on before this one.
    pub before: Option<u64>,
    /// How many at most.
    pub limit: usize,
}

/// A page of a person's sessions, the newest first.
///
/// # Errors
/// When SQLite refuses it.
pub fn page(connection: &Connection, query: &Query) -> rusqlite::Result<Page<Session>> {
    let open = "SELECT * FROM sessions LEFT JOIN session_methods ON session = id WHERE account = ?1 AND position < ?2 AND ended_at IS NULL AND until > ?3
        ORDER BY position DESC";
    let all = "SELECT * FROM sessions LEFT JOIN session_methods ON session = id WHERE account = ?1 AND position < ?2 AND ?3 IS NULL ORDER BY position DESC";
    let mut statement = connection.prepare_cached(if query.open_at.is_some() { open } else { all })?;
    let before = bound(query.before.unwrap_or(u64::MAX));
    let open_at = query.open_at.map(|at| at.timestamp_micros());
    let rows = statement.query_map(params![query.account.0.as_bytes(), before, open_at], session)?;
    Page::gather(rows, query.limit, |session| session.position)
}

/// One session.
///
/// # Errors
/// When SQLite refuses it.
pub fn one(connection: &Connection, session_id: SessionId) -> rusqlite::Result<Option<Session>> {
    let one = "SELECT * FROM sessions LEFT JOIN session_methods ON session = id WHERE id = ?1";
    let mut statement = connection.prepare_cached(one)?;
    statement.query_row(params![session_id.0.as_bytes()], session).optional()
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: SessionId(id(row, "id")?),
        position: row.get("position")?,
        account: AccountId(id(row, "account")?),
        device: row.get("device")?,
        from: row.get("from_address")?,
        opened_at: time(row, "opened_at")?,
        until: time(row, "until")?,
        ended_at: maybe_time(row, "ended_at")?,
        reason: row.get("reason")?,
        method: row.get("method")?,
    })
}
