//! What can happen to what a folder takes.

use serde::{Deserialize, Serialize};

use super::super::{FolderRules, NodeId, SpaceId};
use crate::{
    documents::{format::Kind, sized},
    kernel::Personal,
};

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
    /// The place where new bytes are kept, where it is not the house's own.
    pub place: Option<String>,
}

impl From<FolderRules> for WrittenRules {
    fn from(FolderRules { extensions, kinds, most_bytes, most_files, place }: FolderRules) -> Self {
        let kinds = kinds.into_iter().map(|kind| kind.word().to_owned()).collect();
        Self { extensions, kinds, most_bytes, most_files, place }
    }
}

impl From<&WrittenRules> for FolderRules {
    fn from(it: &WrittenRules) -> Self {
        let kinds = it.kinds.iter().filter_map(|word| Kind::of_word(word)).collect();
        Self {
            extensions: it.extensions.clone(),
            kinds,
            most_bytes: it.most_bytes,
            most_files: it.most_files,
            place: it.place.clone(),
        }
    }
}

/// The same before places had names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FolderRulesChangedV1 {
    /// In which space.
    pub space: SpaceId,
    /// Of which folder.
    pub folder: NodeId,
    /// Its name.
    pub name: Option<Personal>,
    /// The rules.
    pub rules: Option<WrittenRulesV1>,
}

/// Rules as they were written down then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenRulesV1 {
    /// How names may end.
    pub extensions: Vec<String>,
    /// Words of what is taken.
    pub kinds: Vec<String>,
    /// The largest file.
    pub most_bytes: Option<u64>,
    /// How many files lie in a folder at most.
    pub most_files: Option<u32>,
}

impl From<FolderRulesChangedV1> for FolderRulesChanged {
    fn from(FolderRulesChangedV1 { space, folder, name, rules }: FolderRulesChangedV1) -> Self {
        let now = |WrittenRulesV1 { extensions, kinds, most_bytes, most_files }| WrittenRules {
            extensions,
            kinds,
            most_bytes,
            most_files,
            place: None,
        };
        Self { space, folder, name, rules: rules.map(now) }
    }
}

impl FolderRulesChanged {
    pub(in crate::documents) fn sentence(&self) -> String {
        let name = self.name.as_ref();
        let what = called(name);
        match (&self.rules, name) {
            (Some(written), _) => {
                let kept =
                    written.place.as_ref().map_or_else(String::new, |place| format!(", and keeps it at {place},"));
                format!("{what} takes {}{kept} from now on", FolderRules::from(written).in_words())
            }
            (None, Some(_)) => format!("{what} takes what the folder above takes from now on"),
            (None, None) => format!("{what} takes everything from now on"),
        }
    }
}

/// A folder, or a whole space, holds at most so much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuotaSet {
    /// In which space.
    pub space: SpaceId,
    /// Which folder; the root where it is the whole space.
    pub folder: NodeId,
    /// Its name; a root has none.
    pub name: Option<Personal>,
    /// How many bytes; none where it is as much as there is room for.
    pub most_bytes: Option<u64>,
}

impl QuotaSet {
    pub(in crate::documents) fn sentence(&self) -> String {
        let what = called(self.name.as_ref());
        match self.most_bytes {
            Some(bytes) => format!("{what} holds at most {} from now on", sized(bytes)),
            None => format!("{what} holds as much as there is room for from now on"),
        }
    }
}

fn called(name: Option<&Personal>) -> String {
    name.map_or_else(|| "A space".to_owned(), |name| format!("The folder {}", name.shown()))
}
