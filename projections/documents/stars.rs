//! Looks up whose star is on what. A star is told to nobody but its person.

use std::collections::HashSet;

use domain::{AccountId, documents::NodeId};
use rusqlite::{Connection, params};

use super::{Node, node};
use crate::{
    Page,
    columns::{bound, id},
};

/// Which of these have a person's star.
///
/// # Errors
/// When SQLite refuses it.
pub fn starred(connection: &Connection, person: AccountId, nodes: &[NodeId]) -> rusqlite::Result<HashSet<NodeId>> {
    let gave_any = "SELECT EXISTS (SELECT 1 FROM stars WHERE person = ?1)";
    if !connection.prepare_cached(gave_any)?.query_row([person.0.as_bytes()], |row| row.get(0))? {
        return Ok(HashSet::new());
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM stars WHERE person = ?1 AND node = ?2)";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = HashSet::new();
    for node in nodes {
        if statement.query_row(params![person.0.as_bytes(), node.0.as_bytes()], |row| row.get(0))? {
            found.insert(*node);
        }
    }
    Ok(found)
}

/// What has a person's star and is not in the trash, that which got it last first.
///
/// # Errors
/// When SQLite refuses it.
pub fn stars(
    connection: &Connection,
    person: AccountId,
    before: Option<u64>,
    limit: usize,
) -> rusqlite::Result<Page<Node>> {
    let sql = "SELECT node, position FROM stars WHERE person = ?1 AND position < ?2 ORDER BY position DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let before = bound(before.unwrap_or(u64::MAX));
    let rows = statement.query_map(params![person.0.as_bytes(), before], |row| {
        Ok((NodeId(id(row, "node")?), row.get::<_, u64>("position")?))
    })?;
    let living = rows.filter_map(|row| {
        let found = row.and_then(|(id, position)| Ok(node(connection, id)?.map(|node| (node, position))));
        found.map(|found| found.filter(|(node, _)| !node.in_trash)).transpose()
    });
    let page = Page::gather(living, limit, |(_, position)| *position)?;
    Ok(Page { items: page.items.into_iter().map(|(node, _)| node).collect(), next: page.next })
}
