//! The tree itself: what lies where, and how it is changed. Whoever changes it has asked the rules before.

use std::sync::Arc;

use super::{NodeId, Refusal, Space, SpaceId};
use crate::{
    documents::{Blob, BlobHash, NodeName},
    kernel::Personal,
};

pub(super) const MOST_DEPTH: usize = 64;

/// A file or a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The folder it lies in, or lay in.
    pub parent: NodeId,
    /// Its name; `None` once erased.
    pub name: Option<NodeName>,
    /// What it is.
    pub content: Content,
    /// Whether it was put in the trash itself.
    pub trashed: bool,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A folder; who lies in it is known by them.
    Folder,
    /// A file and its versions, the first one first.
    File(Vec<Version>),
}

/// A version of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Its bytes.
    pub blob: Blob,
    /// What they are (RFC 6838), as whoever stored them said.
    pub media_type: Arc<str>,
    /// What somebody called it.
    pub label: Option<Arc<str>>,
    /// Whether no rule takes it away.
    pub pinned: bool,
    /// Whether a rule took it away; its number is not given again.
    pub gone: bool,
}

impl Version {
    /// One that nobody marked.
    #[must_use]
    pub const fn new(blob: Blob, media_type: Arc<str>) -> Self {
        Self { blob, media_type, label: None, pinned: false, gone: false }
    }
}

impl Node {
    /// Its name, or what stands in for one that was erased.
    #[must_use]
    pub fn name_or_unnamed(&self) -> NodeName {
        self.name.clone().unwrap_or_else(|| NodeName::known("unnamed"))
    }
}

/// The version of a number, if it is there still.
pub(super) fn version(versions: &[Version], number: u32) -> Option<&Version> {
    versions.get(usize::try_from(number).ok()?.checked_sub(1)?).filter(|version| !version.gone)
}

pub(super) fn version_mut(versions: &mut [Version], number: u32) -> Option<&mut Version> {
    versions.get_mut(usize::try_from(number).ok()?.checked_sub(1)?)
}

/// How many versions, as their numbers are counted.
pub(super) fn number(versions: usize) -> u32 {
    u32::try_from(versions).unwrap_or(u32::MAX)
}

impl Space {
    /// What lies in a folder under a name.
    #[must_use]
    pub fn child(&self, parent: NodeId, name: &NodeName) -> Option<NodeId> {
        self.names.get(&(parent, name.clone())).copied()
    }

    /// The versions of a file, the first one first.
    #[must_use]
    pub fn versions(&self, node: NodeId) -> Option<&[Version]> {
        match &self.nodes.get(&node)?.content {
            Content::File(versions) => Some(versions),
            Content::Folder => None,
        }
    }

    /// A version of a file, if it is there still.
    #[must_use]
    pub fn version(&self, node: NodeId, number: u32) -> Option<&Version> {
        version(self.versions(node)?, number)
    }

    /// The number and bytes of a file's newest version.
    #[must_use]
    pub fn newest(&self, node: NodeId) -> Option<(u32, Blob)> {
        let versions = self.versions(node)?;
        versions.last().map(|newest| (number(versions.len()), newest.blob))
    }

    /// All versions that are kept of all files, in the trash or not: which file, which number, which bytes.
    pub fn kept(&self) -> impl Iterator<Item = (NodeId, u32, Blob)> {
        let files = self.nodes.iter().filter_map(|(node, known)| match &known.content {
            Content::File(versions) => Some((*node, versions)),
            Content::Folder => None,
        });
        files.flat_map(|(node, versions)| {
            let kept = (1..).zip(versions).filter(|(_, version)| !version.gone);
            kept.map(move |(number, version)| (node, number, version.blob))
        })
    }

    /// All bytes that some version needs, in the trash or not.
    pub fn blobs(&self) -> impl Iterator<Item = BlobHash> {
        self.kept().map(|(_, _, blob)| blob.hash)
    }

    /// A file or folder that does not lie in the trash; the root of a space is none.
    #[must_use]
    pub fn present(&self, space: SpaceId, node: NodeId) -> Option<&Node> {
        self.living(space, node).ok()
    }

    /// A file or folder, in the trash or not.
    #[must_use]
    pub fn known(&self, node: NodeId) -> Option<&Node> {
        self.nodes.get(&node)
    }

    /// Whether it was put in the trash itself.
    #[must_use]
    pub fn is_trashed(&self, node: NodeId) -> bool {
        self.nodes.get(&node).is_some_and(|known| known.trashed)
    }

    /// The names of the folders above something, the highest first, and its own at the end.
    #[must_use]
    pub fn path(&self, node: NodeId) -> Vec<NodeName> {
        let mut names: Vec<_> =
            self.chain(node).filter_map(|at| self.nodes.get(&at)).map(Node::name_or_unnamed).collect();
        names.reverse();
        names
    }

    /// Whether it is there, and no folder above it lies in the trash.
    pub(super) fn is_living(&self, space: SpaceId, node: NodeId) -> bool {
        let mut at = node;
        while at != space.root() {
            match self.nodes.get(&at) {
                Some(node) if !node.trashed => at = node.parent,
                _ => return false,
            }
        }
        true
    }

    pub(super) fn living(&self, space: SpaceId, node: NodeId) -> Result<&Node, Refusal> {
        self.nodes.get(&node).filter(|_| self.is_living(space, node)).ok_or(Refusal::NoSuchNode)
    }

    /// A folder that something may lie in.
    pub(super) fn open_folder(&self, space: SpaceId, folder: NodeId) -> Result<(), Refusal> {
        let is_folder = |node: &Node| node.content == Content::Folder;
        let known = folder == space.root() || self.nodes.get(&folder).is_some_and(is_folder);
        if !known || !self.is_living(space, folder) {
            return Err(Refusal::NoSuchFolder);
        }
        if self.chain(folder).count() >= MOST_DEPTH { Err(Refusal::TooDeep) } else { Ok(()) }
    }

    /// A node and the folders above it, as far as they are known.
    pub(super) fn chain(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(node), |at| self.nodes.get(at).map(|node| node.parent))
    }

    /// Whether a node is another one, or lies in it.
    #[must_use]
    pub fn is_within(&self, node: NodeId, other: NodeId) -> bool {
        self.chain(node).any(|at| at == other)
    }

    /// Whether nothing of a node would lie too deep in another folder.
    pub(super) fn has_room(&self, folder: NodeId, node: NodeId) -> Result<(), Refusal> {
        self.has_room_for(folder, self.height(node))
    }

    /// Whether folders so many deep in each other would not lie too deep in another one.
    pub(super) fn has_room_for(&self, folder: NodeId, height: usize) -> Result<(), Refusal> {
        if self.chain(folder).count() + height >= MOST_DEPTH { Err(Refusal::TooDeep) } else { Ok(()) }
    }

    /// Whether nothing but a node itself has a name in a folder.
    pub(super) fn free(&self, parent: NodeId, name: &NodeName, but: Option<NodeId>) -> Result<(), Refusal> {
        match self.child(parent, name) {
            Some(taker) if Some(taker) != but => Err(Refusal::NameTaken),
            _ => Ok(()),
        }
    }

    /// A name as it can be had in a folder.
    #[must_use]
    pub fn free_name(&self, parent: NodeId, own: &NodeName) -> NodeName {
        own.free(|name| self.child(parent, name).is_none())
    }

    pub(super) fn put(&mut self, node: NodeId, parent: NodeId, name: &Personal, content: Content) {
        self.insert(node, parent, name.text().map(NodeName::known), content);
        self.reweigh(parent, 0, self.weight(node));
    }

    fn insert(&mut self, node: NodeId, parent: NodeId, name: Option<NodeName>, content: Content) {
        if let Some(name) = &name {
            self.names.insert_mut((parent, name.clone()), node);
        }
        self.enter(parent, node);
        self.nodes.insert_mut(node, Node { parent, name, content, trashed: false });
    }

    /// Another version, as nobody has marked it yet.
    pub(super) fn add_version(&mut self, node: NodeId, next: impl FnOnce(&[Version]) -> Option<Version>) {
        self.change_versions(node, |versions| {
            if let Some(Version { blob, media_type, .. }) = next(versions) {
                versions.push(Version::new(blob, media_type));
            }
        });
    }

    pub(super) fn change_versions(&mut self, node: NodeId, change: impl FnOnce(&mut Vec<Version>)) {
        let before = self.weight(node);
        if let Some(Node { content: Content::File(versions), parent, .. }) = self.nodes.get_mut(&node) {
            change(versions);
            let parent = *parent;
            self.reweigh(parent, before, self.weight(node));
        }
    }

    /// Calls it otherwise, perhaps elsewhere; whatever lay in the trash lies there no more.
    pub(super) fn shift(&mut self, node: NodeId, parent: Option<NodeId>, name: &Personal) {
        let Some(before) = self.nodes.get(&node).map(|known| known.parent) else { return };
        let (parent, weight) = (parent.unwrap_or(before), self.weight(node));
        self.reweigh(before, weight, 0);
        self.lay(node, parent, name.text().map(NodeName::known));
        self.reweigh(parent, 0, weight);
    }

    /// Lets it lie in a folder under a name. What folders hold is weighed by whoever calls this.
    pub(super) fn lay(&mut self, node: NodeId, parent: NodeId, name: Option<NodeName>) {
        let Some(known) = self.nodes.get(&node).cloned() else { return };
        self.unname(node, &known);
        self.leave(known.parent, node);
        self.insert(node, parent, name, known.content);
    }

    pub(super) fn hide(&mut self, node: NodeId) {
        let Some(known) = self.nodes.get(&node).cloned() else { return };
        self.unname(node, &known);
        self.nodes.insert_mut(node, Node { trashed: true, ..known });
    }

    /// Takes it out, with all that is in it.
    pub(super) fn cut(&mut self, node: NodeId) {
        if let Some(parent) = self.nodes.get(&node).map(|known| known.parent) {
            self.reweigh(parent, self.weight(node), 0);
        }
        for gone in self.all_of(node) {
            if let Some(known) = self.nodes.get(&gone).cloned() {
                self.unname(gone, &known);
                self.leave(known.parent, gone);
            }
            self.nodes.remove_mut(&gone);
            self.tags.remove_mut(&gone);
            self.expiries.remove_mut(&gone);
            self.rules.remove_mut(&gone);
            self.quotas.remove_mut(&gone);
            self.held.remove_mut(&gone);
        }
    }

    fn unname(&mut self, node: NodeId, known: &Node) {
        let Some(name) = &known.name else { return };
        let place = (known.parent, name.clone());
        if self.names.get(&place) == Some(&node) {
            self.names.remove_mut(&place);
        }
    }
}
