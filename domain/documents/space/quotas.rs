//! How much a folder holds at most, or a whole space. Every version of a file counts, and so does what lies in the trash, until it
//! is deleted for good.
//!
//! A quota is about what comes, as rules are: what lies there stays, and going back to what was is always possible.

use super::{Content, Node, NodeId, Refusal, Space, SpaceId, events::QuotaSet, sealed, tree::MOST_DEPTH};
use crate::documents::Event;

/// The largest quota.
const MOST_BYTES: u64 = 1 << 50;

/// Bytes by folder: what all files hold that lie in it, at any depth; or what they may hold.
pub(super) type Bytes = rpds::HashTrieMapSync<NodeId, u64>;

/// A quota, and how much of it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The folder that has it; the root where it is the whole space's.
    pub folder: NodeId,
    /// So much may lie in it.
    pub most_bytes: u64,
    /// So much does.
    pub held_bytes: u64,
}

impl Quota {
    /// How much more may come.
    #[must_use]
    pub const fn left_bytes(self) -> u64 {
        self.most_bytes.saturating_sub(self.held_bytes)
    }

    const fn over(self) -> Refusal {
        Refusal::OverQuota { most_bytes: self.most_bytes, left_bytes: self.left_bytes() }
    }
}

impl Space {
    /// How many bytes a folder holds.
    #[must_use]
    pub fn held_bytes(&self, folder: NodeId) -> u64 {
        self.held.get(&folder).copied().unwrap_or_default()
    }

    /// The quotas that hold in a folder, the nearest first.
    pub fn quotas(&self, folder: NodeId) -> impl Iterator<Item = Quota> {
        self.chain(folder).filter_map(|at| self.quota(at))
    }

    fn quota(&self, folder: NodeId) -> Option<Quota> {
        let most_bytes = *self.quotas.get(&folder)?;
        Some(Quota { folder, most_bytes, held_bytes: self.held_bytes(folder) })
    }

    /// Whether a folder has room for so many bytes more.
    pub(super) fn has_quota_for(&self, folder: NodeId, bytes: u64) -> Result<(), Refusal> {
        let full = self.quotas(folder).find(|quota| bytes > quota.left_bytes());
        full.map_or(Ok(()), |quota| Err(quota.over()))
    }

    /// Whether nothing grew beyond its quota since an earlier state.
    pub(super) fn keeps_to_quotas(&self, before: &Self) -> Result<(), Refusal> {
        let grew = |quota: &Quota| quota.held_bytes > before.held_bytes(quota.folder).max(quota.most_bytes);
        let over = self.quotas.keys().filter_map(|folder| self.quota(*folder)).find(grew);
        let as_it_was = |quota: Quota| Quota { held_bytes: before.held_bytes(quota.folder), ..quota };
        over.map_or(Ok(()), |quota| Err(as_it_was(quota).over()))
    }

    pub(super) fn set_quota(
        &self,
        space: SpaceId,
        folder: NodeId,
        most_bytes: Option<u64>,
        as_admin: bool,
    ) -> Result<Vec<Event>, Refusal> {
        if !as_admin && (space == SpaceId::SHARED || folder == space.root()) {
            return Err(Refusal::NotAdminsQuota);
        }
        self.open_folder(space, folder)?;
        if most_bytes.is_some_and(|bytes| bytes > MOST_BYTES) {
            return Err(Refusal::BadQuota);
        }
        if most_bytes == self.quotas.get(&folder).copied() {
            return Ok(vec![]);
        }
        let name = self.name_of(folder).map(|name| sealed(space, &name));
        Ok(vec![QuotaSet { space, folder, name, most_bytes }.into()])
    }

    pub(super) fn put_quota(&mut self, it: &QuotaSet) {
        match it.most_bytes {
            Some(most_bytes) => self.quotas.insert_mut(it.folder, most_bytes),
            None => drop(self.quotas.remove_mut(&it.folder)),
        }
    }

    /// What a file or folder holds.
    pub(super) fn weight(&self, node: NodeId) -> u64 {
        match self.nodes.get(&node) {
            Some(Node { content: Content::File(versions), .. }) => {
                versions.iter().filter(|version| !version.gone).map(|version| version.blob.size_bytes).sum()
            }
            _ => self.held_bytes(node),
        }
    }

    /// A folder, and all above it, hold other bytes than before.
    pub(super) fn reweigh(&mut self, folder: NodeId, before: u64, now: u64) {
        if before == now {
            return;
        }
        let above: Vec<_> = self.chain(folder).take(MOST_DEPTH + 1).collect();
        for at in above {
            match self.held_bytes(at).saturating_sub(before).saturating_add(now) {
                0 => drop(self.held.remove_mut(&at)),
                bytes => self.held.insert_mut(at, bytes),
            }
        }
    }

    /// Everything may lie elsewhere.
    pub(super) fn weigh_anew(&mut self) {
        let files: Vec<_> = self.nodes.iter().map(|(node, known)| (*node, known.parent)).collect();
        self.held = Bytes::default();
        for (node, parent) in files {
            if self.versions(node).is_some() {
                self.reweigh(parent, 0, self.weight(node));
            }
        }
    }
}
