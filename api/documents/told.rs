//! How files and folders are told to whoever may see them: with the names of people, and with their own star.

use std::collections::HashSet;

use axum::{http::Uri, response::Response};
use chrono::{DateTime, Utc};
use domain::documents::{NodeId, SpaceId};
use projections::{Page, documents as view};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::found::SpaceWord;
use crate::{
    front::Front,
    household::Names,
    http::{AtLeast, Person, Problem, paging},
};

/// A file or a folder.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    /// Holds files and folders.
    Folder,
    /// Holds bytes, in versions.
    File,
}

impl NodeKind {
    /// What something is.
    pub const fn of(node: &view::Node) -> Self {
        if node.newest.is_some() { Self::File } else { Self::Folder }
    }
}

/// A file or a folder.
#[derive(Serialize, ToSchema)]
pub struct DocumentsNode {
    /// Its id, which stays whatever it is called and wherever it lies.
    id: Uuid,
    /// Whose space it lies in.
    space: SpaceWord,
    /// The root folder of that space.
    root: Uuid,
    /// The folder it lies in, or lay in before it was put in the trash.
    parent: Uuid,
    /// What it is.
    kind: NodeKind,
    /// Its name; null for a root, and once erased.
    name: Option<String>,
    /// The length of a file's newest version.
    size_bytes: Option<u64>,
    /// What a file's newest version is (RFC 6838).
    media_type: Option<String>,
    /// The number of a file's newest version, counted from 1.
    version: Option<u32>,
    /// When it was changed last; null for a root.
    changed_at: Option<DateTime<Utc>>,
    /// What whoever changed it is called.
    changed_by: Option<String>,
    /// When it was put in the trash itself.
    trashed_at: Option<DateTime<Utc>>,
    /// The tags that people put on it.
    tags: Vec<String>,
    /// Whether it has one's own star, which nobody else sees.
    starred: bool,
    /// When a file ends: nobody fetches it from then on, until it gets another end, or none.
    expires_at: Option<DateTime<Utc>>,
    /// Whether that is past, or the end of its newest version.
    expired: bool,
}

/// A folder on the way to something.
#[derive(Serialize, ToSchema)]
pub struct Step {
    /// Its id.
    id: Uuid,
    /// Its name; null once erased.
    name: Option<String>,
}

impl From<(NodeId, Option<String>)> for Step {
    fn from((id, name): (NodeId, Option<String>)) -> Self {
        Self { id: id.0, name }
    }
}

/// What is known of files and folders beside themselves.
pub struct Known {
    names: Names,
    starred: HashSet<NodeId>,
    now: DateTime<Utc>,
}

impl Known {
    /// The names of whoever changed them, and on which the star of whoever asks is.
    pub async fn of<'a>(
        front: &Front,
        person: &Person,
        nodes: impl IntoIterator<Item = &'a view::Node>,
    ) -> Result<Self, Problem> {
        let (ids, changers): (Vec<_>, Vec<_>) = nodes.into_iter().map(|node| (node.id, node.changed_by)).unzip();
        let (account, reads) = (person.account, front.view("documents", AtLeast::default()).await?);
        let starred = reads.query(move |connection| view::starred(connection, account, &ids)).await?;
        let names = Names::find(front, changers).await;
        Ok(Self { names, starred, now: front.desk.clock().now() })
    }
}

impl From<(view::Node, &Known)> for DocumentsNode {
    fn from((node, known): (view::Node, &Known)) -> Self {
        let (newest, expired) = (node.newest.as_ref(), node.is_over(known.now));
        Self {
            id: node.id.0,
            space: node.space.into(),
            root: node.space.root().0,
            parent: node.parent.0,
            kind: NodeKind::of(&node),
            size_bytes: newest.map(|newest| newest.size_bytes),
            media_type: newest.map(|newest| newest.media_type.clone()),
            version: newest.map(|newest| newest.version),
            name: node.name,
            changed_at: Some(node.changed_at),
            changed_by: known.names.of(node.changed_by),
            trashed_at: node.trashed_at,
            starred: known.starred.contains(&node.id),
            tags: node.tags,
            expires_at: node.until,
            expired,
        }
    }
}

impl From<SpaceId> for DocumentsNode {
    fn from(space: SpaceId) -> Self {
        let root = space.root().0;
        Self {
            id: root,
            space: space.into(),
            root,
            parent: root,
            kind: NodeKind::Folder,
            name: None,
            size_bytes: None,
            media_type: None,
            version: None,
            changed_at: None,
            changed_by: None,
            trashed_at: None,
            tags: Vec::new(),
            starred: false,
            expires_at: None,
            expired: false,
        }
    }
}

/// A page of nodes as it is answered.
pub async fn told(
    front: &Front,
    person: &Person,
    list: &str,
    uri: &Uri,
    page: Page<view::Node>,
) -> Result<Response, Problem> {
    let known = Known::of(front, person, &page.items).await?;
    let items = page.items.into_iter().map(|node| (node, &known)).collect();
    Ok(paging::answer::<_, DocumentsNode>(list, uri, Page { items, next: page.next }))
}
