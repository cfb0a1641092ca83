//! A space: the tree of files and folders of one person, or the one that the whole house shares.
//!
//! Names, cycles, the trash and restores speak of several nodes at once, so the whole tree is one noun: no two of its
//! events can contradict each other (`ops/decisions/0009-a-tree-is-one-noun.md`). The state shares what did not change with
//! the one before it, so a large tree costs a command no more than a small one.

mod commands;
mod copies;
pub mod events;
mod expiry;
mod ids;
mod inside;
pub mod keeping;
mod marks;
mod overwrites;
mod quotas;
mod refusals;
mod rewind;
mod rules;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod scenarios_of_copies;
#[cfg(test)]
mod scenarios_of_keeping;
#[cfg(test)]
mod scenarios_of_overwrites;
#[cfg(test)]
mod scenarios_of_quotas;
#[cfg(test)]
mod scenarios_of_rewind;
#[cfg(test)]
mod scenarios_of_rules;
#[cfg(test)]
mod scenarios_of_tags;
#[cfg(test)]
mod scenarios_of_trash;
#[cfg(test)]
mod scenarios_of_ways;
mod tags;
mod takes;
mod tree;

pub use commands::{Ask, Command, NewFile};
pub use copies::{Original, OriginalNode};
use events::*;
pub use ids::{NodeId, SpaceId};
pub use keeping::{Ages, Keeping, Overdue, ThinningStep};
pub use marks::Mark;
pub use quotas::Quota;
pub use refusals::Refusal;
pub use rewind::Rewind;
pub use rules::{FolderRules, is_name_of_place};
pub use takes::{Coming, Seen};
pub use tree::{Content, Node, Version};

use crate::{
    documents::{Blob, BlobHash, Event, NodeName, Tag},
    kernel::{Decider, Personal, Stamp},
};

/// A tree of files and folders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Space {
    nodes: rpds::HashTrieMapSync<NodeId, Node>,
    inside: inside::Inside,
    names: rpds::HashTrieMapSync<(NodeId, NodeName), NodeId>,
    keeping: Keeping,
    expiries: expiry::Expiries,
    tags: rpds::HashTrieMapSync<NodeId, std::sync::Arc<[Tag]>>,
    rules: rpds::HashTrieMapSync<NodeId, std::sync::Arc<FolderRules>>,
    quotas: quotas::Bytes,
    held: quotas::Bytes,
}

impl Decider for Space {
    const KIND: &'static str = "documents.space";
    type Command = Ask;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, Ask { space, command, seen }: Ask, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let events = self.decided(space, command, stamp)?;
        self.take_all(space, &events, &seen)?;
        Ok(events)
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::FolderMade(it) => self.put(it.node, it.parent, &it.name, Content::Folder),
            Event::FileStored(it) => {
                let first = version(it.blob, it.size_bytes, &it.media_type);
                self.put(it.node, it.parent, &it.name, Content::File(vec![first]));
            }
            Event::FileReplaced(it) => {
                self.add_version(it.node, |_| Some(version(it.blob, it.size_bytes, &it.media_type)));
            }
            Event::VersionRestored(it) => self.add_version(it.node, |versions| tree::version(versions, it.of).cloned()),
            Event::NodeRenamed(it) => self.shift(it.node, None, &it.name),
            Event::NodeMoved(it) => self.shift(it.node, Some(it.parent), &it.name),
            Event::NodeCopied(it) => it.nodes.iter().for_each(|copied| self.put_copied(copied)),
            Event::FolderRewound(it) => self.take_back(&it.placed, &it.again, &it.trashed),
            Event::VersionMarked(it) => self.set_mark(it),
            Event::VersionsThinned(it) => {
                self.thin(it);
                self.forget_ends(it);
            }
            Event::KeepingChanged(it) => self.keeping = it.into(),
            Event::FolderRulesChanged(it) => self.put_rules(it),
            Event::QuotaSet(it) => self.put_quota(it),
            Event::NodeTagged(it) => self.put_tags(it.node, &it.tags),
            Event::ExpirySet(it) => self.put_expiry(it),
            Event::ExpiryNear(it) => self.note_told(it),
            Event::NodeTrashed(it) => self.hide(it.node),
            Event::NodeRestored(it) => self.shift(it.node, Some(it.parent), &it.name),
            Event::NodePurged(it) => self.cut(it.node),
            _ => {}
        }
    }
}

impl Space {
    fn decided(&self, space: SpaceId, command: Command, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::MakeFolder { node, parent, name } => self.make_folder(space, node, parent, &name),
            Command::StoreFile(file) => self.store(space, file),
            Command::AddFile(file) => self.add(space, file),
            Command::Change { node, name, parent } => self.change(space, node, name, parent),
            Command::Copy { node, parent, name, original } => self.copy(space, (node, parent), name, &original),
            Command::MoveOver { node, other } => self.move_over(space, node, other),
            Command::CopyOver { node, other, original } => self.copy_over(space, node, other, &original),
            Command::RestoreVersion { node, version } => self.restore_version(space, node, version),
            Command::Rewind { folder, past, to } => {
                Ok(self.rewind(space, folder, &past)?.events(space, (folder, self.name_of(folder)), to))
            }
            Command::Mark { node, version, mark } => self.mark(space, node, version, mark),
            Command::Keep { keeping, as_admin } => self.set_keeping(space, keeping, as_admin),
            Command::Rule { folder, rules, as_admin } => self.set_rules(space, folder, rules, as_admin),
            Command::Limit { folder, most_bytes, as_admin } => self.set_quota(space, folder, most_bytes, as_admin),
            Command::Tidy(overdue) => Ok(self.tidy(space, overdue)),
            Command::Tag { node, add, remove } => self.tag(space, node, (&add, &remove)),
            Command::Expire { node, version, until } => self.set_expiry(space, (node, version), until, stamp),
            Command::TellOfEnds => Ok(self.tell_of_ends(space, stamp.at)),
            Command::Trash { node } => self.trash(space, node),
            Command::Restore { node } => self.restore(space, node),
            Command::Purge { node } => self.purge(space, node),
        }
    }

    fn make_folder(
        &self,
        space: SpaceId,
        node: NodeId,
        parent: NodeId,
        name: &NodeName,
    ) -> Result<Vec<Event>, Refusal> {
        if self.nodes.contains_key(&node) {
            return Ok(vec![]);
        }
        self.open_folder(space, parent)?;
        self.free(parent, name, None)?;
        Ok(vec![FolderMade { space, node, parent, name: sealed(space, name) }.into()])
    }

    /// A file of that name gets another version; the same bytes again change nothing.
    fn store(&self, space: SpaceId, file: NewFile) -> Result<Vec<Event>, Refusal> {
        self.open_folder(space, file.parent)?;
        let Some(node) = self.child(file.parent, &file.name) else {
            let name = file.name.clone();
            return Ok(vec![file.stored(space, &name).into()]);
        };
        let versions = self.versions(node).ok_or(Refusal::NameTaken)?;
        let NewFile { name, blob: Blob { hash: blob, size_bytes }, media_type, .. } = file;
        if versions.last().is_some_and(|newest| newest.blob.hash == blob) {
            return Ok(vec![]);
        }
        let version = tree::number(versions.len()) + 1;
        let name = sealed(space, &name);
        Ok(vec![FileReplaced { space, node, name, version, blob, size_bytes, media_type }.into()])
    }

    /// A file that is there keeps its name and its bytes.
    fn add(&self, space: SpaceId, file: NewFile) -> Result<Vec<Event>, Refusal> {
        if self.nodes.contains_key(&file.node) {
            return Ok(vec![]);
        }
        self.open_folder(space, file.parent)?;
        let name = self.free_name(file.parent, &file.name);
        Ok(vec![file.stored(space, &name).into()])
    }

    fn change(
        &self,
        space: SpaceId,
        node: NodeId,
        name: Option<NodeName>,
        parent: Option<NodeId>,
    ) -> Result<Vec<Event>, Refusal> {
        let present = self.living(space, node)?;
        let previous = present.name_or_unnamed();
        let name = name.unwrap_or_else(|| previous.clone());
        let parent = parent.unwrap_or(present.parent);
        if parent != present.parent {
            self.open_folder(space, parent)?;
            if self.is_within(parent, node) {
                return Err(Refusal::IntoItself);
            }
            self.has_room(parent, node)?;
        }
        self.free(parent, &name, Some(node))?;
        let told = sealed(space, &name);
        if parent != present.parent {
            return Ok(vec![NodeMoved { space, node, name: told, parent }.into()]);
        }
        if name == previous {
            return Ok(vec![]);
        }
        Ok(vec![NodeRenamed { space, node, name: told, previous: sealed(space, &previous) }.into()])
    }

    fn restore_version(&self, space: SpaceId, node: NodeId, of: u32) -> Result<Vec<Event>, Refusal> {
        let name = sealed(space, &self.living(space, node)?.name_or_unnamed());
        let versions = self.versions(node).ok_or(Refusal::NoFile)?;
        let wanted = tree::version(versions, of).ok_or(Refusal::NoSuchVersion)?;
        if versions.last().is_some_and(|newest| newest.blob.hash == wanted.blob.hash) {
            return Ok(vec![]);
        }
        let version = tree::number(versions.len()) + 1;
        Ok(vec![VersionRestored { space, node, name, version, of }.into()])
    }

    fn trash(&self, space: SpaceId, node: NodeId) -> Result<Vec<Event>, Refusal> {
        if self.is_trashed(node) {
            return Ok(vec![]);
        }
        let name = sealed(space, &self.living(space, node)?.name_or_unnamed());
        Ok(vec![NodeTrashed { space, node, name }.into()])
    }

    /// Back to where it was, or to the nearest folder above that is still there; under another name where its own is taken.
    fn restore(&self, space: SpaceId, node: NodeId) -> Result<Vec<Event>, Refusal> {
        let trashed = self.nodes.get(&node).ok_or(Refusal::NoSuchNode)?;
        if !trashed.trashed {
            return if self.is_living(space, node) { Ok(vec![]) } else { Err(Refusal::NotItself) };
        }
        let mut parent = trashed.parent;
        while !self.is_living(space, parent) {
            parent = self.nodes.get(&parent).map_or(space.root(), |folder| folder.parent);
        }
        let name = self.free_name(parent, &trashed.name_or_unnamed());
        Ok(vec![NodeRestored { space, node, name: sealed(space, &name), parent }.into()])
    }

    fn purge(&self, space: SpaceId, node: NodeId) -> Result<Vec<Event>, Refusal> {
        let trashed = self.nodes.get(&node).ok_or(Refusal::NoSuchNode)?;
        if !trashed.trashed {
            return Err(Refusal::NotInTrash);
        }
        Ok(vec![NodePurged { space, node, name: sealed(space, &trashed.name_or_unnamed()) }.into()])
    }
}

impl Space {
    /// How a folder is called; a root has no name.
    fn name_of(&self, node: NodeId) -> Option<NodeName> {
        self.nodes.get(&node).map(Node::name_or_unnamed)
    }
}

fn version(hash: BlobHash, size_bytes: u64, media_type: &str) -> Version {
    Version::new(Blob { hash, size_bytes }, media_type.into())
}

fn sealed(space: SpaceId, name: &NodeName) -> Personal {
    Personal::of(space, name.text())
}
