//! What people are called, for all that tells of them. Another view knows it, and where that one cannot answer, whatever is
//! told comes without names.

use std::collections::{HashMap, HashSet};

use domain::AccountId;
use projections::identity::accounts;

use crate::front::Front;

/// What some people are called.
pub struct Names(HashMap<AccountId, Option<String>>);

impl Names {
    /// Looks them up; where nobody is meant there is nothing to look up.
    pub async fn find(front: &Front, people: impl IntoIterator<Item = Option<AccountId>>) -> Self {
        let people: HashSet<_> = people.into_iter().flatten().collect();
        if people.is_empty() {
            return Self(HashMap::new());
        }
        let Some(reads) = front.views.context("identity") else { return Self(HashMap::new()) };
        Self(reads.query(move |connection| accounts::names(connection, people)).await.unwrap_or_default())
    }

    /// The name of somebody; none where nobody is meant, and once it is erased.
    pub fn of(&self, person: Option<AccountId>) -> Option<String> {
        self.0.get(&person?).cloned().flatten()
    }
}
