//! Makes the view of files and folders. A folder that is put in the trash takes along what lies in it: that is read from
//! where things lie, and stands nowhere.

use domain::{
    AccountId, Event, Fact, Personal,
    documents::{
        BlobHash, Event as Documents, NodeId, SpaceId, Tag,
        space::events::{CopiedNode, FolderRewound, Placed, VersionMarked, VersionsThinned},
    },
};
use rusqlite::params;

use crate::{Follows, ProjectError, Projector, Rows, columns::bound};

/// Makes the view.
pub struct Nodes;

impl Projector for Nodes {
    fn name(&self) -> &'static str {
        "nodes"
    }

    fn version(&self) -> u32 {
        4
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["documents"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/documents/nodes.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let Event::Documents(event) = &fact.event else { return Ok(()) };
        let write = Write { fact, rows };
        match event {
            Documents::FolderMade(it) => write.node(it.space, it.node, it.parent, &it.name, false),
            Documents::FileStored(it) => {
                write.node(it.space, it.node, it.parent, &it.name, true)?;
                write.version(it.node, 1, it.blob, it.size_bytes, &it.media_type)
            }
            Documents::FileReplaced(it) => write.version(it.node, it.version, it.blob, it.size_bytes, &it.media_type),
            Documents::VersionRestored(it) => write.again(it.node, it.version, it.of),
            Documents::NodeRenamed(it) => write.place(it.node, None, &it.name),
            Documents::NodeMoved(it) => write.place(it.node, Some(it.parent), &it.name),
            Documents::NodeRestored(it) => write.place(it.node, Some(it.parent), &it.name),
            Documents::NodeCopied(it) => it.nodes.iter().try_for_each(|copied| write.copied(it.space, copied)),
            Documents::VersionMarked(it) => write.marked(it),
            Documents::VersionsThinned(it) => write.thinned(it),
            Documents::FolderRewound(it) => write.rewound(it),
            Documents::NodeTagged(it) => write.tagged(it.node, &it.tags),
            Documents::NodeStarred(it) => write.starred(it.person, it.node),
            Documents::NodeUnstarred(it) => write.unstarred(it.person, it.node),
            Documents::ExpirySet(it) => write.ends(it.node, it.version, it.until_us),
            Documents::NodeTrashed(it) => write.trashed(it.node),
            Documents::NodePurged(it) => write.purged(it.node),
            _ => Ok(()),
        }
    }
}

struct Write<'a> {
    fact: &'a Fact<Event>,
    rows: &'a Rows<'a>,
}

impl Write<'_> {
    fn at(&self) -> i64 {
        self.fact.stamp.at.timestamp_micros()
    }

    fn by(&self) -> Option<[u8; 16]> {
        self.fact.stamp.who.account().map(|account| account.0.into_bytes())
    }

    fn node(
        &self,
        space: SpaceId,
        node: NodeId,
        parent: NodeId,
        name: &Personal,
        is_file: bool,
    ) -> Result<(), ProjectError> {
        let ids = (node.0.as_bytes(), space.0.0.as_bytes(), parent.0.as_bytes());
        let values = params![ids.0, ids.1, ids.2, name.text(), is_file, self.at(), self.by()];
        self.rows.run(MADE, values).map(drop)
    }

    fn copied(&self, space: SpaceId, copied: &CopiedNode) -> Result<(), ProjectError> {
        let CopiedNode { node, parent, name, file, .. } = copied;
        self.node(space, *node, *parent, name, file.is_some())?;
        file.as_ref().map_or(Ok(()), |file| self.version(*node, 1, file.blob, file.size_bytes, &file.media_type))
    }

    fn version(
        &self,
        file: NodeId,
        version: u32,
        blob: BlobHash,
        size_bytes: u64,
        media_type: &str,
    ) -> Result<(), ProjectError> {
        let id = file.0.as_bytes();
        let values = params![id, version, blob.0, bound(size_bytes), media_type, self.at(), self.by()];
        self.rows.run(STORED, values)?;
        self.rows.run(NEWEST, params![id, version, self.at(), self.by()]).map(drop)
    }

    fn again(&self, file: NodeId, version: u32, of: u32) -> Result<(), ProjectError> {
        let id = file.0.as_bytes();
        self.rows.run(AGAIN, params![id, version, of, self.at(), self.by()])?;
        self.rows.run(NEWEST, params![id, version, self.at(), self.by()]).map(drop)
    }

    fn place(&self, node: NodeId, parent: Option<NodeId>, name: &Personal) -> Result<(), ProjectError> {
        let parent = parent.map(|parent| parent.0.into_bytes());
        self.rows.run(PLACED, params![node.0.as_bytes(), parent, name.text(), self.at(), self.by()]).map(drop)
    }

    fn rewound(&self, it: &FolderRewound) -> Result<(), ProjectError> {
        it.trashed.iter().try_for_each(|node| self.trashed(*node))?;
        for Placed { node, parent, name } in &it.placed {
            match name {
                Some(name) => self.place(*node, Some(*parent), name)?,
                None => {
                    let values = params![node.0.as_bytes(), parent.0.as_bytes(), self.at(), self.by()];
                    self.rows.run(LAID, values)?;
                }
            }
        }
        it.again.iter().try_for_each(|again| self.again(again.node, again.version, again.of))
    }

    fn marked(&self, it: &VersionMarked) -> Result<(), ProjectError> {
        let label = it.label.as_ref().and_then(Personal::text);
        self.rows.run(MARKED, params![it.node.0.as_bytes(), it.version, label, it.pinned]).map(drop)
    }

    fn thinned(&self, it: &VersionsThinned) -> Result<(), ProjectError> {
        let file = it.node.0.as_bytes();
        it.versions.iter().try_for_each(|version| self.rows.run(THINNED, params![file, version]).map(drop))
    }

    fn tagged(&self, node: NodeId, tags: &[Personal]) -> Result<(), ProjectError> {
        let id = node.0.as_bytes();
        self.rows.run("DELETE FROM tags WHERE node = ?1", [id])?;
        for (number, tag) in tags.iter().filter_map(|tag| tag.text().map(Tag::known)).enumerate() {
            self.rows.run(TAGGED, params![id, number, tag.text(), tag.folded()])?;
        }
        self.rows.run("DELETE FROM words WHERE rowid = (SELECT number FROM nodes WHERE id = ?1)", [id])?;
        self.rows.run(FOUND_BY, [id]).map(drop)
    }

    fn starred(&self, person: AccountId, node: NodeId) -> Result<(), ProjectError> {
        self.rows.run(STARRED, params![person.0.as_bytes(), node.0.as_bytes(), self.fact.position]).map(drop)
    }

    fn unstarred(&self, person: AccountId, node: NodeId) -> Result<(), ProjectError> {
        let values = params![person.0.as_bytes(), node.0.as_bytes()];
        self.rows.run("DELETE FROM stars WHERE person = ?1 AND node = ?2", values).map(drop)
    }

    fn ends(&self, file: NodeId, version: Option<u32>, until_us: Option<i64>) -> Result<(), ProjectError> {
        let id = file.0.as_bytes();
        let Some(version) = version else { return self.rows.run(FILE_ENDS, params![id, until_us]).map(drop) };
        self.rows.run(VERSION_ENDS, params![id, version, until_us])?;
        self.rows.run(NEWEST_ENDS, params![id, version, until_us]).map(drop)
    }

    fn trashed(&self, node: NodeId) -> Result<(), ProjectError> {
        self.rows.run(TRASHED, params![node.0.as_bytes(), self.fact.position, self.at()]).map(drop)
    }

    fn purged(&self, node: NodeId) -> Result<(), ProjectError> {
        self.rows.run(PURGED_VERSIONS, params![node.0.as_bytes()])?;
        self.rows.run(PURGED, params![node.0.as_bytes()]).map(drop)
    }
}

const MADE: &str = "INSERT INTO nodes (id, space, parent, name, is_file, changed_at, changed_by)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
const STORED: &str = "INSERT INTO versions (file, version, blob, size_bytes, media_type, stored_at, stored_by)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
const AGAIN: &str = "INSERT INTO versions (file, version, blob, size_bytes, media_type, stored_at, stored_by, of)
    SELECT file, ?2, blob, size_bytes, media_type, ?4, ?5, ?3 FROM versions WHERE file = ?1 AND version = ?3";
const NEWEST: &str = "UPDATE nodes SET version = ?2, changed_at = ?3, changed_by = ?4, newest_until = NULL,
    (blob, size_bytes, media_type) =
    (SELECT blob, size_bytes, media_type FROM versions WHERE file = ?1 AND version = ?2) WHERE id = ?1";
const FILE_ENDS: &str = "UPDATE nodes SET until = ?2 WHERE id = ?1";
const VERSION_ENDS: &str = "UPDATE versions SET until = ?3 WHERE file = ?1 AND version = ?2";
const NEWEST_ENDS: &str = "UPDATE nodes SET newest_until = ?3 WHERE id = ?1 AND version = ?2";
const PLACED: &str = "UPDATE nodes SET parent = ifnull(?2, parent), name = ?3, changed_at = ?4, changed_by = ?5,
    trashed = NULL, trashed_at = NULL WHERE id = ?1";
const LAID: &str = "UPDATE nodes SET parent = ?2, changed_at = ?3, changed_by = ?4, trashed = NULL, trashed_at = NULL
    WHERE id = ?1";
const MARKED: &str = "UPDATE versions SET label = ?3, pinned = ?4 WHERE file = ?1 AND version = ?2";
const THINNED: &str = "DELETE FROM versions WHERE file = ?1 AND version = ?2";
const TAGGED: &str = "INSERT INTO tags (node, number, tag, folded) VALUES (?1, ?2, ?3, ?4)";
const FOUND_BY: &str = "INSERT INTO words (rowid, name, tags, space) SELECT number, name,
    (SELECT group_concat(tag, ' ') FROM tags WHERE node = ?1), hex(space) FROM nodes WHERE id = ?1";
// Whoever looked just before it was deleted for good may have given a star to what is gone.
const STARRED: &str = "INSERT INTO stars (person, node, position) SELECT ?1, ?2, ?3 FROM nodes WHERE id = ?2";
const TRASHED: &str = "UPDATE nodes SET trashed = ?2, trashed_at = ?3 WHERE id = ?1";
const PURGED_VERSIONS: &str = "WITH RECURSIVE gone (id) AS (
        VALUES (?1) UNION ALL SELECT nodes.id FROM nodes JOIN gone ON nodes.parent = gone.id)
    DELETE FROM versions WHERE file IN (SELECT id FROM gone)";
const PURGED: &str = "WITH RECURSIVE gone (id) AS (
        VALUES (?1) UNION ALL SELECT nodes.id FROM nodes JOIN gone ON nodes.parent = gone.id)
    DELETE FROM nodes WHERE id IN (SELECT id FROM gone)";
