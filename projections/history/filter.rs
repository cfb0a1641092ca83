//! Which entries are asked for, and the way to their positions.
//!
//! Words, kinds and persons are found in one full-text index, which is in the order of positions
//! and stops at the page's end. Numbers are written into the statement; words are bound.

use std::ops::Range;

use chrono::{DateTime, Utc};
use domain::{AccountId, KeyId, Position, Severity};
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::{entries::day_of, words};

/// Which entries are asked for. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one of these contexts.
    pub contexts: Vec<String>,
    /// Of one of these stored names.
    pub kinds: Vec<String>,
    /// From this severity on.
    pub least: Option<Severity>,
    /// This person asked for it, or is concerned.
    pub person: Option<AccountId>,
    /// It was done with this API key.
    pub key: Option<KeyId>,
    /// At this time or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this time.
    pub until: Option<DateTime<Utc>>,
    /// All of these words occur in its sentence, its name or the names of persons involved.
    pub text: Option<String>,
    /// Only what concerns this person: for people below admin.
    pub visible_to: Option<AccountId>,
    /// Nothing of these contexts: they are withheld from whoever asks.
    pub withheld: Vec<String>,
    /// Only at these positions.
    pub positions: Option<Vec<Position>>,
    /// Only after this position.
    pub beyond: Option<Position>,
    /// Only before this position.
    pub ahead_of: Option<Position>,
}

impl Filter {
    fn is_about_kinds(&self) -> bool {
        let any = !self.contexts.is_empty() || !self.kinds.is_empty() || !self.withheld.is_empty();
        any || self.least.is_some()
    }
}

/// From which end the diary is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
}

/// A filter and a page of what it finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Which entries.
    pub filter: Filter,
    /// From which end.
    pub order: Order,
    /// Go on after the entry at this position, in the direction of reading.
    pub after: Option<Position>,
    /// How many at most.
    pub limit: usize,
}

/// More than anybody reads at once.
pub(super) const MOST: usize = 100_000;

/// A filter with names looked up: what is left for the statement.
#[derive(Default)]
pub(super) struct Plan {
    /// What must occur in the index.
    pub question: Vec<String>,
    /// Of these kinds only.
    pub kinds: Option<Vec<i64>>,
    persons: Vec<i64>,
    key: Option<i64>,
    /// Positions, both ends excluded.
    span: Range<u64>,
}

/// The positions of a page, in the direction of reading; one more than the limit if there are more.
pub(super) fn positions(connection: &Connection, query: &Query) -> rusqlite::Result<Vec<Position>> {
    let Some(plan) = plan(connection, query)? else { return Ok(Vec::new()) };
    let mut statement = connection.prepare(&plan.page(query))?;
    statement.query_map(params_from_iter(plan.question()), |row| row.get(0))?.collect()
}

/// `None` where nothing can be found.
pub(super) fn plan(connection: &Connection, query: &Query) -> rusqlite::Result<Option<Plan>> {
    let filter = &query.filter;
    let mut plan = Plan { span: span(connection, query)?, ..Plan::default() };
    for account in [filter.person, filter.visible_to].into_iter().flatten() {
        let sql = "SELECT id FROM persons WHERE account = ?1";
        let id = connection.query_row(sql, [account.0.as_bytes()], |row| row.get(0)).optional()?;
        let Some(id) = id else { return Ok(None) };
        plan.persons.push(id);
        plan.question.push(words::any_of([words::person_word(id)]));
    }
    if let Some(key) = filter.key {
        let sql = "SELECT id FROM keys WHERE key = ?1";
        let id = connection.query_row(sql, [key.0.as_bytes()], |row| row.get(0)).optional()?;
        let Some(id) = id else { return Ok(None) };
        plan.key = Some(id);
        plan.question.push(words::any_of([words::key_word(id)]));
    }
    if let Some(text) = filter.text.as_deref().filter(|text| !text.trim().is_empty()) {
        let Some(question) = words::question(connection, text)? else { return Ok(None) };
        plan.question.push(question);
    }
    if filter.is_about_kinds() {
        let kinds = kinds(connection, filter)?;
        plan.question.push(words::any_of(kinds.iter().map(|kind| words::kind_word(*kind))));
        plan.kinds = Some(kinds);
    }
    let nowhere = filter.positions.as_ref().is_some_and(Vec::is_empty);
    let nothing =
        nowhere || plan.kinds.as_ref().is_some_and(Vec::is_empty) || plan.span.end.saturating_sub(plan.span.start) < 2;
    Ok(if nothing { None } else { Some(plan) })
}

fn kinds(connection: &Connection, filter: &Filter) -> rusqlite::Result<Vec<i64>> {
    let fits = |wanted: &[String], is: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == is);
    let least = filter.least.map_or(0, |least| least as i64);
    let mut statement = connection.prepare_cached("SELECT id, name, context FROM kinds WHERE severity >= ?1")?;
    let (mut rows, mut found) = (statement.query([least])?, Vec::new());
    while let Some(row) = rows.next()? {
        let (kind, context) = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?);
        let is_withheld = filter.withheld.iter().any(|withheld| withheld == context);
        if fits(&filter.kinds, kind) && fits(&filter.contexts, context) && !is_withheld {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

fn span(connection: &Connection, query: &Query) -> rusqlite::Result<Range<u64>> {
    const END: u64 = i64::MAX as u64;
    let mut span = match (query.order, query.after) {
        (Order::Newest, after) => 0..after.unwrap_or(END).min(END),
        (Order::Oldest, after) => after.unwrap_or(0).min(END)..END,
    };
    let Filter { from, until, beyond, ahead_of, .. } = query.filter;
    span.start = span.start.max(beyond.unwrap_or(0).min(END));
    span.end = span.end.min(ahead_of.unwrap_or(END));
    if from.is_some() || until.is_some() {
        let first = from.map_or(i64::MIN, |from| day_of(from.timestamp_micros()));
        let last = until.map_or(i64::MAX, |until| day_of(until.timestamp_micros()));
        let sql = "SELECT coalesce(min(first), 1), coalesce(max(last), 0) FROM days WHERE day BETWEEN ?1 AND ?2";
        let (first, last): (u64, u64) =
            connection.query_row(sql, [first, last], |row| Ok((row.get(0)?, row.get(1)?)))?;
        span = span.start.max(first.saturating_sub(1))..span.end.min(last.saturating_add(1));
    }
    Ok(span)
}

impl Plan {
    /// What is bound to the statement.
    pub fn question(&self) -> Option<String> {
        if self.question.is_empty() { None } else { Some(self.question.join(" AND ")) }
    }

    /// The time and kind of everything that is found.
    pub fn moments(&self, query: &Query) -> String {
        format!("SELECT entries.at, entries.kind {}", self.found(query))
    }

    fn page(&self, query: &Query) -> String {
        let direction = if query.order == Order::Newest { "DESC" } else { "ASC" };
        let (position, limit) = (self.position(), query.limit.min(MOST) + 1);
        format!("SELECT {position} {} ORDER BY 1 {direction} LIMIT {limit}", self.found(query))
    }

    fn position(&self) -> &'static str {
        if self.question.is_empty() { "entries.position" } else { "words.rowid" }
    }

    fn found(&self, query: &Query) -> String {
        let Range { start, end } = self.span;
        let from = if self.question.is_empty() {
            "entries WHERE"
        } else {
            "words CROSS JOIN entries ON position = words.rowid WHERE words MATCH ?1 AND"
        };
        let (position, rest) = (self.position(), self.rest(query));
        format!("FROM {from} {position} > {start} AND {position} < {end}{rest}")
    }

    /// What the index says already is asked of the row once more: who may see an entry is decided by its columns.
    fn rest(&self, query: &Query) -> String {
        let mut rest = String::new();
        for person in &self.persons {
            rest.push_str(&format!(" AND (asker = {person} OR person = {person})"));
        }
        if let Some(key) = self.key {
            rest.push_str(&format!(" AND key = {key}"));
        }
        if let Some(kinds) = &self.kinds {
            let kinds: Vec<_> = kinds.iter().map(i64::to_string).collect();
            rest.push_str(&format!(" AND kind IN ({})", kinds.join(", ")));
        }
        if let Some(positions) = &query.filter.positions {
            let positions: Vec<_> = positions.iter().map(u64::to_string).collect();
            rest.push_str(&format!(" AND {} IN ({})", self.position(), positions.join(", ")));
        }
        if let Some(from) = query.filter.from {
            rest.push_str(&format!(" AND at >= {}", from.timestamp_micros()));
        }
        if let Some(until) = query.filter.until {
            rest.push_str(&format!(" AND at < {}", until.timestamp_micros()));
        }
        rest
    }
}
