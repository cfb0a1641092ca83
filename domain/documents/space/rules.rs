//! What a folder takes: which types of files, how large, and how many, and at which place of the house new bytes are kept. Its
//! rules hold for all folders within it, until one of them has its own.
//!
//! Rules are about what comes. What lies there already stays, and comes back from the trash and from its versions.

use std::sync::Arc;

use super::{NodeId, Refusal, Space, SpaceId, WrittenRules, events::FolderRulesChanged, sealed};
use crate::documents::{Event, format::Kind, sized};

/// The largest file that a rule can speak of.
const MOST_BYTES: u64 = 1 << 40;
const MOST_FILES: u32 = 1_000_000;
const MOST_EXTENSIONS: usize = 64;
const MOST_LETTERS: usize = 16;
const MOST_PLACE_LETTERS: usize = 32;

/// How rules must be.
pub(super) const FIT: &str = "at most 64 endings of 1 to 16 letters or digits, without dots; at most 1 TiB for a file and \
    1,000,000 files, and at least 1 of each; a place by its name";

/// What a folder takes. Where nothing is said, it takes everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderRules {
    /// How names may end, without dots and in small letters; in any way where none is said.
    pub extensions: Vec<String>,
    /// What files may be good for; anything where none is said.
    pub kinds: Vec<Kind>,
    /// The largest file, in bytes.
    pub most_bytes: Option<u64>,
    /// How many files lie in one folder at most; those in folders within are counted there.
    pub most_files: Option<u32>,
    /// The place where new bytes are kept, by the name that it has in the configuration; the house's own where none is said.
    pub place: Option<String>,
}

impl FolderRules {
    /// Whether they say something of types: then content must be as it is called.
    #[must_use]
    pub const fn are_of_types(&self) -> bool {
        !self.extensions.is_empty() || !self.kinds.is_empty()
    }

    /// What they take, in one line.
    #[must_use]
    pub fn in_words(&self) -> String {
        let types = match (self.kinds.as_slice(), self.extensions.as_slice()) {
            ([], []) => None,
            (allowed, []) => Some(format!("only {}", kinds(allowed))),
            ([], allowed) => Some(format!("only names that end in {}", endings(allowed))),
            (allowed, ends) => Some(format!("only {} whose names end in {}", kinds(allowed), endings(ends))),
        };
        let size = self.most_bytes.map(|most| format!("files of at most {}", sized(most)));
        let count = self.most_files.map(|most| format!("at most {most} in a folder"));
        let told: Vec<_> = [types, size, count].into_iter().flatten().collect();
        if told.is_empty() { "everything".to_owned() } else { told.join(", ") }
    }

    /// The same, written as people compare them.
    fn tidy(mut self) -> Self {
        for extension in &mut self.extensions {
            *extension = extension.trim_start_matches('.').to_ascii_lowercase();
        }
        self.extensions.sort_unstable();
        self.extensions.dedup();
        self.kinds.sort_unstable();
        self.kinds.dedup();
        self
    }

    fn fit(&self) -> bool {
        let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "-_+".contains(sign);
        let is_ending = |text: &String| (1..=MOST_LETTERS).contains(&text.len()) && text.chars().all(is_sign);
        self.extensions.len() <= MOST_EXTENSIONS
            && self.extensions.iter().all(is_ending)
            && self.most_bytes.is_none_or(|bytes| (1..=MOST_BYTES).contains(&bytes))
            && self.most_files.is_none_or(|files| (1..=MOST_FILES).contains(&files))
            && self.place.as_deref().is_none_or(is_name_of_place)
    }
}

/// Whether a place can be called so: it is part of a path and of sentences.
#[must_use]
pub fn is_name_of_place(name: &str) -> bool {
    let is_sign = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    (1..=MOST_PLACE_LETTERS).contains(&name.len()) && name.chars().all(is_sign)
}

/// Endings, as people list them.
pub(super) fn endings(allowed: &[String]) -> String {
    listed(allowed.iter().map(|extension| format!(".{extension}")).collect(), "or")
}

/// Kinds, as people list them.
pub(super) fn kinds(allowed: &[Kind]) -> String {
    listed(allowed.iter().map(|kind| kind.told().to_owned()).collect(), "and")
}

fn listed(mut words: Vec<String>, word: &str) -> String {
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last } else { format!("{} {word} {last}", words.join(", ")) }
}

impl Space {
    /// The rules that a folder has of its own.
    #[must_use]
    pub fn own_rules(&self, folder: NodeId) -> Option<&FolderRules> {
        self.rules.get(&folder).map(AsRef::as_ref)
    }

    /// The rules that hold in a folder, and which folder has them.
    #[must_use]
    pub fn rules_in(&self, folder: NodeId) -> Option<(NodeId, &FolderRules)> {
        self.chain(folder).find_map(|at| Some((at, self.own_rules(at)?)))
    }

    /// The place where new bytes of a folder are kept; none where that is the house's own.
    #[must_use]
    pub fn place_of(&self, folder: NodeId) -> Option<&str> {
        self.rules_in(folder).and_then(|(_, rules)| rules.place.as_deref())
    }

    /// The rules that a folder has from one above it.
    #[must_use]
    pub fn rules_above(&self, folder: NodeId) -> Option<(NodeId, &FolderRules)> {
        self.chain(folder).skip(1).find_map(|at| Some((at, self.own_rules(at)?)))
    }

    pub(super) fn set_rules(
        &self,
        space: SpaceId,
        folder: NodeId,
        rules: Option<FolderRules>,
        as_admin: bool,
    ) -> Result<Vec<Event>, Refusal> {
        if space == SpaceId::SHARED && !as_admin {
            return Err(Refusal::NotAdmin);
        }
        self.open_folder(space, folder)?;
        let rules = rules.map(FolderRules::tidy);
        if rules.as_ref().is_some_and(|rules| !rules.fit()) {
            return Err(Refusal::BadRules);
        }
        if rules.as_ref() == self.own_rules(folder) {
            return Ok(vec![]);
        }
        let name = self.name_of(folder).map(|name| sealed(space, &name));
        Ok(vec![FolderRulesChanged { space, folder, name, rules: rules.map(WrittenRules::from) }.into()])
    }

    pub(super) fn put_rules(&mut self, it: &FolderRulesChanged) {
        match &it.rules {
            Some(rules) => self.rules.insert_mut(it.folder, Arc::new(rules.into())),
            None => drop(self.rules.remove_mut(&it.folder)),
        }
    }
}
