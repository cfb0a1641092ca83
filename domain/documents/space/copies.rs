//! Copies: what is copied is read from one state, and becomes new files and folders in another or the same one.
//!
//! No bytes are copied, and no past: a copy begins with the newest version. Everything that lies in it comes along at once or
//! not at all, and so a copy has an end.

use std::{collections::HashMap, sync::Arc};

use super::{Content, Node, NodeId, Refusal, Space, SpaceId, Version, events::*, sealed, version};
use crate::documents::{Blob, Event, NodeName};

/// The most files and folders of one copy.
const MOST: usize = 10_000;
/// So many are told by one event: with the longest names and types it stays below a mebibyte.
const MOST_TOLD: usize = 1_000;

/// What is copied, as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Original {
    /// In which space.
    pub space: SpaceId,
    /// It and all that is in it, each folder before what is in it.
    pub nodes: Arc<[OriginalNode]>,
}

/// One file or folder that is copied.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginalNode {
    /// Which one.
    pub node: NodeId,
    /// In which folder.
    pub parent: NodeId,
    /// Its name.
    pub name: NodeName,
    /// The newest version; nothing of a folder.
    pub newest: Option<Version>,
}

impl Original {
    /// The bytes that the copy needs.
    pub fn blobs(&self) -> impl Iterator<Item = Blob> {
        self.nodes.iter().filter_map(|node| Some(node.newest.as_ref()?.blob))
    }

    /// How many folders lie in each other, at most.
    pub(super) fn height(&self) -> usize {
        let mut depths = HashMap::new();
        for node in self.nodes.iter() {
            let depth = depths.get(&node.parent).map_or(0, |above| above + 1);
            depths.insert(node.node, depth);
        }
        depths.into_values().max().unwrap_or_default()
    }
}

impl Space {
    /// A file or folder as it would be copied, without what lies in the trash.
    ///
    /// # Errors
    /// When it is not there, or holds too much.
    pub fn original(&self, space: SpaceId, node: NodeId) -> Result<Original, Refusal> {
        self.living(space, node)?;
        let mut nodes = vec![node];
        let mut next = 0;
        while let Some(at) = nodes.get(next).copied() {
            let mut inside: Vec<_> = self.inside(at).filter(|inside| !self.is_trashed(*inside)).collect();
            inside.sort_unstable();
            nodes.extend(inside);
            next += 1;
            if nodes.len() > MOST {
                return Err(Refusal::TooMany);
            }
        }
        let as_it_is = |id: NodeId| self.nodes.get(&id).map(|node| as_it_is(id, node));
        Ok(Original { space, nodes: nodes.into_iter().filter_map(as_it_is).collect() })
    }

    pub(super) fn copy(
        &self,
        space: SpaceId,
        (node, parent): (NodeId, NodeId),
        name: Option<NodeName>,
        original: &Original,
    ) -> Result<Vec<Event>, Refusal> {
        let Some(top) = original.nodes.first() else { return Err(Refusal::NoSuchNode) };
        if self.nodes.contains_key(&node) {
            return Ok(vec![]);
        }
        self.open_folder(space, parent)?;
        if self.is_within(parent, top.node) {
            return Err(Refusal::IntoItself);
        }
        self.has_room_for(parent, original.height())?;
        let name = match name {
            Some(name) => self.free(parent, &name, None).map(|()| name)?,
            None => self.free_name(parent, &top.name),
        };
        Ok(told(space, (node, parent), &name, original))
    }

    pub(super) fn put_copied(&mut self, copied: &CopiedNode) {
        let first = |file: &CopiedFile| vec![version(file.blob, file.size_bytes, &file.media_type)];
        let content = copied.file.as_ref().map_or(Content::Folder, |file| Content::File(first(file)));
        self.put(copied.node, copied.parent, &copied.name, content);
    }
}

fn as_it_is(id: NodeId, node: &Node) -> OriginalNode {
    let newest = match &node.content {
        Content::File(versions) => versions.last().cloned(),
        Content::Folder => None,
    };
    OriginalNode { node: id, parent: node.parent, name: node.name_or_unnamed(), newest }
}

pub(super) fn told(
    space: SpaceId,
    (node, parent): (NodeId, NodeId),
    name: &NodeName,
    original: &Original,
) -> Vec<Event> {
    let ids: HashMap<_, _> = (0..).zip(original.nodes.iter()).map(|(steps, of)| (of.node, node.after(steps))).collect();
    let copied = |of: &OriginalNode| CopiedNode {
        node: ids[&of.node],
        parent: ids.get(&of.parent).copied().unwrap_or(parent),
        name: sealed(space, if ids[&of.node] == node { name } else { &of.name }),
        of: of.node,
        file: of.newest.as_ref().map(|newest| CopiedFile {
            blob: newest.blob.hash,
            size_bytes: newest.blob.size_bytes,
            media_type: newest.media_type.to_string(),
        }),
    };
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let event = |(part, nodes): (usize, &[OriginalNode])| -> Event {
        NodeCopied {
            space,
            node,
            name: sealed(space, name),
            from: original.space,
            of: original.nodes[0].node,
            count: number(original.nodes.len()),
            before: number(part * MOST_TOLD),
            nodes: nodes.iter().map(copied).collect(),
        }
        .into()
    };
    original.nodes.chunks(MOST_TOLD).enumerate().map(event).collect()
}

impl NodeCopied {
    pub(in crate::documents) fn sentence(&self) -> String {
        let name = self.name.shown();
        match (self.before, self.count.saturating_sub(1)) {
            (0, 0) => format!("{name} was copied"),
            (0, inside) => format!("{name} was copied with all that is in it, {inside} files and folders"),
            (before, _) => format!("{name} was copied: more of what is in it, after the first {before}"),
        }
    }
}
