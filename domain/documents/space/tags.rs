//! The tags of a space: which words are on which files and folders.

use super::{NodeId, NodeTagged, Refusal, Space, SpaceId, sealed};
use crate::{
    documents::{Event, Tag, tag},
    kernel::Personal,
};

impl Space {
    /// The tags of a file or folder, in the order in which they were put on it.
    #[must_use]
    pub fn tags(&self, node: NodeId) -> &[Tag] {
        self.tags.get(&node).map_or(&[], |tags| tags)
    }

    /// Puts words on it and takes others off; one that is there already stays as it was written first.
    pub(super) fn tag(
        &self,
        space: SpaceId,
        node: NodeId,
        (add, remove): (&[Tag], &[Tag]),
    ) -> Result<Vec<Event>, Refusal> {
        let name = sealed(space, &self.living(space, node)?.name_or_unnamed());
        let before = self.tags(node);
        let is_in = |tags: &[Tag], tag: &Tag| tags.iter().any(|one| one.is(tag));
        let mut tags: Vec<_> = before.iter().filter(|tag| !is_in(remove, tag)).cloned().collect();
        for tag in add {
            if !is_in(&tags, tag) {
                tags.push(tag.clone());
            }
        }
        if tags == before {
            return Ok(vec![]);
        }
        if tags.len() > tag::MOST {
            return Err(Refusal::TooManyTags);
        }
        let tags = tags.iter().map(|tag| Personal::of(space, tag.text())).collect();
        Ok(vec![NodeTagged { space, node, name, tags }.into()])
    }

    pub(super) fn put_tags(&mut self, node: NodeId, tags: &[Personal]) {
        let known: Vec<_> = tags.iter().filter_map(|tag| tag.text().map(Tag::known)).collect();
        if known.is_empty() {
            self.tags.remove_mut(&node);
        } else {
            self.tags.insert_mut(node, known.into());
        }
    }
}

impl NodeTagged {
    pub(in crate::documents) fn sentence(&self) -> String {
        let (name, tags) = (self.name.shown(), self.tags.iter().map(Personal::shown).collect::<Vec<_>>().join(", "));
        if tags.is_empty() { format!("{name} has no tags any more") } else { format!("{name} is tagged {tags}") }
    }
}
