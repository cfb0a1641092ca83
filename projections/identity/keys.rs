//! The view of API keys: who made which, what for, from where and until when.
//!
//! When one was last used is absent: that is no event. One whose time is over looks good here until that is written
//! down; its end stands beside it.

use chrono::{DateTime, Utc};
use domain::{AccountId, Event, Fact, KeyId, Personal, identity::Event as Identity};
use rusqlite::{Connection, Row, params};
use serde::Serialize;

use crate::{
    Follows, Page, ProjectError, Projector, Rows,
    columns::{bound, id, maybe_time, time},
};

/// Makes the view.
pub struct Keys;

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Its id.
    pub id: KeyId,
    /// Where the log tells of its making; pages go on from here.
    pub position: u64,
    /// For whom it acts.
    pub account: AccountId,
    /// That person's name; `None` once erased.
    pub person: Option<String>,
    /// What it is called; `None` once erased.
    pub name: Option<String>,
    /// What it is for.
    pub scopes: Vec<String>,
    /// From where it may be used; everywhere where there is nothing.
    pub networks: Vec<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it ends by itself.
    pub until: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended.
    pub reason: Option<String>,
}

impl Projector for Keys {
    fn name(&self) -> &'static str {
        "keys"
    }

    fn version(&self) -> u32 {
        1
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["identity"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/identity/keys.sql")
    }

    fn indexes(&self) -> &'static str {
        include_str!("../../migrations/views/identity/keys.indexes.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let at = fact.stamp.at.timestamp_micros();
        let ended = |key: KeyId, reason: &str| rows.run(ENDED, params![key.0.as_bytes(), at, reason]).map(drop);
        match &fact.event {
            Event::Identity(Identity::KeyIssued(it)) => {
                let (key, account, scopes) = (it.key.0.as_bytes(), it.account.0.as_bytes(), it.scopes.join(" "));
                let networks = it.networks.as_ref().and_then(Personal::text);
                let row = params![fact.position, key, account, it.name.text(), scopes, networks, at, it.until_us];
                rows.run(ISSUED, row).map(drop)
            }
            Event::Identity(Identity::KeyRevoked(it)) => ended(it.key, "revoked"),
            Event::Identity(Identity::KeyExpired(it)) => ended(it.key, "its time was over"),
            _ => Ok(()),
        }
    }
}

const ISSUED: &str = "INSERT INTO keys (position, id, account, name, scopes, networks, made_at, until)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const ENDED: &str = "UPDATE keys SET ended_at = ?2, reason = ?3 WHERE id = ?1";

/// Which keys are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query {
    /// Whose; everybody's where nobody is named.
    pub account: Option<AccountId>,
    /// Only those that have not ended and whose time is not over by then.
    pub good_at: Option<DateTime<Utc>>,
    /// Go on before this one.
    pub before: Option<u64>,
    /// How many at most.
    pub limit: usize,
}

/// A page of keys, the newest first.
///
/// # Errors
/// When SQLite refuses it.
pub fn page(connection: &Connection, query: &Query) -> rusqlite::Result<Page<Key>> {
    let sql = "SELECT k.*, a.name AS person FROM keys k LEFT JOIN accounts a ON a.id = k.account
        WHERE (?1 IS NULL OR k.account = ?1) AND k.position < ?2
        AND (?3 IS NULL OR (k.ended_at IS NULL AND coalesce(k.until > ?3, 1))) ORDER BY k.position DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let account = query.account.map(|account| account.0.into_bytes());
    let good_at = query.good_at.map(|at| at.timestamp_micros());
    let rows = statement.query_map(params![account, bound(query.before.unwrap_or(u64::MAX)), good_at], key)?;
    Page::gather(rows, query.limit, |key| key.position)
}

fn key(row: &Row<'_>) -> rusqlite::Result<Key> {
    let scopes: String = row.get("scopes")?;
    let networks: Option<String> = row.get("networks")?;
    Ok(Key {
        id: KeyId(id(row, "id")?),
        position: row.get("position")?,
        account: AccountId(id(row, "account")?),
        person: row.get("person")?,
        name: row.get("name")?,
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        networks: networks.iter().flat_map(|all| all.split(", ")).map(str::to_owned).collect(),
        made_at: time(row, "made_at")?,
        until: maybe_time(row, "until")?,
        ended_at: maybe_time(row, "ended_at")?,
        reason: row.get("reason")?,
    })
}
