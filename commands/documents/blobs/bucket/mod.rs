//! A bucket of a store that speaks S3: bytes lie in it under the names that they have in a folder.
//!
//! The house alone writes there. What it stored it finds again at once, as every such store says today; how old an object is, the
//! store says, and what was only looked at is remembered here for as long as a command may take.

mod at;
mod line;
mod object;
mod put;

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

pub use at::BucketAt;
use chrono::{DateTime, Utc};
use domain::{
    PersonId,
    documents::{BlobHash, SpaceId},
};
use futures_util::{StreamExt as _, TryStreamExt as _};
pub use object::{InBucket, Object};
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt as _, PutPayload, aws::AmazonS3, path::Path};
use tokio::{runtime::Handle, sync::Semaphore};

use super::{away::Away, lying, mark::Marked};

/// A command that looked at bytes has named them after this time, or never will.
const RENEWED: Duration = Duration::from_secs(60 * 60);
/// What is longer is fetched and sent again: a store copies up to 5 GiB at once, but is silent while it does.
pub(super) const MOST_COPIED: u64 = 1 << 30;
/// So many files are sent to it at once: of each, some of it is held in memory.
const AT_ONCE: usize = 3;

/// A bucket.
#[derive(Debug)]
pub(super) struct Bucket {
    /// The place's name in the configuration.
    name: String,
    at: BucketAt,
    store: AmazonS3,
    waiting: Handle,
    /// What is being stored, or was looked at for an event to come.
    renewed: Mutex<HashMap<(SpaceId, BlobHash), Instant>>,
    sending: Semaphore,
}

impl Bucket {
    /// One that is spoken to in this runtime.
    ///
    /// # Errors
    /// When nobody could speak to it: a sentence that says why.
    pub(super) fn new(name: &str, at: &BucketAt) -> Result<Self, String> {
        Ok(Self {
            name: name.to_owned(),
            store: at.store()?,
            at: at.clone(),
            waiting: Handle::current(),
            renewed: Mutex::default(),
            sending: Semaphore::new(AT_ONCE),
        })
    }

    fn wait<T>(&self, asked: impl Future<Output = object_store::Result<T>>) -> io::Result<T> {
        self.waiting.block_on(asked).map_err(|error| self.fault(error))
    }

    /// Whatever a store answers but that it has no such thing, it cannot be used now.
    fn fault(&self, error: object_store::Error) -> io::Error {
        match error {
            object_store::Error::NotFound { .. } => io::ErrorKind::NotFound.into(),
            error => Away { place: self.name.clone(), why: error.to_string() }.into(),
        }
    }

    fn path(&self, space: SpaceId, hash: BlobHash) -> Path {
        let mut path = self.at.prefix.clone();
        path.extend(lying(space, hash).split('/'));
        path
    }

    fn of_space(&self, space: SpaceId) -> Path {
        self.at.prefix.clone().join(space.0.0.to_string())
    }

    fn about(&self, path: &Path) -> io::Result<Option<ObjectMeta>> {
        match self.wait(self.store.head(path)) {
            Ok(about) => Ok(Some(about)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// How long bytes are that are here.
    pub(super) fn length(&self, space: SpaceId, hash: BlobHash) -> io::Result<Option<u64>> {
        Ok(self.about(&self.path(space, hash))?.map(|about| about.size))
    }

    pub(super) fn open(self: Arc<Self>, space: SpaceId, hash: BlobHash) -> io::Result<Option<Object>> {
        let path = self.path(space, hash);
        Ok(self.about(&path)?.map(|about| Object::new(self, path, about.size)))
    }

    /// The names of the folders of all spaces.
    pub(super) fn spaces(&self) -> io::Result<Vec<String>> {
        let found = self.wait(self.store.list_with_delimiter(Some(&self.at.prefix)))?;
        Ok(found.common_prefixes.iter().filter_map(|path| path.filename().map(str::to_owned)).collect())
    }

    /// All bytes that are here.
    pub(super) fn all(&self) -> io::Result<Vec<InBucket>> {
        let found: Vec<ObjectMeta> = self.wait(self.store.list(Some(&self.at.prefix)).try_collect())?;
        let named = |about: &ObjectMeta| {
            let names: Vec<_> = about.location.parts().map(|part| part.as_ref().to_owned()).collect();
            let [.., space, _, hash] = names.as_slice() else { return None };
            let space = SpaceId(PersonId(space.parse().ok()?));
            Some(InBucket { space, hash: hash.parse().ok()?, bytes: about.size })
        };
        Ok(found.iter().filter_map(named).collect())
    }

    fn of(&self, space: SpaceId) -> io::Result<Vec<ObjectMeta>> {
        self.wait(self.store.list(Some(&self.of_space(space))).try_collect())
    }

    pub(super) fn stored_before(&self, space: SpaceId, before: DateTime<Utc>) -> io::Result<Vec<BlobHash>> {
        self.renewed().retain(|_, at| at.elapsed() < RENEWED);
        let old = self.of(space)?.into_iter().filter(|about| about.last_modified < before);
        Ok(old.filter_map(|about| about.location.filename()?.parse().ok()).collect())
    }

    fn renewed(&self) -> MutexGuard<'_, HashMap<(SpaceId, BlobHash), Instant>> {
        self.renewed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes that are looked at are new again, unless they go at this moment.
    pub(super) fn renew(&self, space: SpaceId, hash: BlobHash) {
        self.renewed().insert((space, hash), Instant::now());
    }

    /// Nothing is stored anew while something goes, so nothing that was stored anew goes.
    pub(super) fn take_away(&self, space: SpaceId, hash: BlobHash, before: DateTime<Utc>) -> io::Result<bool> {
        let renewed = self.renewed();
        if renewed.get(&(space, hash)).is_some_and(|at| at.elapsed() < RENEWED) {
            return Ok(false);
        }
        let path = self.path(space, hash);
        if self.about(&path)?.is_none_or(|about| about.last_modified >= before) {
            return Ok(false);
        }
        self.wait(self.store.delete(&path))?;
        Ok(true)
    }

    /// Takes all of a space away; answers how many files that were.
    pub(super) fn forget(&self, space: SpaceId) -> io::Result<u64> {
        let paths: Vec<_> = self.of(space)?.into_iter().map(|about| Ok(about.location)).collect();
        let count = paths.len() as u64;
        let gone = self.store.delete_stream(futures_util::stream::iter(paths).boxed());
        self.wait(gone.try_for_each(|_| std::future::ready(Ok(()))))?;
        Ok(count)
    }

    /// Lets bytes of one space be there in another one, too, without fetching them.
    pub(super) fn copy(&self, hash: BlobHash, from: SpaceId, to: SpaceId) -> io::Result<()> {
        self.renew(to, hash);
        self.wait(self.store.copy(&self.path(from, hash), &self.path(to, hash)))
    }
}

impl Marked for Bucket {
    fn shown(&self) -> String {
        self.at.shown()
    }

    fn hint(&self) -> &'static str {
        "is it another bucket, or is there none?"
    }

    fn read(&self, name: &str) -> io::Result<String> {
        let path = self.at.prefix.clone().join(name);
        let bytes = self.wait(async { self.store.get(&path).await?.bytes().await })?;
        String::from_utf8(bytes.into()).map_err(io::Error::other)
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let found = self.wait(self.store.list_with_delimiter(Some(&self.at.prefix)))?;
        let files = found.objects.iter().map(|about| &about.location);
        Ok(found.common_prefixes.iter().chain(files).filter_map(|path| path.filename().map(str::to_owned)).collect())
    }

    fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let payload = PutPayload::from(text.to_owned().into_bytes());
        self.wait(self.store.put(&self.at.prefix.clone().join(name), payload)).map(|_| ())
    }
}
