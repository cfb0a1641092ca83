//! Looks up links. Whose they are is told with each; whether somebody may see them is asked elsewhere.

use chrono::{DateTime, Utc};
use domain::{
    AccountId,
    documents::{LinkId, NodeId},
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;

use super::{
    read::{bytes, node},
    rows::Node,
};
use crate::{
    Page,
    columns::{bound, id, maybe_time, time},
};

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where the log tells of its beginning.
    pub position: u64,
    /// Its id.
    pub id: LinkId,
    /// Whose it is.
    pub account: AccountId,
    /// What it opens.
    pub node: NodeId,
    /// That, as long as it is there, in the trash or not.
    pub opens: Option<Node>,
    /// When what is fetched through it ends.
    pub opens_until: Option<DateTime<Utc>>,
    /// Which version of a file; the newest where none is named.
    pub version: Option<u32>,
    /// Whether files only come in.
    pub upload_only: bool,
    /// What its owner remembers it by.
    pub note: Option<String>,
    /// Whether it has a password.
    pub has_password: bool,
    /// Until when it works.
    pub until: Option<DateTime<Utc>>,
    /// How many times it is used at most.
    pub most_uses: Option<u32>,
    /// Whether its owner wants to hear of its first use.
    pub tell_first: bool,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// How many times it was used.
    pub uses: u32,
    /// When it was used last.
    pub used_at: Option<DateTime<Utc>>,
    /// Wrong passwords, ever.
    pub failures: u32,
}

/// Which links.
#[derive(Clone, Copy, Debug)]
pub enum LinksOf {
    /// All of a person.
    Account(AccountId),
    /// All to a file or folder.
    Node(NodeId),
}

/// A link by its id.
///
/// # Errors
/// When SQLite refuses it.
pub fn link(connection: &Connection, link: LinkId) -> rusqlite::Result<Option<Link>> {
    let mut statement = connection.prepare_cached("SELECT * FROM links WHERE id = ?1")?;
    let found = statement.query_row([link.0.as_bytes()], read).optional()?;
    found.map(|link| opened(connection, link)).transpose()
}

/// Links, the newest first.
///
/// # Errors
/// When SQLite refuses it.
pub fn links(connection: &Connection, of: LinksOf, before: Option<u64>, limit: usize) -> rusqlite::Result<Page<Link>> {
    let (column, id) = match of {
        LinksOf::Account(account) => ("account", account.0),
        LinksOf::Node(node) => ("node", node.0),
    };
    let sql = format!("SELECT * FROM links WHERE {column} = ?1 AND position < ?2 ORDER BY position DESC");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![id.as_bytes(), bound(before.unwrap_or(u64::MAX))], read)?;
    let page = Page::gather(rows, limit, |link| link.position)?;
    let items = page.items.into_iter().map(|link| opened(connection, link)).collect::<rusqlite::Result<_>>()?;
    Ok(Page { items, next: page.next })
}

fn opened(connection: &Connection, link: Link) -> rusqlite::Result<Link> {
    let Some(opens) = node(connection, link.node)? else { return Ok(link) };
    let version_until = match link.version {
        None => opens.newest.as_ref().and_then(|newest| newest.until),
        named => bytes(connection, link.node, named)?.and_then(|version| version.until),
    };
    let opens_until = [opens.until, version_until].into_iter().flatten().min();
    Ok(Link { opens: Some(opens), opens_until, ..link })
}

fn read(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link {
        position: row.get("position")?,
        id: LinkId(id(row, "id")?),
        account: AccountId(id(row, "account")?),
        node: NodeId(id(row, "node")?),
        opens: None,
        opens_until: None,
        version: row.get("version")?,
        upload_only: row.get("upload_only")?,
        note: row.get("note")?,
        has_password: row.get("has_password")?,
        until: maybe_time(row, "until")?,
        most_uses: row.get("most_uses")?,
        tell_first: row.get("tell_first")?,
        made_at: time(row, "made_at")?,
        revoked_at: maybe_time(row, "revoked_at")?,
        uses: row.get("uses")?,
        used_at: maybe_time(row, "used_at")?,
        failures: row.get("failures")?,
    })
}
