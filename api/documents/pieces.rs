//! The bytes of a file, piece by piece, as they are sent.
//!
//! What lies in the machine's memory already is read at once, without another thread; only for the disk somebody else waits.
//! A piece that was sent is filled again, so that a file of any length takes the memory of a few. What lies in a bucket comes in
//! the pieces in which the store sends it.

use std::{
    collections::VecDeque,
    fs::File,
    io::{self, IoSliceMut},
    os::unix::fs::FileExt as _,
    sync::Arc,
};

use bytes::{Bytes, BytesMut};
use commands::{
    Fault,
    documents::{Blobs, Opened},
};
use domain::documents::{BlobHash, SpaceId};
use futures_util::{
    Stream, TryStreamExt as _,
    stream::{self, BoxStream},
};
use rustix::{
    fs::{Advice, fadvise},
    io::{ReadWriteFlags, preadv2},
};

/// So much is sent at once: more than a connection takes before it writes, so that it writes each piece before the next.
const PIECE_BYTES: usize = 512 * 1024;
/// So many may be on their way; what is there beyond that is not filled again.
const KEPT: usize = 3;

/// A part of a file that is being sent.
pub enum Pieces {
    /// Of a disk.
    Disk(OnDisk),
    /// Of a bucket, and how many bytes are to come.
    Bucket(BoxStream<'static, io::Result<Bytes>>, u64),
}

/// A part of a file on a disk that is being sent.
pub struct OnDisk {
    file: Arc<File>,
    next: u64,
    left: u64,
    sent: VecDeque<Bytes>,
}

impl Pieces {
    /// Opens a file that has this length still; from a byte on, so many.
    pub async fn open(
        blobs: &Blobs,
        (space, hash): (SpaceId, BlobHash),
        length: u64,
        (first, count): (u64, u64),
    ) -> Result<Self, Fault> {
        let blobs = blobs.clone();
        Self::of(move || blobs.open(space, hash), length, (first, count)).await
    }

    async fn of(
        open: impl FnOnce() -> Result<Opened, Fault> + Send + 'static,
        length: u64,
        (first, count): (u64, u64),
    ) -> Result<Self, Fault> {
        let opened = tokio::task::spawn_blocking(move || {
            let stored = open()?;
            if stored.length().map_err(|error| Fault::new("a file", &error))? != length {
                return Err(Fault::Broken("a file is not as long as it was when it was stored".to_owned()));
            }
            if let Opened::Disk(file) = &stored {
                // Only advice: where nobody takes it, it is read as well.
                let _ = fadvise(file, first, None, Advice::Sequential);
            }
            Ok(stored)
        });
        Ok(match opened.await?? {
            Opened::Disk(file) => {
                Self::Disk(OnDisk { file: Arc::new(file), next: first, left: count, sent: VecDeque::new() })
            }
            // Of nothing no store can be asked.
            Opened::Bucket(_) if count == 0 => Self::Bucket(Box::pin(stream::empty()), 0),
            Opened::Bucket(object) => Self::Bucket(object.part(first..first + count).await?, count),
        })
    }

    /// The next piece; nothing at the end.
    pub async fn next(&mut self) -> io::Result<Option<Bytes>> {
        match self {
            Self::Disk(file) => file.next().await,
            Self::Bucket(coming, left) => {
                let piece = coming.try_next().await?;
                *left -= piece.as_ref().map_or(0, |piece| piece.len() as u64).min(*left);
                if piece.is_none() && *left > 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(piece) }
            }
        }
    }

    /// All of them, one after the other.
    pub fn stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::try_unfold(self, |mut pieces| async move { Ok(pieces.next().await?.map(|piece| (piece, pieces))) })
    }
}

impl OnDisk {
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        let size = usize::try_from(self.left).unwrap_or(usize::MAX).min(PIECE_BYTES);
        if size == 0 {
            return Ok(None);
        }
        let mut piece = self.room(size);
        let count = match at_once(&self.file, &mut piece, self.next) {
            Some(count) => count,
            None => {
                let (file, at) = (Arc::clone(&self.file), self.next);
                let read =
                    tokio::task::spawn_blocking(move || file.read_at(&mut piece, at).map(|count| (piece, count)));
                let (filled, count) = read.await.map_err(io::Error::other)??;
                piece = filled;
                count
            }
        };
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        piece.truncate(count);
        (self.next, self.left) = (self.next + count as u64, self.left - count as u64);
        let piece = piece.freeze();
        self.sent.push_back(piece.clone());
        Ok(Some(piece))
    }

    /// Room for a piece: that of one which was sent by now, if there is one.
    fn room(&mut self, size: usize) -> BytesMut {
        let free = self.sent.iter().position(Bytes::is_unique).and_then(|place| self.sent.remove(place));
        self.sent.truncate(KEPT - 1);
        let mut room = free.and_then(|sent| sent.try_into_mut().ok()).unwrap_or_default();
        room.resize(size, 0);
        room
    }
}

/// What lies in memory; `None` where somebody would have to wait for it, or the file system cannot say.
fn at_once(file: &File, piece: &mut [u8], at: u64) -> Option<usize> {
    preadv2(file, &mut [IoSliceMut::new(piece)], at, ReadWriteFlags::NOWAIT).ok().filter(|count| *count > 0)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use futures_util::TryStreamExt as _;

    use super::*;

    async fn opened(path: &Path, length: u64, first: u64, count: u64) -> Result<Pieces, Fault> {
        let path = path.to_owned();
        let open = || File::open(path).map(Opened::Disk).map_err(|error| Fault::new("a file", &error));
        Pieces::of(open, length, (first, count)).await
    }

    async fn part(path: &Path, length: u64, first: u64, count: u64) -> Result<Vec<u8>, Fault> {
        let joined: BytesMut = opened(path, length, first, count).await?.stream().try_collect().await.unwrap();
        Ok(joined.to_vec())
    }

    #[tokio::test]
    async fn a_part_is_read_as_it_lies_there_however_many_pieces_it_takes() {
        let folder = tempfile::tempdir().unwrap();
        let (path, bytes) =
            (folder.path().join("file"), (0..1_500_007_u32).map(|n| (n % 251) as u8).collect::<Vec<_>>());
        std::fs::write(&path, &bytes).unwrap();
        let length = bytes.len() as u64;
        for (first, count) in [(0, length), (1, 700_000), (length - 3, 3), (5, 0)] {
            let (from, to) = (first as usize, (first + count) as usize);
            assert!(part(&path, length, first, count).await.unwrap() == bytes[from..to], "{first} {count}");
        }
    }

    #[tokio::test]
    async fn a_file_that_was_cut_is_not_sent_as_if_it_were_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"0123456789").unwrap();
        assert!(part(&path, 11, 0, 11).await.is_err());
        let mut pieces = opened(&path, 10, 0, 10).await.unwrap();
        File::options().write(true).open(&path).unwrap().set_len(4).unwrap();
        assert_eq!(pieces.next().await.unwrap().unwrap().len(), 4);
        assert!(pieces.next().await.is_err());
    }

    #[tokio::test]
    async fn what_was_sent_is_filled_again() {
        let folder = tempfile::tempdir().unwrap();
        let (path, length) = (folder.path().join("file"), 20 * PIECE_BYTES as u64);
        File::create(&path).unwrap().set_len(length).unwrap();
        let mut pieces = opened(&path, length, 0, length).await.unwrap();
        let first = pieces.next().await.unwrap().unwrap();
        let place = first.as_ptr();
        drop(first);
        assert_eq!(pieces.next().await.unwrap().unwrap().as_ptr(), place);
        while pieces.next().await.unwrap().is_some() {
            let Pieces::Disk(file) = &pieces else { panic!("it lies on a disk") };
            assert!(file.sent.len() <= KEPT);
        }
    }
}
