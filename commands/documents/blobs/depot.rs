//! One place where bytes lie: a folder of the house's own, one that the configuration names, or a bucket.
//!
//! Whatever kind it is, what arrives for it arrives on a disk: that of the place, and for a bucket the house's own.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use domain::{
    PersonId,
    documents::{Blob, BlobHash, SpaceId},
};
use uuid::Uuid;

use super::{
    away::Away,
    bucket::Bucket,
    disk::{Disk, Unnamed, renew},
    entries,
    mark::Mark,
    opened::Opened,
};

/// A place where bytes lie.
#[derive(Debug)]
pub(super) struct Depot {
    /// Its name in the configuration; the house's own has none.
    name: Option<String>,
    mark: Option<Mark>,
    disk: Arc<Disk>,
    bucket: Option<Arc<Bucket>>,
}

impl Depot {
    /// The house's own, made when the first bytes come.
    pub(super) fn own(folder: &Path) -> Self {
        Self { name: None, mark: None, disk: Arc::new(Disk::own(folder)), bucket: None }
    }

    /// A folder that the configuration names.
    pub(super) fn folder(name: &str, folder: &Path, mark: Mark) -> Self {
        Self { name: Some(name.to_owned()), mark: Some(mark), disk: Arc::new(Disk::named(folder)), bucket: None }
    }

    /// A bucket that the configuration names, and the disk where what is for it arrives.
    pub(super) fn bucket(name: &str, bucket: Arc<Bucket>, mark: Mark, disk: Arc<Disk>) -> Self {
        Self { name: Some(name.to_owned()), mark: Some(mark), disk, bucket: Some(bucket) }
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Where bytes arrive; where there is no bucket, they stay.
    pub(super) const fn disk(&self) -> &Arc<Disk> {
        &self.disk
    }

    pub(super) const fn in_bucket(&self) -> Option<&Arc<Bucket>> {
        self.bucket.as_ref()
    }

    /// Whether it is there; it waits for its disk.
    pub(super) fn reach(&self) -> io::Result<()> {
        self.reached(false)
    }

    /// The same, and a new one is made ready for what comes.
    pub(super) fn make_ready(&self) -> io::Result<()> {
        self.reached(true)
    }

    fn reached(&self, marks: bool) -> io::Result<()> {
        match self.mark.as_ref().and_then(|mark| mark.trouble(marks)) {
            Some(why) => Err(Away { place: self.name.clone().unwrap_or_default(), why }.into()),
            None => Ok(()),
        }
    }

    /// What is found here, once it is there. A bucket says itself whether it is: only where it has nothing, it is asked twice.
    pub(super) fn ask<T>(&self, find: impl Fn(&Self) -> io::Result<Option<T>>) -> io::Result<Option<T>> {
        if self.bucket.is_none() {
            self.reach()?;
        }
        let found = find(self)?;
        if found.is_none() && self.bucket.is_some() {
            self.reach()?;
        }
        Ok(found)
    }

    pub(super) fn has(&self, space: SpaceId, hash: BlobHash) -> io::Result<bool> {
        match &self.bucket {
            None => self.disk.path(space, hash).try_exists(),
            Some(bucket) => Ok(bucket.length(space, hash)?.is_some()),
        }
    }

    /// Bytes, if they are here.
    pub(super) fn open(&self, space: SpaceId, hash: BlobHash) -> io::Result<Option<Opened>> {
        match &self.bucket {
            None => match File::open(self.disk.path(space, hash)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                opened => opened.map(|file| Some(Opened::Disk(file))),
            },
            Some(bucket) => Ok(Arc::clone(bucket).open(space, hash)?.map(Opened::Bucket)),
        }
    }

    /// The spaces that have bytes here.
    pub(super) fn spaces(&self) -> io::Result<Vec<SpaceId>> {
        let names = match &self.bucket {
            None => entries(self.disk.folder())?.into_iter().filter_map(name_of).collect(),
            Some(bucket) => bucket.spaces()?,
        };
        let id = |name: String| Some(SpaceId(PersonId(Uuid::parse_str(&name).ok()?)));
        Ok(names.into_iter().filter_map(id).collect())
    }

    /// Gives bytes that arrived here, and are synced, their name.
    pub(super) fn give_name(&self, space: SpaceId, blob: Blob, unnamed: &Unnamed) -> io::Result<()> {
        match &self.bucket {
            None => self.disk.give_name(space, blob, unnamed),
            Some(bucket) => bucket.put(space, blob, &unnamed.0),
        }
    }

    /// Bytes that are looked at are new again, unless they go at this moment.
    pub(super) fn renew(&self, space: SpaceId, hash: BlobHash) -> io::Result<()> {
        match &self.bucket {
            None => {
                let _naming = self.disk.naming();
                renew(&self.disk.path(space, hash))
            }
            Some(bucket) => {
                bucket.renew(space, hash);
                if bucket.length(space, hash)?.is_some() { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) }
            }
        }
    }

    /// What a space has here that was stored before a time.
    pub(super) fn stored_before(&self, space: SpaceId, before: DateTime<Utc>) -> io::Result<Vec<BlobHash>> {
        match &self.bucket {
            None => self.disk.stored_before(space, before),
            Some(bucket) => bucket.stored_before(space, before),
        }
    }

    /// Takes bytes away, unless they were stored since a time; whether they went.
    pub(super) fn take_away(&self, space: SpaceId, hash: BlobHash, before: DateTime<Utc>) -> io::Result<bool> {
        match &self.bucket {
            None => self.disk.take_away(space, hash, before),
            Some(bucket) => bucket.take_away(space, hash, before),
        }
    }

    /// Takes all of a space away; answers how many files that were.
    pub(super) fn forget(&self, space: SpaceId) -> io::Result<u64> {
        match &self.bucket {
            None => self.disk.forget(space),
            Some(bucket) => bucket.forget(space),
        }
    }

    /// Takes away what an earlier run left unfinished.
    pub(super) fn clear_incoming(&self) -> io::Result<()> {
        // What is for a bucket is among that of the house's own place.
        if self.bucket.is_none() { self.disk.clear_incoming() } else { Ok(()) }
    }
}

fn name_of(path: PathBuf) -> Option<String> {
    path.file_name()?.to_str().map(str::to_owned)
}
