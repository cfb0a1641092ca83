//! Whether folders take what comes: whatever is stored, copied, moved or called otherwise, by whichever way it comes.
//!
//! What is decided on is the tree as it would be, so no way can be forgotten: an event that puts a file somewhere is looked at
//! here. Going back to what was, such as by restoring a version or rewinding, is always possible.

use std::collections::{HashMap, HashSet};

use super::{Content, Node, NodeId, Original, Refusal, Space, SpaceId, rules::FolderRules};
use crate::{
    documents::{
        BlobHash, Event, Format, NodeName,
        format::{Claim, Kind, extension},
    },
    kernel::Decider as _,
};

/// What bytes are, as whoever asks has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen(HashMap<BlobHash, &'static Format>);

impl FromIterator<(BlobHash, &'static Format)> for Seen {
    fn from_iter<T: IntoIterator<Item = (BlobHash, &'static Format)>>(seen: T) -> Self {
        Self(seen.into_iter().collect())
    }
}

/// A file that is going to lie in a folder.
#[derive(Clone, Copy, Debug)]
pub struct Coming<'a> {
    /// Its name.
    pub name: &'a NodeName,
    /// What it is, as whoever sends it says (RFC 6838).
    pub media_type: &'a str,
    /// How many bytes it has, as far as they are there.
    pub size_bytes: u64,
    /// What they are, once that is seen.
    pub content: Option<&'static Format>,
}

impl FolderRules {
    fn admit(&self, file: Coming<'_>) -> Result<(), Refusal> {
        let (named, said) = (Claim::of_name(file.name), Claim::of_media_type(file.media_type));
        let not_as =
            |claim: &Claim, content: &Format| Refusal::NotAsNamed { claimed: claim.told(), content: content.told };
        if let Some(content) = file.content
            && let Some(lie) = [&named, &said].into_iter().find(|claim| claim.disguises(content))
        {
            return Err(not_as(lie, content));
        }
        if !self.extensions.is_empty() && !self.extensions.contains(&extension(file.name)) {
            return Err(Refusal::ExtensionNotAllowed { allowed: self.extensions.clone() });
        }
        self.admit_kind(&named, file.content)?;
        if let Some(content) = file.content.filter(|_| self.are_of_types())
            && let Some(lie) = [&named, &said].into_iter().find(|claim| !claim.holds(content))
        {
            return Err(not_as(lie, content));
        }
        match self.most_bytes {
            Some(most_bytes) if file.size_bytes > most_bytes => Err(Refusal::FileTooLarge { most_bytes }),
            _ => Ok(()),
        }
    }

    /// Both what it is called and what it is must be of a kind that is taken.
    fn admit_kind(&self, named: &Claim, content: Option<&'static Format>) -> Result<(), Refusal> {
        let refused = |is| Err(Refusal::KindNotAllowed { allowed: self.kinds.clone(), is });
        let is_taken = |kind: Kind| self.kinds.is_empty() || self.kinds.contains(&kind);
        let mut called = named.kinds().peekable();
        if called.peek().is_some() && !called.any(is_taken) {
            return refused(named.told());
        }
        match content {
            Some(content) if !content.is_empty() && !is_taken(content.kind) && !named.admits(content, is_taken) => {
                refused(content.told)
            }
            _ => Ok(()),
        }
    }
}

impl Space {
    /// Whether a folder takes a file, as far as that can be said before all of it is there.
    ///
    /// # Errors
    /// When there is no such folder, a folder has the name, or the rules are against it.
    pub fn takes(&self, space: SpaceId, folder: NodeId, file: Coming<'_>) -> Result<(), Refusal> {
        self.open_folder(space, folder)?;
        let there = self.child(folder, file.name);
        if there.is_some_and(|node| self.versions(node).is_none()) {
            return Err(Refusal::NameTaken);
        }
        self.ruling(folder).admit(file)?;
        self.has_quota_for(folder, file.size_bytes)?;
        match self.ruling(folder).most_files {
            Some(most_files) if there.is_none() && self.files_in(folder) >= most_files => {
                Err(Refusal::FolderFull { most_files })
            }
            _ => Ok(()),
        }
    }

    /// The most bytes of a file that a folder takes, whatever file it is.
    #[must_use]
    pub fn largest(&self, folder: NodeId) -> u64 {
        let ruled = self.ruling(folder).most_bytes.unwrap_or(u64::MAX);
        self.quotas(folder).map(|quota| quota.left_bytes()).fold(ruled, u64::min)
    }

    /// Which bytes have to be looked at before something is called otherwise, or lies in another folder.
    #[must_use]
    pub fn to_be_seen(&self, node: NodeId, folder: Option<NodeId>) -> Vec<BlobHash> {
        let is_looked_into = folder.is_some_and(|folder| self.ruling(folder).are_of_types());
        let files = if is_looked_into { self.files_within(node) } else { vec![node] };
        files.into_iter().filter_map(|file| Some(self.newest(file)?.1.hash)).collect()
    }

    /// Which bytes have to be looked at before a copy lies in a folder.
    #[must_use]
    pub fn to_be_seen_of(&self, original: &Original, folder: NodeId) -> Vec<BlobHash> {
        let is_looked_into = original.nodes.len() == 1 || self.ruling(folder).are_of_types();
        if is_looked_into { original.blobs().map(|blob| blob.hash).collect() } else { Vec::new() }
    }

    /// Whether the folders take what events put into them.
    pub(super) fn take_all(&self, space: SpaceId, events: &[Event], seen: &Seen) -> Result<(), Refusal> {
        let placed: HashSet<_> = events.iter().flat_map(placed).collect();
        if placed.is_empty() {
            return Ok(());
        }
        let mut after = self.clone();
        events.iter().for_each(|event| after.evolve(event));
        let files: HashSet<_> = placed.into_iter().flat_map(|node| after.files_within(node)).collect();
        let changed = files.into_iter().filter(|file| after.is_otherwise(self, *file));
        let changed: Vec<_> = changed.filter_map(|file| after.present(space, file)).collect();
        changed.iter().try_for_each(|file| after.admit(file, seen))?;
        after.have_room(self, &changed)?;
        after.keeps_to_quotas(self)
    }

    /// Whether a file has other bytes, another name or other rules than before, or was not there.
    fn is_otherwise(&self, before: &Self, file: NodeId) -> bool {
        let (Some(now), Some(then)) = (self.nodes.get(&file), before.nodes.get(&file)) else { return true };
        now.name != then.name
            || self.newest(file) != before.newest(file)
            || self.ruling(now.parent) != before.ruling(then.parent)
    }

    fn admit(&self, file: &Node, seen: &Seen) -> Result<(), Refusal> {
        let Content::File(versions) = &file.content else { return Ok(()) };
        let Some(newest) = versions.last() else { return Ok(()) };
        self.ruling(file.parent).admit(Coming {
            name: &file.name_or_unnamed(),
            media_type: &newest.media_type,
            size_bytes: newest.blob.size_bytes,
            content: seen.0.get(&newest.blob.hash).copied(),
        })
    }

    /// Whether no folder holds more files than it may, but for those that did so before.
    fn have_room(&self, before: &Self, files: &[&Node]) -> Result<(), Refusal> {
        for folder in files.iter().map(|file| file.parent).collect::<HashSet<_>>() {
            let (now, then) = (self.ruling(folder), before.ruling(folder));
            let Some(most_files) = now.most_files else { continue };
            let count = self.files_in(folder);
            if count > most_files && (count > before.files_in(folder) || now != then) {
                return Err(Refusal::FolderFull { most_files });
            }
        }
        Ok(())
    }

    /// The rules that hold in a folder; those that take everything, where nobody set any.
    fn ruling(&self, folder: NodeId) -> &FolderRules {
        static EVERYTHING: FolderRules =
            FolderRules { extensions: Vec::new(), kinds: Vec::new(), most_bytes: None, most_files: None, place: None };
        self.rules_in(folder).map_or(&EVERYTHING, |(_, rules)| rules)
    }

    fn files_in(&self, folder: NodeId) -> u32 {
        let files = self.inside(folder).filter(|node| self.versions(*node).is_some() && !self.is_trashed(*node));
        u32::try_from(files.count()).unwrap_or(u32::MAX)
    }

    /// A file itself, or all files in a folder, at any depth.
    fn files_within(&self, node: NodeId) -> Vec<NodeId> {
        self.all_living_of(node).into_iter().filter(|inside| self.versions(*inside).is_some()).collect()
    }
}

/// What an event puts somewhere, or under a name.
fn placed(event: &Event) -> Vec<NodeId> {
    match event {
        Event::FileStored(it) => vec![it.node],
        Event::FileReplaced(it) => vec![it.node],
        Event::NodeRenamed(it) => vec![it.node],
        Event::NodeMoved(it) => vec![it.node],
        Event::NodeCopied(it) => {
            it.nodes.iter().filter(|copied| copied.file.is_some()).map(|copied| copied.node).collect()
        }
        _ => Vec::new(),
    }
}
