//! The view of the watch: how its rules were set, by whom, and when each found something.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Event, Fact,
    alerts::{Event as Told, watch::rule_of},
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;

use crate::{
    Follows, Page, ProjectError, Projector, Rows,
    columns::{bound, maybe_id, time},
};

/// Makes the view.
pub struct Watch;

/// One change of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where the log tells of it; pages go on from here.
    pub position: u64,
    /// Which rule.
    pub rule: String,
    /// Whether it looks from then on.
    pub on: bool,
    /// How much is suspicious; `None` where it was switched off.
    pub limit: Option<u32>,
    /// Its other number.
    pub span: Option<u32>,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// By whom: `person`, `house` or `console`.
    pub who: String,
    /// By which person.
    pub account: Option<AccountId>,
}

/// What a rule found lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Where the log tells of the newest, and when that was.
    pub last: Option<(u64, DateTime<Utc>)>,
    /// How many there were since the moment that was asked for.
    pub count: u64,
}

impl Projector for Watch {
    fn name(&self) -> &'static str {
        "watch"
    }

    fn version(&self) -> u32 {
        1
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["alerts"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/alerts/watch.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let Event::Alerts(event) = &fact.event else { return Ok(()) };
        let at = fact.stamp.at.timestamp_micros();
        match (event, rule_of(event)) {
            (Told::WatchRuleSet(it), _) => change(fact, &it.rule, Some((it.limit, it.span)), rows),
            (Told::WatchRuleSwitchedOff(it), _) => change(fact, &it.rule, None, rows),
            (_, Some(rule)) => {
                let sql = "INSERT INTO suspicions (position, rule, raised_at) VALUES (?1, ?2, ?3)";
                rows.run(sql, params![fact.position, rule.name(), at]).map(drop)
            }
            _ => Ok(()),
        }
    }
}

fn change(fact: &Fact<Event>, rule: &str, numbers: Option<(u32, u32)>, rows: &Rows<'_>) -> Result<(), ProjectError> {
    let sql = "INSERT INTO watch_changes (position, rule, is_on, count, span, changed_at, who, account)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let (at, who) = (fact.stamp.at.timestamp_micros(), fact.stamp.who);
    let account = who.account().map(|account| account.0.into_bytes());
    let (count, span) = numbers.unzip();
    rows.run(sql, params![fact.position, rule, numbers.is_some(), count, span, at, who.word(), account]).map(drop)
}

/// What a rule found, and how often since a moment.
///
/// # Errors
/// When SQLite refuses it.
pub fn found(connection: &Connection, rule: &str, since: DateTime<Utc>) -> rusqlite::Result<Found> {
    let sql = "SELECT position, raised_at FROM suspicions WHERE rule = ?1 ORDER BY position DESC LIMIT 1";
    let newest = |row: &Row<'_>| Ok((row.get("position")?, time(row, "raised_at")?));
    let last = connection.prepare_cached(sql)?.query_row([rule], newest).optional()?;
    let sql = "SELECT count(*) FROM suspicions WHERE rule = ?1 AND raised_at >= ?2";
    let count = connection.prepare_cached(sql)?.query_row(params![rule, since.timestamp_micros()], |row| row.get(0))?;
    Ok(Found { last, count })
}

/// A page of changes, of one rule or of all, the newest first.
///
/// # Errors
/// When SQLite refuses it.
pub fn history(
    connection: &Connection,
    rule: Option<&str>,
    before: Option<u64>,
    limit: usize,
) -> rusqlite::Result<Page<Change>> {
    let sql = "SELECT * FROM watch_changes WHERE (?1 IS NULL OR rule = ?1) AND position < ?2 ORDER BY position DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![rule, bound(before.unwrap_or(u64::MAX))], |row| {
        Ok(Change {
            position: row.get("position")?,
            rule: row.get("rule")?,
            on: row.get("is_on")?,
            limit: row.get("count")?,
            span: row.get("span")?,
            changed_at: time(row, "changed_at")?,
            who: row.get("who")?,
            account: maybe_id(row, "account")?.map(AccountId),
        })
    })?;
    Page::gather(rows, limit, |change| change.position)
}
