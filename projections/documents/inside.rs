//! Looks up all that lies in a file or folder, however deep, in the order of its paths.

use chrono::{DateTime, Utc};
use domain::documents::{BlobHash, NodeId};
use rusqlite::{Connection, Row, params};

use crate::{
    Page,
    columns::{id, time},
};

/// A file or folder, and its way from where it was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// Its id.
    pub node: NodeId,
    /// The names on the way to it and its own, parted by slashes.
    pub path: String,
    /// What it holds, where it is a file.
    pub file: Option<InsideFile>,
    /// When it was stored, or the folder was changed.
    pub at: DateTime<Utc>,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InsideFile {
    /// The number of its newest version.
    pub version: u32,
    /// Its bytes.
    pub blob: BlobHash,
    /// How many they are.
    pub size_bytes: u64,
}

const INSIDE: &str = "WITH RECURSIVE inside (id, path) AS (
        SELECT id, CASE WHEN id = ?1 THEN ?2 ELSE ifnull(name, 'unnamed') END FROM nodes
        WHERE (id = ?1 OR (parent = ?1 AND ?2 IS NULL)) AND trashed IS NULL
        UNION ALL SELECT nodes.id, inside.path || '/' || ifnull(nodes.name, 'unnamed')
        FROM nodes JOIN inside ON nodes.parent = inside.id WHERE nodes.trashed IS NULL LIMIT ?3)
    SELECT inside.id, inside.path, versions.version, versions.blob, versions.size_bytes,
        ifnull(versions.stored_at, nodes.changed_at) AS at
    FROM inside JOIN nodes ON nodes.id = inside.id
    LEFT JOIN versions ON versions.file = nodes.id AND versions.version = nodes.version
    WHERE ifnull(nodes.until > ?4, TRUE) AND ifnull(versions.until > ?4, TRUE)
    ORDER BY inside.path";

/// What is not in the trash, and has not come to its end, of a file or folder, in the order of paths unless there is more than the limit; itself under the name it is given; without one, what lies in a root.
///
/// # Errors
/// When SQLite refuses it.
pub fn inside(
    connection: &Connection,
    node: NodeId,
    name: Option<&str>,
    limit: usize,
    now: DateTime<Utc>,
) -> rusqlite::Result<Page<Inside>> {
    let mut statement = connection.prepare_cached(INSIDE)?;
    // One more tells that there are more.
    let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let rows = statement.query_map(params![node.0.as_bytes(), name, most, now.timestamp_micros()], read)?;
    Page::gather(rows, limit, |_| 0)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Inside> {
    let file = match row.get("version")? {
        None => None,
        Some(version) => {
            Some(InsideFile { version, blob: BlobHash(row.get("blob")?), size_bytes: row.get("size_bytes")? })
        }
    };
    Ok(Inside { node: NodeId(id(row, "id")?), path: row.get("path")?, file, at: time(row, "at")? })
}
