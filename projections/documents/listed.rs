//! Files and folders as a file manager walks them: by their names, with all that it shows of each.

use chrono::{DateTime, Utc};
use domain::documents::NodeId;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::rows::{Version, version};
use crate::columns::{id, time};

/// A file or folder that is not in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: NodeId,
    /// Its name.
    pub name: String,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// The newest version of a file; `None` of a folder.
    pub newest: Option<Version>,
}

const LISTED: &str = "SELECT nodes.id, nodes.name, nodes.changed_at, nodes.is_file, versions.* FROM nodes
    LEFT JOIN versions ON versions.file = nodes.id AND versions.version = nodes.version
    WHERE nodes.parent = ?1 AND nodes.trashed IS NULL AND nodes.name";

/// What lies in a folder under a name.
///
/// # Errors
/// When SQLite refuses it.
pub fn child(connection: &Connection, folder: NodeId, name: &str) -> rusqlite::Result<Option<Listed>> {
    let mut statement = connection.prepare_cached(&format!("{LISTED} = ?2"))?;
    statement.query_row(params![folder.0.as_bytes(), name], listed).optional()
}

/// All that lies in a folder and has a name.
///
/// # Errors
/// When SQLite refuses it.
pub fn children(connection: &Connection, folder: NodeId) -> rusqlite::Result<Vec<Listed>> {
    let mut statement = connection.prepare_cached(&format!("{LISTED} IS NOT NULL ORDER BY nodes.name"))?;
    statement.query_map([folder.0.as_bytes()], listed)?.collect()
}

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let newest = if row.get("is_file")? { Some(version(row)?) } else { None };
    Ok(Listed { id: NodeId(id(row, "id")?), name: row.get("name")?, changed_at: time(row, "changed_at")?, newest })
}
