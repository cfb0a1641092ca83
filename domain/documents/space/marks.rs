//! Versions that somebody named, or pinned so that no rule takes them away.

use super::{NodeId, Refusal, Space, SpaceId, events::VersionMarked, sealed, tree};
use crate::{
    documents::Event,
    kernel::{Personal, text::is_plain},
};

/// The longest name of a version.
const MOST_LETTERS: usize = 100;

/// What a version is called, and whether it stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Its name.
    pub label: Option<String>,
    /// Whether no rule takes it away.
    pub pinned: bool,
}

impl Mark {
    fn fits(&self) -> bool {
        let fits = |label: &String| {
            let letters = label.chars().count();
            is_plain(label) && label.trim() == label && (1..=MOST_LETTERS).contains(&letters)
        };
        self.label.as_ref().is_none_or(fits)
    }
}

impl Space {
    pub(super) fn mark(&self, space: SpaceId, node: NodeId, number: u32, mark: Mark) -> Result<Vec<Event>, Refusal> {
        let name = sealed(space, &self.living(space, node)?.name_or_unnamed());
        let versions = self.versions(node).ok_or(Refusal::NoFile)?;
        let version = tree::version(versions, number).ok_or(Refusal::NoSuchVersion)?;
        if !mark.fits() {
            return Err(Refusal::BadLabel);
        }
        let Mark { label, pinned } = mark;
        if version.pinned == pinned && version.label == label.as_deref().map(Into::into) {
            return Ok(vec![]);
        }
        let label = label.map(|label| Personal::of(space, label));
        Ok(vec![VersionMarked { space, node, name, version: number, label, pinned }.into()])
    }

    pub(super) fn set_mark(&mut self, it: &VersionMarked) {
        self.change_versions(it.node, |versions| {
            if let Some(version) = tree::version_mut(versions, it.version) {
                version.pinned = it.pinned;
                version.label = it.label.as_ref().and_then(Personal::text).map(Into::into);
            }
        });
    }
}
