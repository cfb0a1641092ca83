//! What takes the place of something else. A file over a file is its next version: programs that save beside a file and
//! rename over it mean that file, and its history goes on. Whatever else was there goes into the trash.

use super::{NewFile, NodeId, Original, Refusal, Space, SpaceId, Version, copies::told, events::*, sealed};
use crate::documents::{Event, NodeName};

impl Space {
    pub(super) fn move_over(&self, space: SpaceId, node: NodeId, other: NodeId) -> Result<Vec<Event>, Refusal> {
        let mover = self.living(space, node)?;
        let (parent, name) = self.taken(space, other)?;
        if self.is_within(parent, node) || self.is_within(node, other) {
            return Err(Refusal::IntoItself);
        }
        if let Some(newest) = self.versions(node).and_then(<[Version]>::last).filter(|_| self.is_file(other)) {
            let mut events = self.next(space, (other, parent), &name, newest)?;
            events.extend(self.trash(space, node)?);
            return Ok(events);
        }
        let mut events = self.trash(space, other)?;
        let told = sealed(space, &name);
        if parent == mover.parent {
            let previous = sealed(space, &mover.name_or_unnamed());
            events.push(NodeRenamed { space, node, name: told, previous }.into());
        } else {
            self.has_room(parent, node)?;
            events.push(NodeMoved { space, node, name: told, parent }.into());
        }
        Ok(events)
    }

    pub(super) fn copy_over(
        &self,
        space: SpaceId,
        node: NodeId,
        other: NodeId,
        original: &Original,
    ) -> Result<Vec<Event>, Refusal> {
        let Some(top) = original.nodes.first() else { return Err(Refusal::NoSuchNode) };
        if self.nodes.contains_key(&node) {
            return Ok(vec![]);
        }
        let (parent, name) = self.taken(space, other)?;
        if self.is_within(parent, top.node) || self.is_within(top.node, other) {
            return Err(Refusal::IntoItself);
        }
        if let Some(newest) = top.newest.as_ref().filter(|_| self.is_file(other)) {
            return self.next(space, (other, parent), &name, newest);
        }
        self.has_room_for(parent, original.height())?;
        let mut events = self.trash(space, other)?;
        events.extend(told(space, (node, parent), &name, original));
        Ok(events)
    }

    /// Where something lies that something else takes the place of.
    fn taken(&self, space: SpaceId, other: NodeId) -> Result<(NodeId, NodeName), Refusal> {
        let taken = self.living(space, other)?;
        Ok((taken.parent, taken.name_or_unnamed()))
    }

    fn is_file(&self, node: NodeId) -> bool {
        self.versions(node).is_some()
    }

    fn next(
        &self,
        space: SpaceId,
        (node, parent): (NodeId, NodeId),
        name: &NodeName,
        newest: &Version,
    ) -> Result<Vec<Event>, Refusal> {
        let (name, media_type) = (name.clone(), newest.media_type.to_string());
        self.store(space, NewFile { node, parent, name, blob: newest.blob, media_type })
    }
}
