//! What a key is for: `history:look`, `household:act`, `*:look`. A scope to act is one to look, too; `*` is every
//! context, those that come later included. In some contexts keys only look, whatever their scopes.

use super::{Access, CONTEXTS, COUNT, place};

const EVERYWHERE: &str = "*";

/// What a key may do, context by context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes([Access; COUNT]);

/// The word is no scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no scope: use a context (or *), a colon, and look or act, such as history:look")]
pub struct UnknownScope(pub String);

impl Scopes {
    /// Every scope there is, as it is written.
    #[must_use]
    pub fn all() -> Vec<String> {
        let wide = [Access::Look, Access::Act].map(|access| written(EVERYWHERE, access));
        let narrow = CONTEXTS.iter().flat_map(|context| {
            let accesses = [Access::Look, Access::Act].into_iter().filter(|access| *access <= context.most_for_keys);
            accesses.map(|access| written(context.name, access))
        });
        wide.into_iter().chain(narrow).collect()
    }

    /// The scopes that these words name; one that is not known gives nothing.
    #[must_use]
    pub fn of_words<W: AsRef<str>>(words: &[W]) -> Self {
        words.iter().fold(Self::default(), |scopes, word| scopes.and(word.as_ref()).unwrap_or(scopes))
    }

    /// The same and one more.
    ///
    /// # Errors
    /// When the word is no scope.
    pub fn and(mut self, word: &str) -> Result<Self, UnknownScope> {
        let unknown = || UnknownScope(word.chars().take(80).collect());
        let (context, verb) = word.split_once(':').ok_or_else(unknown)?;
        let access = verb.parse::<Access>().ok().filter(|access| *access != Access::None).ok_or_else(unknown)?;
        if context == EVERYWHERE {
            for (scope, context) in self.0.iter_mut().zip(&CONTEXTS) {
                *scope = access.min(context.most_for_keys).max(*scope);
            }
            return Ok(self);
        }
        let place = place(context).filter(|place| access <= CONTEXTS[*place].most_for_keys).ok_or_else(unknown)?;
        self.0[place] = access.max(self.0[place]);
        Ok(self)
    }

    /// What may be done in a context.
    #[must_use]
    pub fn of(&self, context: &str) -> Access {
        place(context).map_or(Access::None, |place| self.0[place])
    }
}

fn written(context: &str, access: Access) -> String {
    format!("{context}:{}", access.word())
}
