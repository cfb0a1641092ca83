//! The view of alerts: raised, mailed or failed, seen or not.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, AlertId, Event, Fact, Severity,
    alerts::{Event as Told, alert::events::AlertRaised},
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::{
    Follows, Page, ProjectError, Projector, Rows,
    columns::{bound, id, maybe_id, maybe_time, severity, time},
};

/// Makes the view.
pub struct Alerts;

/// One alert to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// Where the log tells of its raising; pages go on from here.
    pub position: u64,
    /// Who is told.
    pub person: AccountId,
    /// The entry it is about.
    pub about: u64,
    /// The context of that entry.
    pub context: String,
    /// The stored name of that entry.
    pub kind: String,
    /// The severity of that entry, as a word.
    pub severity: &'static str,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// `raised`, `delivered`, `failed` (and tried again) or `abandoned`.
    pub state: String,
    /// How many deliveries failed.
    pub attempts: u32,
    /// When delivery is tried again.
    pub retry_at: Option<DateTime<Utc>>,
    /// What the mail server said last; `None` once erased.
    pub last_reason: Option<String>,
    /// When the mail server took the mail.
    pub delivered_at: Option<DateTime<Utc>>,
    /// In which mail, by that mail's first alert.
    pub mail: Option<AlertId>,
    /// Whether that mail lies in the folder of letters: no server took it.
    pub in_folder: bool,
    /// When the person had seen it.
    pub acknowledged_at: Option<DateTime<Utc>>,
}

impl Projector for Alerts {
    fn name(&self) -> &'static str {
        "alerts"
    }

    fn version(&self) -> u32 {
        2
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["alerts"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/alerts/alerts.sql")
    }

    fn indexes(&self) -> &'static str {
        include_str!("../../migrations/views/alerts/alerts.indexes.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let Event::Alerts(event) = &fact.event else { return Ok(()) };
        let at = fact.stamp.at.timestamp_micros();
        let changed = match event {
            Told::AlertRaised(it) => raise(it, fact.position, rows),
            Told::AlertDelivered(it) => {
                rows.run(DELIVERED, params![it.alert.0.as_bytes(), at, it.mail.0.as_bytes(), it.in_folder])
            }
            Told::AlertFailed(it) => {
                rows.run(FAILED, params![it.alert.0.as_bytes(), it.attempts, it.retry_at_us, it.reason.text()])
            }
            Told::AlertAbandoned(it) => rows.run(ABANDONED, params![it.alert.0.as_bytes(), it.attempts]),
            Told::AlertAcknowledged(it) => rows.run(ACKNOWLEDGED, params![it.alert.0.as_bytes(), at]),
            _ => return Ok(()),
        };
        changed.map(drop)
    }
}

const RAISED: &str = "INSERT INTO alerts (position, id, person, about, context, kind, severity, raised_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const DELIVERED: &str = "UPDATE alerts SET state = 'delivered', delivered_at = ?2, mail = ?3, in_folder = ?4, retry_at = NULL WHERE id = ?1";
const FAILED: &str = "UPDATE alerts SET state = 'failed', attempts = ?2, retry_at = ?3, last_reason = ?4 WHERE id = ?1";
const ABANDONED: &str = "UPDATE alerts SET state = 'abandoned', attempts = ?2, retry_at = NULL WHERE id = ?1";
const ACKNOWLEDGED: &str = "UPDATE alerts SET acknowledged_at = ?2 WHERE id = ?1";

fn raise(it: &AlertRaised, position: u64, rows: &Rows<'_>) -> Result<usize, ProjectError> {
    let context = it.kind.split_once('.').map_or(it.kind.as_str(), |(context, _)| context);
    let Some(severity) = Severity::of_word(&it.severity) else {
        return Err(ProjectError::Senseless(format!("'{}' is no severity", it.severity)));
    };
    let (alert, person) = (it.alert.0.as_bytes(), it.person.0.as_bytes());
    let row = params![position, alert, person, it.about, context, it.kind, severity as u8, it.raised_at_us];
    rows.run(RAISED, row)
}

/// Which alerts are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query {
    /// Whose; everybody's where it is `None`.
    pub person: Option<AccountId>,
    /// Only those nobody has seen yet.
    pub unseen: bool,
    /// From this severity on.
    pub least: Option<Severity>,
    /// Go on before this one.
    pub before: Option<u64>,
    /// How many at most.
    pub limit: usize,
}

/// A page of alerts, the newest first.
///
/// # Errors
/// When SQLite refuses it.
pub fn page(connection: &Connection, query: &Query) -> rusqlite::Result<Page<Alert>> {
    let mut sql = "SELECT * FROM alerts WHERE position < ?1 AND severity >= ?2".to_owned();
    sql.push_str(if query.person.is_some() { " AND person = ?3" } else { " AND ?3 IS NULL" });
    sql.push_str(if query.unseen { " AND acknowledged_at IS NULL" } else { "" });
    sql.push_str(" ORDER BY position DESC");
    let mut statement = connection.prepare_cached(&sql)?;
    let before = bound(query.before.unwrap_or(u64::MAX));
    let least = query.least.map_or(0, |least| least as u8);
    let person = query.person.map(|person| person.0.into_bytes());
    Page::gather(statement.query_map(params![before, least, person], alert)?, query.limit, |alert| alert.position)
}

/// How many alerts were given up: no mail told of them.
///
/// # Errors
/// When SQLite refuses it.
pub fn abandoned(connection: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT count(*) FROM alerts WHERE state = 'abandoned'";
    connection.prepare_cached(sql)?.query_row([], |row| row.get(0))
}

/// How many alerts a person has not seen yet.
///
/// # Errors
/// When SQLite refuses it.
pub fn unseen(connection: &Connection, person: AccountId) -> rusqlite::Result<u64> {
    let sql = "SELECT count(*) FROM alerts WHERE person = ?1 AND acknowledged_at IS NULL";
    connection.prepare_cached(sql)?.query_row(params![person.0.as_bytes()], |row| row.get(0))
}

/// The alerts a person has not seen yet, the oldest first, up to so many.
///
/// # Errors
/// When SQLite refuses it.
pub fn waiting(connection: &Connection, person: AccountId, most: usize) -> rusqlite::Result<Vec<AlertId>> {
    let sql = "SELECT id FROM alerts WHERE person = ?1 AND acknowledged_at IS NULL ORDER BY position LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![person.0.as_bytes(), most as u64], |row| id(row, 0).map(AlertId))?;
    rows.collect()
}

/// One alert.
///
/// # Errors
/// When SQLite refuses it.
pub fn one(connection: &Connection, alert_id: AlertId) -> rusqlite::Result<Option<Alert>> {
    let mut statement = connection.prepare_cached("SELECT * FROM alerts WHERE id = ?1")?;
    statement.query_row(params![alert_id.0.as_bytes()], alert).optional()
}

fn alert(row: &Row<'_>) -> rusqlite::Result<Alert> {
    Ok(Alert {
        id: AlertId(id(row, "id")?),
        position: row.get("position")?,
        person: AccountId(id(row, "person")?),
        about: row.get("about")?,
        context: row.get("context")?,
        kind: row.get("kind")?,
        severity: severity(row, "severity")?.word(),
        raised_at: time(row, "raised_at")?,
        state: row.get("state")?,
        attempts: row.get("attempts")?,
        retry_at: maybe_time(row, "retry_at")?,
        last_reason: row.get("last_reason")?,
        delivered_at: maybe_time(row, "delivered_at")?,
        mail: maybe_id(row, "mail")?.map(AlertId),
        in_folder: row.get("in_folder")?,
        acknowledged_at: maybe_time(row, "acknowledged_at")?,
    })
}
