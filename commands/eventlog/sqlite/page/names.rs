//! Names that occur over and over are kept once. Bounded, so that strange input cannot fill the
//! memory: beyond the bound a name is simply made anew.

use std::{
    collections::HashSet,
    sync::{Arc, PoisonError, RwLock},
};

const MOST: usize = 4096;

/// The names met so far.
#[derive(Default)]
pub(in crate::sqlite) struct Names(RwLock<HashSet<Arc<str>>>);

impl Names {
    /// The one copy of a name.
    pub(in crate::sqlite) fn one(&self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Arc::clone(known);
        }
        let fresh: Arc<str> = name.into();
        let mut names = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if names.len() < MOST {
            names.insert(Arc::clone(&fresh));
        }
        fresh
    }
}
