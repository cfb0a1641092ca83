//! Looks up files and folders. Whose they are is told with each; whether somebody may see them is asked elsewhere.

use domain::documents::{NodeId, SpaceId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;

use super::rows::{NODE, Node, Version, read, version};
use crate::{
    Page,
    columns::{bound, id},
};

/// A file, and all that is known of where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneFile {
    /// Its place in the order in which they began.
    pub number: u64,
    /// The file.
    pub node: Node,
    /// Its newest version.
    pub version: Version,
    /// The folders above it, the highest first.
    pub path: Vec<(NodeId, Option<String>)>,
}

/// What a space holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// Files that are not in the trash.
    pub files: u64,
    /// Folders that are not in the trash.
    pub folders: u64,
    /// Bytes of all versions, those in the trash included.
    pub size_bytes: u64,
    /// What was put in the trash.
    pub trashed: u64,
}

/// Whether a node, or a folder above it, was put in the trash.
const IN_TRASH: &str = "WITH RECURSIVE above (parent, trashed) AS (
        SELECT parent, trashed FROM nodes WHERE id = ?1
        UNION ALL SELECT up.parent, up.trashed FROM nodes up JOIN above ON up.id = above.parent)
    SELECT EXISTS (SELECT 1 FROM above WHERE trashed IS NOT NULL)";

/// A file or folder by its id, in the trash or not.
///
/// # Errors
/// When SQLite refuses it.
pub fn node(connection: &Connection, node: NodeId) -> rusqlite::Result<Option<Node>> {
    let id = [node.0.as_bytes()];
    let mut statement = connection.prepare_cached(&format!("{NODE} WHERE nodes.id = ?1"))?;
    let Some(found) = statement.query_row(id, |row| read(row, false)).optional()? else { return Ok(None) };
    let in_trash = connection.prepare_cached(IN_TRASH)?.query_row(id, |row| row.get(0))?;
    Ok(Some(Node { in_trash, ..found }))
}

/// What lies in a folder that is not in the trash: folders first, then by name. The page after begins at so many.
///
/// # Errors
/// When SQLite refuses it.
pub fn page(connection: &Connection, folder: NodeId, after: u64, limit: usize) -> rusqlite::Result<Page<Node>> {
    page_of_tag(connection, folder, None, after, limit)
}

/// The same, only what has a tag, as [`domain::documents::Tag::folded`] has it.
///
/// # Errors
/// When SQLite refuses it.
pub fn page_of_tag(
    connection: &Connection,
    folder: NodeId,
    tag: Option<&str>,
    after: u64,
    limit: usize,
) -> rusqlite::Result<Page<Node>> {
    let sql = format!(
        "{NODE} WHERE nodes.parent = ?1 AND trashed IS NULL
        AND (?3 IS NULL OR EXISTS (SELECT 1 FROM tags WHERE node = nodes.id AND folded = ?3))
        ORDER BY is_file, name COLLATE NOCASE, number LIMIT -1 OFFSET ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![folder.0.as_bytes(), bound(after), tag], |row| read(row, false))?;
    counted(Page::gather(rows, limit, |_| 0)?, after)
}

/// What was put in the trash of a space itself, the newest first. The page after begins at so many: much may have gone
/// there at once.
///
/// # Errors
/// When SQLite refuses it.
pub fn trash(connection: &Connection, space: SpaceId, after: u64, limit: usize) -> rusqlite::Result<Page<Node>> {
    let order = "ORDER BY trashed DESC, number DESC LIMIT -1 OFFSET ?2";
    let mut statement =
        connection.prepare_cached(&format!("{NODE} WHERE nodes.space = ?1 AND trashed IS NOT NULL {order}"))?;
    let rows = statement.query_map(params![space.0.0.as_bytes(), bound(after)], |row| read(row, true))?;
    counted(Page::gather(rows, limit, |_| 0)?, after)
}

fn counted(page: Page<Node>, after: u64) -> rusqlite::Result<Page<Node>> {
    Ok(Page { next: page.next.map(|_| after + page.items.len() as u64), ..page })
}

/// The folders above a node, the highest first; its space's root is not among them.
///
/// # Errors
/// When SQLite refuses it.
pub fn path(connection: &Connection, node: NodeId) -> rusqlite::Result<Vec<(NodeId, Option<String>)>> {
    let sql = "WITH RECURSIVE above (id, parent, name, depth) AS (
            SELECT up.id, up.parent, up.name, 1 FROM nodes JOIN nodes up ON up.id = nodes.parent WHERE nodes.id = ?1
            UNION ALL SELECT up.id, up.parent, up.name, depth + 1 FROM nodes up JOIN above ON up.id = above.parent)
        SELECT id, name FROM above ORDER BY depth DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let row = |row: &Row<'_>| Ok((NodeId(id(row, "id")?), row.get("name")?));
    statement.query_map([node.0.as_bytes()], row)?.collect()
}

/// The versions of a file, the newest first.
///
/// # Errors
/// When SQLite refuses it.
pub fn versions(
    connection: &Connection,
    file: NodeId,
    before: Option<u64>,
    limit: usize,
) -> rusqlite::Result<Page<Version>> {
    let sql = "SELECT * FROM versions WHERE file = ?1 AND version < ?2 ORDER BY version DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![file.0.as_bytes(), bound(before.unwrap_or(u64::MAX))], version)?;
    Page::gather(rows, limit, |version| version.version.into())
}

/// One version of a file; the newest where none is named.
///
/// # Errors
/// When SQLite refuses it.
pub fn bytes(connection: &Connection, file: NodeId, number: Option<u32>) -> rusqlite::Result<Option<Version>> {
    let sql = "SELECT * FROM versions WHERE file = ?1 AND (?2 IS NULL OR version = ?2) ORDER BY version DESC LIMIT 1";
    connection.prepare_cached(sql)?.query_row(params![file.0.as_bytes(), number], version).optional()
}

/// The file of a space that comes after another one's number in the order in which they began, in the trash or not, its newest
/// version, and the folders above it.
///
/// # Errors
/// When SQLite refuses it.
pub fn next_file(connection: &Connection, space: SpaceId, after: u64) -> rusqlite::Result<Option<OneFile>> {
    let sql = "SELECT number, id FROM nodes WHERE space = ?1 AND is_file = 1 AND number > ?2 ORDER BY number LIMIT 1";
    let found = connection
        .prepare_cached(sql)?
        .query_row(params![space.0.0.as_bytes(), bound(after)], |row| Ok((row.get("number")?, NodeId(id(row, "id")?))));
    let Some((number, file)) = found.optional()? else { return Ok(None) };
    let (node, version) = (node(connection, file)?, bytes(connection, file, None)?);
    let (Some(node), Some(version)) = (node, version) else { return Ok(None) };
    Ok(Some(OneFile { number, node, version, path: path(connection, file)? }))
}

/// All spaces in which something lies.
///
/// # Errors
/// When SQLite refuses it.
pub fn spaces(connection: &Connection) -> rusqlite::Result<Vec<SpaceId>> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT space FROM nodes ORDER BY space")?;
    statement.query_map([], |row| Ok(SpaceId(domain::PersonId(id(row, "space")?))))?.collect()
}

/// What a space holds.
///
/// # Errors
/// When SQLite refuses it.
pub fn holding(connection: &Connection, space: SpaceId) -> rusqlite::Result<Holding> {
    let sql = "WITH RECURSIVE living (id, is_file) AS (
            SELECT id, is_file FROM nodes WHERE parent = ?1 AND trashed IS NULL
            UNION ALL SELECT nodes.id, nodes.is_file FROM nodes JOIN living ON nodes.parent = living.id
            WHERE nodes.trashed IS NULL)
        SELECT (SELECT count(*) FROM living WHERE is_file), (SELECT count(*) FROM living WHERE NOT is_file),
            (SELECT ifnull(sum(versions.size_bytes), 0) FROM versions JOIN nodes ON nodes.id = versions.file WHERE space = ?1),
            (SELECT count(*) FROM nodes WHERE space = ?1 AND trashed IS NOT NULL)";
    connection.prepare_cached(sql)?.query_row([space.0.0.as_bytes()], |row| {
        Ok(Holding { files: row.get(0)?, folders: row.get(1)?, size_bytes: row.get(2)?, trashed: row.get(3)? })
    })
}
