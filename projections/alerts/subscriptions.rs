//! The view of subscriptions: from which severity on a person wants to hear of a context.

use domain::{AccountId, Event, Fact, Severity, alerts::Event as Told};
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::{Follows, ProjectError, Projector, Rows};

/// Makes the view.
pub struct Subscriptions;

/// One choice of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subscription {
    /// Which context, or `everything`.
    pub context: String,
    /// From which severity on, as a word; `None` is nothing at all.
    pub least: Option<&'static str>,
}

impl Projector for Subscriptions {
    fn name(&self) -> &'static str {
        "subscriptions"
    }

    fn version(&self) -> u32 {
        2
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["alerts"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/alerts/subscriptions.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let Event::Alerts(Told::SubscriptionChanged(it)) = &fact.event else { return Ok(()) };
        if it.is_default() {
            let sql = "DELETE FROM subscriptions WHERE person = ?1 AND context = ?2";
            return rows.run(sql, params![it.person.0.as_bytes(), it.context]).map(drop);
        }
        let sql = "INSERT OR REPLACE INTO subscriptions (person, context, least, position) VALUES (?1, ?2, ?3, ?4)";
        rows.run(sql, params![it.person.0.as_bytes(), it.context, it.least, fact.position]).map(drop)
    }
}

/// A person's choices, by context.
///
/// # Errors
/// When SQLite refuses it.
pub fn of_person(connection: &Connection, person: AccountId) -> rusqlite::Result<Vec<Subscription>> {
    let sql = "SELECT context, least FROM subscriptions WHERE person = ?1 ORDER BY context";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![person.0.as_bytes()], |row| {
        let least: String = row.get(1)?;
        Ok(Subscription { context: row.get(0)?, least: Severity::of_word(&least).map(Severity::word) })
    })?;
    rows.collect()
}
