//! Looks up who fetched what. Whether somebody may know of it is asked elsewhere.

use chrono::{DateTime, Utc};
use domain::{
    AccountId,
    documents::{LinkId, NodeId, SpaceId},
};
use rusqlite::{Connection, Row, params_from_iter, types::Value};
use serde::Serialize;

use crate::{
    Page,
    columns::{bound, id, maybe_id, time},
};

/// A file that was fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Its number in the ledger.
    pub number: u64,
    /// Which file.
    pub file: NodeId,
    /// What it was called; once it was fetched in an archive, what it is called. `None` once erased.
    pub name: Option<String>,
    /// What the archive was called that it was in.
    pub archive: Option<String>,
    /// Which version.
    pub version: u32,
    /// How many bytes that has; `None` once it is gone.
    pub size_bytes: Option<u64>,
    /// How many of them were handed over; `None` of a part in an archive.
    pub sent_bytes: Option<u64>,
    /// Whether that is all of them.
    pub whole: bool,
    /// When it was over.
    pub at: DateTime<Utc>,
    /// By whom; `None` where it was nobody with an account.
    pub by: Option<AccountId>,
    /// By a program, with a key of theirs.
    pub with_key: bool,
    /// From which network address; `None` once erased.
    pub address: Option<String>,
    /// Through which link.
    pub link: Option<LinkId>,
}

/// Which of them: all that hold.
#[derive(Clone, Debug, Default)]
pub struct DeliveriesOf {
    /// Of this file.
    pub file: Option<NodeId>,
    /// By this person.
    pub by: Option<AccountId>,
    /// Through this link.
    pub link: Option<LinkId>,
    /// Out of these spaces.
    pub spaces: Option<Vec<SpaceId>>,
}

impl DeliveriesOf {
    fn clauses(&self) -> (String, Vec<Value>) {
        let ids = [
            ("file", self.file.map(|file| file.0)),
            ("by", self.by.map(|account| account.0)),
            ("link", self.link.map(|link| link.0)),
        ];
        let (mut sql, mut values) = (String::new(), Vec::new());
        for (column, id) in ids {
            if let Some(id) = id {
                sql.push_str(&format!(" AND deliveries.{column} = ?"));
                values.push(Value::Blob(id.as_bytes().to_vec()));
            }
        }
        if let Some(spaces) = &self.spaces {
            let marks = vec!["?"; spaces.len()].join(", ");
            sql.push_str(&format!(" AND deliveries.space IN ({marks})"));
            values.extend(spaces.iter().map(|space| Value::Blob(space.0.0.as_bytes().to_vec())));
        }
        (sql, values)
    }
}

/// Who fetched what, the newest first.
///
/// # Errors
/// When SQLite refuses it.
pub fn deliveries(
    connection: &Connection,
    of: &DeliveriesOf,
    before: Option<u64>,
    limit: usize,
) -> rusqlite::Result<Page<Delivery>> {
    let (clauses, mut values) = of.clauses();
    let sql = format!(
        "SELECT deliveries.*, nodes.name AS called, versions.size_bytes AS length FROM deliveries
        LEFT JOIN nodes ON nodes.id = deliveries.file
        LEFT JOIN versions ON versions.file = deliveries.file AND versions.version = deliveries.version
        WHERE deliveries.number < ?{clauses} ORDER BY deliveries.number DESC"
    );
    values.insert(0, Value::Integer(bound(before.unwrap_or(u64::MAX))));
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), read)?;
    Page::gather(rows, limit, |delivery| delivery.number)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let (is_packed, whole): (bool, bool) = (row.get("is_packed")?, row.get("whole")?);
    let own: Option<String> = row.get("name")?;
    let length: Option<u64> = row.get("length")?;
    let (name, archive) = if is_packed { (row.get("called")?, own) } else { (own, None) };
    Ok(Delivery {
        number: row.get("number")?,
        file: NodeId(id(row, "file")?),
        name,
        archive,
        version: row.get("version")?,
        size_bytes: row.get::<_, Option<u64>>("size_bytes")?.or(length),
        sent_bytes: row.get::<_, Option<u64>>("sent_bytes")?.or(length.filter(|_| whole)),
        whole,
        at: time(row, "at")?,
        by: maybe_id(row, "by")?.map(AccountId),
        with_key: row.get("with_key")?,
        address: row.get("address")?,
        link: maybe_id(row, "link")?.map(LinkId),
    })
}
