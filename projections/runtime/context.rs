//! A context: the projectors whose views live in one file, and the hash that names the file.

use std::time::Duration;

use domain::{Event, EventTable, Fact};
use rusqlite::Connection;

use super::{Projector, projector::ProjectError, projector::Rows};

/// The projectors whose views live in one file.
pub struct Context {
    name: &'static str,
    projectors: Vec<Box<dyn Projector>>,
    pace: Duration,
}

impl Context {
    /// A context and its projectors.
    #[must_use]
    pub fn new(name: &'static str, projectors: Vec<Box<dyn Projector>>) -> Self {
        Self { name, projectors, pace: Duration::ZERO }
    }

    /// Under load, commits at most once in this time. A lone event is never kept waiting.
    #[must_use]
    pub fn paced(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn pace(&self) -> Duration {
        self.pace
    }

    /// The hash of all that decides what the rows look like: names, versions, tables, indexes.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for projector in &self.projectors {
            let version = projector.version().to_string();
            for part in [projector.name(), &version, projector.schema(), projector.indexes()] {
                hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
            }
        }
        hasher.finalize().to_hex().chars().take(12).collect()
    }

    /// The name of its file.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}-{}.sqlite", self.name, self.hash())
    }

    /// Whether one of its projectors needs events of this name.
    #[must_use]
    pub fn follows(&self, kind: &str) -> bool {
        self.projectors.iter().any(|projector| projector.follows().holds(kind))
    }

    pub(crate) fn make_tables(&self, connection: &Connection) -> rusqlite::Result<()> {
        self.projectors.iter().try_for_each(|projector| connection.execute_batch(projector.schema()))
    }

    pub(crate) fn make_indexes(&self, connection: &Connection) -> rusqlite::Result<()> {
        self.projectors.iter().try_for_each(|projector| connection.execute_batch(projector.indexes()))
    }

    /// Hands each projector the facts it follows.
    pub(crate) fn project(&self, facts: &[Fact<Event>], connection: &Connection) -> Result<(), ProjectError> {
        let rows = Rows::new(connection);
        for projector in &self.projectors {
            let follows = projector.follows();
            let followed: Vec<_> = facts.iter().filter(|fact| follows.holds(fact.event.context())).collect();
            if !followed.is_empty() {
                projector.project_all(&followed, &rows)?;
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Context").field(&self.name).finish()
    }
}
