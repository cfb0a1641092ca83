//! Bytes on their way into a bucket: whole, or in parts that become one object at the end.
//!
//! The store refuses what does not hash to what was signed, and each request is signed with the hash of what it carries. That all
//! of it is there is asked once more before anybody is told so.

use std::{fs::File, io, io::Read as _, path};

use domain::documents::{Blob, SpaceId};
use object_store::{ObjectStoreExt as _, PutPayload, path::Path};

use super::{Away, Bucket};

/// What is no longer than this is sent whole; else it is sent in parts of this size, or larger ones where there would be too many.
const PART_BYTES: u64 = 8 << 20;
/// A store takes ten thousand parts of an object.
const MOST_PARTS: u64 = 9_000;

impl Bucket {
    /// Stores bytes that lie in a file.
    pub(in super::super) fn put(&self, space: SpaceId, blob: Blob, from: &path::Path) -> io::Result<()> {
        let path = self.path(space, blob.hash);
        // From now on it does not go, and what goes has gone.
        self.renew(space, blob.hash);
        let _turn = self.waiting.block_on(self.sending.acquire()).map_err(io::Error::other)?;
        let file = File::open(from)?;
        if blob.size_bytes <= PART_BYTES {
            self.put_whole(&path, file, blob.size_bytes)?;
        } else {
            self.put_parts(&path, file, blob.size_bytes)?;
        }
        if self.length(space, blob.hash)? != Some(blob.size_bytes) {
            let why = "it does not have what it was given".to_owned();
            return Err(Away { place: self.name.clone(), why }.into());
        }
        // From now on the store says how old it is.
        self.renewed().remove(&(space, blob.hash));
        Ok(())
    }

    fn put_whole(&self, path: &Path, file: File, size_bytes: u64) -> io::Result<()> {
        let payload = PutPayload::from(read(&file, size_bytes)?);
        self.wait(self.store.put(path, payload)).map(|_| ())
    }

    fn put_parts(&self, path: &Path, file: File, size_bytes: u64) -> io::Result<()> {
        let part_bytes = PART_BYTES.max(size_bytes.div_ceil(MOST_PARTS));
        let mut upload = self.wait(self.store.put_multipart(path))?;
        let mut send = || {
            let mut left = size_bytes;
            while left > 0 {
                let part = read(&file, part_bytes.min(left))?;
                left -= part.len() as u64;
                self.wait(upload.put_part(part.into()))?;
            }
            self.wait(upload.complete()).map(|_| ())
        };
        let sent = send();
        if sent.is_err()
            && let Err(error) = self.wait(upload.abort())
        {
            tracing::warn!(%error, "parts of a file lie in a bucket that are of no use");
        }
        sent
    }
}

fn read(mut file: &File, count: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(count).map_err(io::Error::other)?);
    file.by_ref().take(count).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == count { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
