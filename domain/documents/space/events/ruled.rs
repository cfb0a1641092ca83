//! What can happen to what a folder takes.

use serde::{Deserialize, Serialize};

use super::super::{FolderRules, NodeId, SpaceId};
use crate::{documents::format::Kind, kernel::Personal};

/// Other rules say what a folder takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FolderRulesChanged {
    /// In which space.
    pub space: SpaceId,
    /// Of which folder; the root where it was all that has no rules of its own.
    pub folder: NodeId,
    /// Its name; a root has none.
    pub name: Option<Personal>,
    /// The rules; none where those of the folder above hold from now on.
    pub rules: Option<WrittenRules>,
}

/// Rules as they are written down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenRules {
    /// How names may end, without dots; in any way where none is said.
    pub extensions: Vec<String>,
    /// Words of what is taken; everything where none is said.
    pub kinds: Vec<String>,
    /// The largest file.
    pub most_bytes: Option<u64>,
    /// How many files lie in a folder at most.
    pub most_files: Option<u32>,
}

impl From<FolderRules> for WrittenRules {
    fn from(FolderRules { extensions, kinds, most_bytes, most_files }: FolderRules) -> Self {
        let kinds = kinds.into_iter().map(|kind| kind.word().to_owned()).collect();
        Self { extensions, kinds, most_bytes, most_files }
    }
}

impl From<&WrittenRules> for FolderRules {
    fn from(it: &WrittenRules) -> Self {
        let kinds = it.kinds.iter().filter_map(|word| Kind::of_word(word)).collect();
        Self { extensions: it.extensions.clone(), kinds, most_bytes: it.most_bytes, most_files: it.most_files }
    }
}

impl FolderRulesChanged {
    pub(in crate::documents) fn sentence(&self) -> String {
        let name = self.name.as_ref();
        let what = name.map_or_else(|| "A space".to_owned(), |name| format!("The folder {}", name.shown()));
        match (&self.rules, name) {
            (Some(written), _) => format!("{what} takes {} from now on", FolderRules::from(written).in_words()),
            (None, Some(_)) => format!("{what} takes what the folder above takes from now on"),
            (None, None) => format!("{what} takes everything from now on"),
        }
    }
}
