//! How typed values are read out of columns, and how rows are cut into pages.

use chrono::{DateTime, Utc};
use domain::{Role, Severity};
use rusqlite::{Row, RowIndex, types::Type};
use serde::Serialize;
use uuid::Uuid;

/// A page of rows, and where the next one begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Go on after this position; `None` when this is all.
    pub next: Option<u64>,
}

impl<T> Page<T> {
    /// The first `limit` rows of a query that is itself without limit.
    pub(crate) fn gather(
        rows: impl Iterator<Item = rusqlite::Result<T>>,
        limit: usize,
        position: impl Fn(&T) -> u64,
    ) -> rusqlite::Result<Self> {
        let mut items = rows.take(limit.saturating_add(1)).collect::<rusqlite::Result<Vec<T>>>()?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(position) } else { None };
        Ok(Self { items, next })
    }
}

/// A position as SQLite can hold it; nothing stands beyond.
pub(crate) fn bound(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

pub(crate) fn id(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}

pub(crate) fn maybe_id(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Option<Uuid>> {
    Ok(row.get::<_, Option<[u8; 16]>>(column)?.map(Uuid::from_bytes))
}

pub(crate) fn time(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<DateTime<Utc>> {
    maybe_time(row, column)?.ok_or_else(|| misread("it is no time"))
}

pub(crate) fn maybe_time(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Option<DateTime<Utc>>> {
    Ok(row.get::<_, Option<i64>>(column)?.and_then(DateTime::from_timestamp_micros))
}

pub(crate) fn role(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Role> {
    row.get::<_, String>(column)?.parse().map_err(|unknown: domain::UnknownRole| misread(&unknown.to_string()))
}

pub(crate) fn severity(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Severity> {
    let number: usize = row.get(column)?;
    Severity::ALL.get(number).copied().ok_or_else(|| misread("it is no severity"))
}

fn misread(reason: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, reason.into())
}
