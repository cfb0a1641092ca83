//! How many entries each day holds, and how many of them matter.
//!
//! Where only kinds are asked for, the counts are added up from quarters of hours; persons and words are counted entry
//! by entry, and so are days that begin in the middle of a quarter, as they did in the zones of long ago.

use std::collections::HashMap;

use domain::{Day, Severity};
use rusqlite::{Connection, params_from_iter};

use super::{
    Filter, Order, Query,
    entries::MICROS_A_QUARTER,
    filter::{Plan, plan},
};

/// How much happened on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// Which day.
    pub day: Day,
    /// Entries of any severity.
    pub entries: u64,
    /// Those that are warnings.
    pub warnings: u64,
    /// Those that are critical.
    pub criticals: u64,
}

/// How much happened on each of these days, which follow each other. The times of the filter are those of the days.
///
/// # Errors
/// When SQLite refuses it.
pub fn days(connection: &Connection, filter: &Filter, days: &[Day]) -> rusqlite::Result<Vec<DayCount>> {
    let _as_of_one_moment = connection.unchecked_transaction()?;
    let mut counts = Counts::of(connection, days)?;
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
    let filter = Filter { from: Some(first.from), until: Some(last.until), ..filter.clone() };
    let in_quarters = is_of_kinds_only(&filter) && days.iter().all(|day| begins_a_quarter(day) && ends_a_quarter(day));
    let query = Query { filter, order: Order::Oldest, after: None, limit: 0 };
    if let Some(plan) = plan(connection, &query)? {
        if in_quarters {
            counts.add_quarters(connection, &query, &plan)?;
        } else {
            counts.add_entries(connection, &query, &plan)?;
        }
    }
    Ok(counts.told(days))
}

fn is_of_kinds_only(filter: &Filter) -> bool {
    let Filter { contexts, kinds, least, from, until, .. } = filter.clone();
    *filter == Filter { contexts, kinds, least, from, until, ..Filter::default() }
}

fn begins_a_quarter(day: &Day) -> bool {
    day.from.timestamp_micros().rem_euclid(MICROS_A_QUARTER) == 0
}

fn ends_a_quarter(day: &Day) -> bool {
    day.until.timestamp_micros().rem_euclid(MICROS_A_QUARTER) == 0
}

/// Counts under way, by day and severity.
struct Counts {
    severities: HashMap<i64, usize>,
    ends: Vec<i64>,
    counts: Vec<[u64; Severity::ALL.len()]>,
}

impl Counts {
    fn of(connection: &Connection, days: &[Day]) -> rusqlite::Result<Self> {
        let mut kinds = connection.prepare_cached("SELECT id, severity FROM kinds")?;
        let severities = kinds.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self {
            severities: severities.collect::<rusqlite::Result<_>>()?,
            ends: days.iter().map(|day| day.until.timestamp_micros()).collect(),
            counts: vec![[0; Severity::ALL.len()]; days.len()],
        })
    }

    fn add(&mut self, at: i64, kind: i64, entries: u64) {
        let day = self.ends.partition_point(|end| *end <= at);
        let severity = self.severities.get(&kind).copied().unwrap_or_default();
        if let Some(count) = self.counts.get_mut(day).and_then(|counts| counts.get_mut(severity)) {
            *count += entries;
        }
    }

    fn add_quarters(&mut self, connection: &Connection, query: &Query, plan: &Plan) -> rusqlite::Result<()> {
        let bound = |at: Option<chrono::DateTime<chrono::Utc>>| {
            at.map_or(0, |at| at.timestamp_micros().div_euclid(MICROS_A_QUARTER))
        };
        let (from, until) = (bound(query.filter.from), bound(query.filter.until));
        let sql = "SELECT quarter, kind, entries FROM quarters WHERE quarter >= ?1 AND quarter < ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([from, until])?;
        while let Some(row) = rows.next()? {
            let (quarter, kind): (i64, i64) = (row.get(0)?, row.get(1)?);
            if plan.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind)) {
                self.add(quarter * MICROS_A_QUARTER, kind, row.get(2)?);
            }
        }
        Ok(())
    }

    fn add_entries(&mut self, connection: &Connection, query: &Query, plan: &Plan) -> rusqlite::Result<()> {
        let mut statement = connection.prepare(&plan.moments(query))?;
        let mut rows = statement.query(params_from_iter(plan.question()))?;
        while let Some(row) = rows.next()? {
            self.add(row.get(0)?, row.get(1)?, 1);
        }
        Ok(())
    }

    fn told(self, days: &[Day]) -> Vec<DayCount> {
        let told = days.iter().zip(self.counts).map(|(day, [notices, warnings, criticals])| DayCount {
            day: *day,
            entries: notices + warnings + criticals,
            warnings,
            criticals,
        });
        told.collect()
    }
}
