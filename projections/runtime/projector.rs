//! What a view is made by: a projector writes rows, fact by fact, and does nothing else.
//!
//! Deterministic and without effects, so a view can always be thrown away and made anew. Clocks,
//! randomness, the network and the tables of other projectors are deliberately out of reach.

use domain::{Event, Fact};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row};

/// Makes one view.
pub trait Projector: Send + Sync + 'static {
    /// The view's name, unique within its context.
    fn name(&self) -> &'static str;
    /// Raised whenever the same facts would make other rows; the view is then filled anew.
    fn version(&self) -> u32;
    /// Whose events it needs.
    fn follows(&self) -> Follows;
    /// The tables.
    fn schema(&self) -> &'static str;
    /// What is made once the rows of the past are in: above all indexes.
    fn indexes(&self) -> &'static str {
        ""
    }
    /// Writes what follows from one fact.
    ///
    /// # Errors
    /// When the rows cannot be written; the context then stops in front of this fact.
    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError>;
    /// Writes what follows from a stretch of facts: the same rows as one by one.
    ///
    /// # Errors
    /// When the rows cannot be written; the stretch is then taken back and tried one by one.
    fn project_all(&self, facts: &[&Fact<Event>], rows: &Rows<'_>) -> Result<(), ProjectError> {
        facts.iter().try_for_each(|fact| self.project(fact, rows))
    }
}

/// Whose events a projector needs. An event it follows and cannot read stops it; others pass by.
#[derive(Clone, Copy, Debug)]
pub enum Follows {
    /// Everything that happens.
    All,
    /// The events of these contexts.
    Contexts(&'static [&'static str]),
}

impl Follows {
    /// Whether an event of this context, or with this stored name, is among them.
    #[must_use]
    pub fn holds(self, kind: &str) -> bool {
        let context = kind.split_once('.').map_or(kind, |(context, _)| context);
        match self {
            Self::All => true,
            Self::Contexts(contexts) => contexts.contains(&context),
        }
    }
}

/// Why a projector could not take a fact.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The rows could not be written.
    #[error("{0}")]
    Sql(#[from] rusqlite::Error),
    /// The fact makes no sense after the facts before it.
    #[error("{0}")]
    Senseless(String),
}

/// The rows of one context, open for writing. Statements are prepared once for each file.
pub struct Rows<'a> {
    connection: &'a Connection,
}

impl<'a> Rows<'a> {
    /// How many different statements the projectors of one context can have ready.
    pub(crate) const STATEMENTS: usize = 64;

    pub(crate) const fn new(connection: &'a Connection) -> Self {
        Self { connection }
    }

    /// A statement, ready to be run for many facts.
    ///
    /// # Errors
    /// When SQLite refuses it.
    pub fn statement(&self, sql: &'static str) -> Result<CachedStatement<'a>, ProjectError> {
        Ok(self.connection.prepare_cached(sql)?)
    }

    /// Runs a statement; answers how many rows it changed.
    ///
    /// # Errors
    /// When SQLite refuses it.
    pub fn run(&self, sql: &'static str, params: impl Params) -> Result<usize, ProjectError> {
        Ok(self.connection.prepare_cached(sql)?.execute(params)?)
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// When SQLite refuses it.
    pub fn first<T>(
        &self,
        sql: &'static str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, ProjectError> {
        Ok(self.connection.prepare_cached(sql)?.query_row(params, read).optional()?)
    }
}
