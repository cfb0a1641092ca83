//! A folder as it was at an earlier moment: what has to change now, so that it is so again.
//!
//! Two trees are compared, and nothing is lost by it: what came since goes to the trash or back to where it came from,
//! and what was deleted for good stays so.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::{
    NodeId, Refusal, Space, SpaceId,
    events::{Again, FolderRewound, Placed},
    tree::{self, MOST_DEPTH, Node},
};
use crate::{
    documents::{Event, NodeName},
    kernel::Personal,
};

/// What has to change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rewind {
    /// What gets another name or place, or leaves the trash.
    pub placed: Vec<Placed>,
    /// Whose bytes are those of an earlier version.
    pub again: Vec<Again>,
    /// What was not there.
    pub trashed: Vec<NodeId>,
    /// What was there and cannot come back: deleted for good since, or a folder that this one lies in now.
    pub lost: Vec<NodeId>,
}

impl Rewind {
    /// Whether all is as it was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.placed.is_empty() && self.again.is_empty() && self.trashed.is_empty()
    }

    /// About how many bytes of the log it takes.
    fn size(&self) -> usize {
        let of_name = |placed: &Placed| placed.name.as_ref().and_then(Personal::text).map_or(0, |name| name.len() + 80);
        let placed: usize = self.placed.iter().map(|placed| 40 + of_name(placed)).sum();
        placed + self.again.len() * 30 + self.trashed.len() * 20
    }
}

/// So many changes stand in one event; more stand in several, which happen together. With the longest names it stays below
/// the mebibyte that an event may have.
const MOST_CHANGES: usize = 2048;
/// What happens together has an end, too, and the log knows it: about so much of a name, an id and a version is written down.
const MOST_BYTES: usize = 6 << 20;

impl Rewind {
    pub(super) fn events(
        mut self,
        space: SpaceId,
        (folder, name): (NodeId, Option<NodeName>),
        to: DateTime<Utc>,
    ) -> Vec<Event> {
        let (mut events, to_us) = (Vec::new(), to.timestamp_micros());
        let name = name.map(|name| Personal::of(space, name.text()));
        while !self.is_empty() {
            let mut room = MOST_CHANGES;
            let trashed = some_of(&mut self.trashed, &mut room);
            let placed = some_of(&mut self.placed, &mut room);
            let again = some_of(&mut self.again, &mut room);
            events.push(FolderRewound { space, folder, name: name.clone(), to_us, placed, again, trashed }.into());
        }
        events
    }
}

fn some_of<T>(all: &mut Vec<T>, room: &mut usize) -> Vec<T> {
    let count = all.len().min(*room);
    *room -= count;
    all.drain(..count).collect()
}

/// Both trees, and what is known of the one that shall be.
struct Way<'a> {
    space: SpaceId,
    folder: NodeId,
    now: &'a Space,
    past: &'a Space,
    back: HashSet<NodeId>,
    taken: HashSet<(NodeId, NodeName)>,
}

impl Space {
    /// What has to change for a folder to be as it was in an earlier state of the same space.
    ///
    /// # Errors
    /// When it is no folder that was there then and is there now.
    pub fn rewind(&self, space: SpaceId, folder: NodeId, past: &Self) -> Result<Rewind, Refusal> {
        self.open_folder(space, folder)?;
        past.open_folder(space, folder).map_err(|_| Refusal::NotThereThen)?;
        let mut way = Way { space, folder, now: self, past, back: HashSet::new(), taken: HashSet::new() };
        let mut rewind = Rewind::default();
        let mut wanted = past.all_living_of(folder).split_off(1);
        wanted.sort_unstable();
        let reach = |node: &NodeId| past.chain(*node).take_while(|at| *at != folder).count();
        if self.chain(folder).count() + wanted.iter().map(reach).max().unwrap_or_default() > MOST_DEPTH {
            return Err(Refusal::TooDeep);
        }
        (way.back, rewind.lost) = {
            let (back, lost): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|node| way.can_return(*node));
            (back.into_iter().collect(), lost)
        };
        way.put_back(&mut rewind);
        way.take_out(&mut rewind);
        if rewind.size() > MOST_BYTES { Err(Refusal::TooMuchToRewind) } else { Ok(rewind) }
    }
}

impl Way<'_> {
    fn can_return(&self, node: NodeId) -> bool {
        self.now.nodes.contains_key(&node) && !self.now.is_within(self.folder, node)
    }

    /// What was there is where it was, under its name, with its bytes.
    fn put_back(&mut self, rewind: &mut Rewind) {
        let mut back: Vec<_> = self.back.iter().copied().collect();
        back.sort_unstable();
        for node in back {
            let (Some(then), Some(now)) = (self.past.nodes.get(&node), self.now.nodes.get(&node)) else { continue };
            let parent = self.surviving(then.parent);
            let name = self.name_in(parent, &then.name_or_unnamed());
            if now.trashed || now.parent != parent || now.name_or_unnamed() != name {
                rewind.placed.push(self.placed(node, parent, now, &name));
            }
            if let (Some((of, then)), Some((newest, now))) = (self.past.newest(node), self.now.newest(node))
                && then != now
            {
                let is_there = self.now.versions(node).is_some_and(|versions| tree::version(versions, of).is_some());
                match is_there {
                    true => rewind.again.push(Again { node, version: newest + 1, of }),
                    false => rewind.lost.push(node),
                }
            }
        }
    }

    /// What was not there goes back to where it was, and to the trash where it was nowhere.
    fn take_out(&mut self, rewind: &mut Rewind) {
        let changed: Vec<_> = self.back.iter().copied().chain([self.folder]).collect();
        let came = |node: &NodeId| {
            let stays = self.back.contains(node) || self.now.is_within(self.folder, *node);
            !stays && !self.now.is_trashed(*node)
        };
        let mut came: Vec<_> = changed.iter().flat_map(|at| self.now.inside(*at)).filter(came).collect();
        came.sort_unstable();
        for node in came {
            let Some(now) = self.now.nodes.get(&node) else { continue };
            match self.elsewhere(node) {
                Some((parent, name)) => rewind.placed.push(self.placed(node, parent, now, &name)),
                None => rewind.trashed.push(node),
            }
        }
    }

    /// Where something was outside of the folder, or the nearest place above that is there still.
    fn elsewhere(&mut self, node: NodeId) -> Option<(NodeId, NodeName)> {
        let (past, now) = (self.past, self.now);
        let then = past.nodes.get(&node).filter(|_| past.is_living(self.space, node))?;
        let is_open = |at: NodeId| now.open_folder(self.space, at).is_ok() && now.has_room(at, node).is_ok();
        let parent = past.chain(then.parent).find(|at| self.stays(*at) && is_open(*at))?;
        let own = then.name_or_unnamed();
        let is_free = |name: &NodeName| now.child(parent, name).is_none_or(|taker| self.back.contains(&taker));
        let name = own.free(|name| is_free(name) && !self.taken.contains(&(parent, name.clone())));
        self.taken.insert((parent, name.clone()));
        Some((parent, name))
    }

    /// Whether nothing above a place is put back: what is put back may come to lie in whatever else lies in it.
    fn stays(&self, place: NodeId) -> bool {
        !self.now.chain(place).any(|at| at == self.folder || self.back.contains(&at))
    }

    /// The folder something lay in, or the nearest above it that can be there again.
    fn surviving(&self, parent: NodeId) -> NodeId {
        let mut above = self.past.chain(parent);
        above.find(|at| *at == self.folder || self.back.contains(at)).unwrap_or(self.folder)
    }

    fn name_in(&mut self, parent: NodeId, own: &NodeName) -> NodeName {
        let name = own.free(|name| !self.taken.contains(&(parent, name.clone())));
        self.taken.insert((parent, name.clone()));
        name
    }

    fn placed(&self, node: NodeId, parent: NodeId, now: &Node, name: &NodeName) -> Placed {
        let is_new = now.name.as_ref() != Some(name);
        Placed { node, parent, name: is_new.then(|| Personal::of(self.space, name.text())) }
    }
}

impl Space {
    /// Makes it so.
    pub(super) fn take_back(&mut self, placed: &[Placed], again: &[Again], trashed: &[NodeId]) {
        trashed.iter().for_each(|node| self.hide(*node));
        for Placed { node, parent, name } in placed {
            let kept = || self.nodes.get(node).and_then(|known| known.name.clone());
            let name = name.as_ref().map_or_else(kept, |name| name.text().map(NodeName::known));
            self.lay(*node, *parent, name);
        }
        for Again { node, of, .. } in again {
            self.add_version(*node, |versions| tree::version(versions, *of).cloned());
        }
        self.weigh_anew();
    }
}
