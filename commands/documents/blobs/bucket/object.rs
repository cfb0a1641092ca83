//! An object of a bucket: where it lies, and open for reading, a window at a time or as it is sent.

use std::{
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
    sync::Arc,
};

use bytes::{Buf as _, Bytes};
use domain::documents::{BlobHash, SpaceId};
use futures_util::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use object_store::{GetOptions, ObjectStore as _, ObjectStoreExt as _, path::Path};

use super::{
    super::{fault, lying},
    Bucket,
};
use crate::Fault;

/// What is read first; of many files, no more than their beginning is wanted.
const FIRST_WINDOW: u64 = 64 << 10;
/// Each window is larger than the one before, up to so much.
const LARGEST_WINDOW: u64 = 4 << 20;

/// Bytes that lie in a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InBucket {
    /// In which space.
    pub space: SpaceId,
    /// Under which hash.
    pub hash: BlobHash,
    /// How many they are.
    pub bytes: u64,
}

impl InBucket {
    /// Where they would lie in a folder.
    #[must_use]
    pub fn path(&self) -> String {
        lying(self.space, self.hash)
    }
}

/// An object of a bucket, open for reading.
#[derive(Debug)]
pub struct Object {
    bucket: Arc<Bucket>,
    path: Path,
    length: u64,
    /// Where it is read next.
    at: u64,
    /// What was fetched from there on.
    fetched: Bytes,
    window: u64,
}

impl Object {
    pub(super) const fn new(bucket: Arc<Bucket>, path: Path, length: u64) -> Self {
        Self { bucket, path, length, at: 0, fetched: Bytes::new(), window: FIRST_WINDOW }
    }

    /// How many bytes it has.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// A part of it as it comes, and no faster than it is taken.
    ///
    /// # Errors
    /// When the store does not give it.
    pub async fn part(self, range: Range<u64>) -> Result<BoxStream<'static, io::Result<Bytes>>, Fault> {
        let Self { bucket, path, .. } = self;
        let options = GetOptions::new().with_range(Some(range));
        let found = bucket.store.get_opts(&path, options).await;
        let found = found.map_err(|error| fault(&bucket.fault(error)))?;
        Ok(found.into_stream().map_err(move |error| bucket.fault(error)).boxed())
    }
}

/// It waits for the store, so it is for threads that may.
impl Read for Object {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.fetched.is_empty() && self.at < self.length && !buffer.is_empty() {
            let range = self.at..self.length.min(self.at + self.window);
            self.fetched = self.bucket.wait(self.bucket.store.get_range(&self.path, range))?;
            self.window = LARGEST_WINDOW.min(self.window * 4);
        }
        let count = buffer.len().min(self.fetched.len());
        self.fetched.split_to(count).copy_to_slice(&mut buffer[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Object {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let at = at.ok_or(io::ErrorKind::InvalidInput)?;
        match at.checked_sub(self.at).and_then(|by| usize::try_from(by).ok()).filter(|by| *by <= self.fetched.len()) {
            Some(by) => self.fetched.advance(by),
            None => self.fetched = Bytes::new(),
        }
        self.at = at;
        Ok(at)
    }
}
