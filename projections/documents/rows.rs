//! A file or folder, and a version of a file, as the view has them, and how they are read out of its rows.

use chrono::{DateTime, Utc};
use domain::{
    AccountId,
    documents::{BlobHash, NodeId, SpaceId},
};
use rusqlite::Row;
use serde::Serialize;

use crate::columns::{id, maybe_id, maybe_time, time};

/// A file or a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// In which space.
    pub space: SpaceId,
    /// In which folder.
    pub parent: NodeId,
    /// Its name; `None` once erased.
    pub name: Option<String>,
    /// The newest version of a file; `None` of a folder.
    pub newest: Option<Newest>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// By whom; `None` where it was nobody with an account.
    pub changed_by: Option<AccountId>,
    /// Where the log tells that it was put in the trash itself.
    pub trashed: Option<u64>,
    /// When that was.
    pub trashed_at: Option<DateTime<Utc>>,
    /// Whether it lies in the trash, itself or with a folder above it.
    pub in_trash: bool,
    /// Its tags, in the order in which they were put on it.
    pub tags: Vec<String>,
    /// When a file ends.
    pub until: Option<DateTime<Utc>>,
}

/// The newest version of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Newest {
    /// Its number, counted from 1.
    pub version: u32,
    /// Its length.
    pub size_bytes: u64,
    /// What it is.
    pub media_type: String,
    /// When it ends.
    pub until: Option<DateTime<Utc>>,
}

impl Node {
    /// Whether nobody fetches a file any more: it has come to its end, or its newest version has.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        has_ended(self.until, now) || self.newest.as_ref().is_some_and(|newest| has_ended(newest.until, now))
    }

    /// The same for one of its versions.
    #[must_use]
    pub fn is_version_over(&self, version: &Version, now: DateTime<Utc>) -> bool {
        has_ended(self.until, now) || has_ended(version.until, now)
    }
}

fn has_ended(until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    until.is_some_and(|until| until <= now)
}

/// A version of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Its number, counted from 1.
    pub version: u32,
    /// Its bytes.
    pub blob: BlobHash,
    /// Its length.
    pub size_bytes: u64,
    /// What it is.
    pub media_type: String,
    /// When it was stored.
    pub stored_at: DateTime<Utc>,
    /// By whom; `None` where it was nobody with an account.
    pub stored_by: Option<AccountId>,
    /// The version whose bytes it has again.
    pub of: Option<u32>,
    /// What somebody called it.
    pub label: Option<String>,
    /// Whether no rule takes it away.
    pub pinned: bool,
    /// When it ends.
    pub until: Option<DateTime<Utc>>,
}

/// No tag holds a break of a line. Many rows are read at a time, by the places of these columns: names would be looked for in each.
pub(super) const NODE: &str = "SELECT id, space, parent, name, version, size_bytes, media_type, newest_until, changed_at, changed_by,
    trashed, trashed_at, until, (SELECT group_concat(tag, char(10)) FROM (SELECT tag FROM tags WHERE node = nodes.id ORDER BY number)),
    blob FROM nodes";

pub(super) fn read(row: &Row<'_>, in_trash: bool) -> rusqlite::Result<Node> {
    let newest = match row.get(4)? {
        None => None,
        Some(version) => {
            let (size_bytes, media_type) = (row.get(5)?, row.get(6)?);
            Some(Newest { version, size_bytes, media_type, until: maybe_time(row, 7)? })
        }
    };
    let tags: Option<String> = row.get(13)?;
    Ok(Node {
        id: NodeId(id(row, 0)?),
        space: SpaceId(domain::PersonId(id(row, 1)?)),
        parent: NodeId(id(row, 2)?),
        name: row.get(3)?,
        newest,
        changed_at: time(row, 8)?,
        changed_by: maybe_id(row, 9)?.map(AccountId),
        trashed: row.get(10)?,
        trashed_at: maybe_time(row, 11)?,
        in_trash,
        until: maybe_time(row, 12)?,
        tags: tags.map(|tags| tags.split('\n').map(str::to_owned).collect()).unwrap_or_default(),
    })
}

pub(super) fn version(row: &Row<'_>) -> rusqlite::Result<Version> {
    Ok(Version {
        version: row.get("version")?,
        blob: BlobHash(row.get("blob")?),
        size_bytes: row.get("size_bytes")?,
        media_type: row.get("media_type")?,
        stored_at: time(row, "stored_at")?,
        stored_by: maybe_id(row, "stored_by")?.map(AccountId),
        of: row.get("of")?,
        label: row.get("label")?,
        pinned: row.get("pinned")?,
        until: maybe_time(row, "until")?,
    })
}
