//! Work in the background that can be asked how far behind it is.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use domain::Position;

/// What is known of a worker from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerReport {
    /// What it is called.
    pub name: &'static str,
    /// How far it has come.
    pub position: Position,
    /// What keeps it from going on, if anything does.
    pub trouble: Option<String>,
}

/// A worker as it reports itself.
#[derive(Clone, Debug)]
pub struct Worker {
    name: &'static str,
    position: Arc<AtomicU64>,
    trouble: Arc<Mutex<Option<String>>>,
}

impl Worker {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, position: Arc::default(), trouble: Arc::default() }
    }

    pub(crate) fn reached(&self, position: Position) {
        self.position.store(position, Ordering::Relaxed);
        self.set_trouble(None);
    }

    /// Reports a trouble, and logs it when it is a new one.
    pub(crate) fn troubled(&self, trouble: &dyn std::fmt::Display) {
        let trouble = trouble.to_string();
        if self.set_trouble(Some(trouble.clone())).as_ref() != Some(&trouble) {
            tracing::error!(worker = self.name, trouble, "a worker cannot go on; it tries again");
        }
    }

    fn set_trouble(&self, trouble: Option<String>) -> Option<String> {
        self.trouble.lock().map_or(None, |mut current| std::mem::replace(&mut *current, trouble))
    }

    /// How far it has come.
    #[must_use]
    pub fn report(&self) -> WorkerReport {
        let trouble = self.trouble.lock().map_or(None, |trouble| trouble.clone());
        WorkerReport { name: self.name, position: self.position.load(Ordering::Relaxed), trouble }
    }
}
