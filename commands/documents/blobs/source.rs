//! Where bytes lie, for whoever copies all of them.

use std::{io, path::Path, sync::Arc};

use super::{bucket::InBucket, depot::Depot, opened::Opened};

/// A place where bytes lie that is there.
#[derive(Clone, Debug)]
pub struct Source(pub(super) Arc<Depot>);

impl Source {
    /// The folder, where it is one.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        let is_folder = self.0.in_bucket().is_none();
        is_folder.then(|| self.0.disk().folder())
    }

    /// All that lies in the bucket, where it is one. It waits for the store.
    ///
    /// # Errors
    /// When the store does not tell.
    pub fn objects(&self) -> io::Result<Vec<InBucket>> {
        self.0.in_bucket().map_or_else(|| Ok(Vec::new()), |bucket| bucket.all())
    }

    /// Opens some of it; nothing where it has gone.
    ///
    /// # Errors
    /// When the store does not give it.
    pub fn open(&self, object: &InBucket) -> io::Result<Option<Opened>> {
        self.0.open(object.space, object.hash)
    }
}
