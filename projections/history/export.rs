//! The diary page by page, the oldest entry first: a million entries in the memory of a few hundred.

use super::{Entry, Filter, Order, Query, page};
use crate::{ReadError, Reads};

const AT_ONCE: usize = 500;

/// An export under way. Entries written after its first page are part of it, too.
pub struct Export {
    reads: Reads,
    query: Query,
    done: bool,
}

impl Export {
    /// Begins.
    #[must_use]
    pub fn new(reads: Reads, filter: Filter) -> Self {
        let query = Query { filter, order: Order::Oldest, after: None, limit: AT_ONCE };
        Self { reads, query, done: false }
    }

    /// The next entries; none at the end.
    ///
    /// # Errors
    /// When the view cannot answer.
    pub async fn next(&mut self) -> Result<Vec<Entry>, ReadError> {
        if self.done {
            return Ok(Vec::new());
        }
        let query = self.query.clone();
        let found = self.reads.query(move |connection| page(connection, &query)).await?;
        self.query.after = found.next;
        self.done = found.next.is_none();
        Ok(found.items)
    }
}
