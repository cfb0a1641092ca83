//! Who lies in which folder, known from above, too: what concerns a folder walks what is in it, and nothing else of the space.

use super::{NodeId, Space};

/// Of every folder in which something lies, or lay before it was put in the trash.
pub(super) type Inside = rpds::HashTrieMapSync<NodeId, rpds::HashTrieSetSync<NodeId>>;

impl Space {
    /// What lies in a folder itself, in the trash or not.
    pub(super) fn inside(&self, folder: NodeId) -> impl Iterator<Item = NodeId> {
        self.inside.get(&folder).into_iter().flat_map(|nodes| nodes.iter().copied())
    }

    /// It and all that lies in it, at any depth, each folder before what is in it.
    pub(super) fn all_of(&self, node: NodeId) -> Vec<NodeId> {
        self.all_of_which(node, |_| true)
    }

    /// The same, of which nothing is in the trash.
    pub(super) fn all_living_of(&self, node: NodeId) -> Vec<NodeId> {
        self.all_of_which(node, |inside| !self.is_trashed(inside))
    }

    fn all_of_which(&self, node: NodeId, fits: impl Fn(NodeId) -> bool) -> Vec<NodeId> {
        let (mut all, mut next) = (vec![node], 0);
        while let Some(at) = all.get(next).copied() {
            all.extend(self.inside(at).filter(|inside| fits(*inside)));
            next += 1;
        }
        all
    }

    /// How many folders and files lie in each other below it, at most.
    pub(super) fn height(&self, node: NodeId) -> usize {
        let (mut height, mut level) = (0, vec![node]);
        loop {
            level = level.into_iter().flat_map(|at| self.inside(at)).collect();
            if level.is_empty() {
                return height;
            }
            height += 1;
        }
    }

    pub(super) fn enter(&mut self, folder: NodeId, node: NodeId) {
        match self.inside.get_mut(&folder) {
            Some(inside) => inside.insert_mut(node),
            None => self.inside.insert_mut(folder, [node].into_iter().collect()),
        }
    }

    pub(super) fn leave(&mut self, folder: NodeId, node: NodeId) {
        let Some(inside) = self.inside.get_mut(&folder) else { return };
        inside.remove_mut(&node);
        if inside.is_empty() {
            self.inside.remove_mut(&folder);
        }
    }
}
