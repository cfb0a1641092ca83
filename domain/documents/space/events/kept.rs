//! What can happen to what a space keeps: marks on versions, rules, and what went by them.

use serde::{Deserialize, Serialize};

use super::super::{NodeId, SpaceId, ThinningStep};
use crate::kernel::Personal;

/// A version was named or pinned, or is so no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionMarked {
    /// In which space.
    pub space: SpaceId,
    /// Of which file.
    pub node: NodeId,
    /// The file's name.
    pub name: Personal,
    /// The number of the version.
    pub version: u32,
    /// What it is called.
    pub label: Option<Personal>,
    /// Whether no rule takes it away.
    pub pinned: bool,
}

impl VersionMarked {
    /// What was done, in its sentence.
    #[must_use]
    pub fn told(&self) -> String {
        let named = self.label.as_ref().map(|label| format!("called {}", label.shown()));
        let pinned = self.pinned.then(|| "pinned".to_owned());
        let words: Vec<_> = named.into_iter().chain(pinned).collect();
        if words.is_empty() { "unmarked".to_owned() } else { words.join(" and ") }
    }
}

/// Versions that a rule does not keep are gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionsThinned {
    /// In which space.
    pub space: SpaceId,
    /// Of which file.
    pub node: NodeId,
    /// The file's name.
    pub name: Personal,
    /// Their numbers.
    pub versions: Vec<u32>,
}

/// Other rules say what a space keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeepingChanged {
    /// Of which space.
    pub space: SpaceId,
    /// After so many days something in the trash is deleted for good; never, where nothing is said.
    pub trash_days: Option<u32>,
    /// Which versions stay.
    pub steps: Vec<ThinningStep>,
}

impl KeepingChanged {
    /// Its sentence.
    #[must_use]
    pub fn told(&self) -> String {
        let trash = self.trash_days.map_or_else(|| "kept".to_owned(), |days| format!("emptied after {days} days"));
        let versions = if self.steps.is_empty() { "all stay" } else { "are thinned with age" };
        format!("The trash of a space is {trash} from now on, and earlier versions {versions}")
    }
}
