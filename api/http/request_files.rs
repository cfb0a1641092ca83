//! The files of the request log: which days there are, and one day's bytes, read piece by piece.
//!
//! A file is found by its day alone; no path comes from outside.

use std::{io, path::Path};

use axum::body::{Body, Bytes};
use chrono::NaiveDate;
use futures_util::stream;
use tokio::io::AsyncReadExt as _;

use super::daily_file::{day_of, file_name};

const PIECE_BYTES: u64 = 64 * 1024;

/// One day's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestFile {
    /// Its day, by UTC.
    pub day: NaiveDate,
    /// How large it is.
    pub size_bytes: u64,
}

impl RequestFile {
    /// All files in a folder, the newest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn all(folder: &Path) -> io::Result<Vec<Self>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if let Some(day) = entry.file_name().to_str().and_then(day_of) {
                files.push(Self { day, size_bytes: entry.metadata()?.len() });
            }
        }
        files.sort_by_key(|file| std::cmp::Reverse(file.day));
        Ok(files)
    }

    /// A day's file as it is now and its bytes; `None` where there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn open(folder: &Path, day: NaiveDate) -> io::Result<Option<(Self, Body)>> {
        let file = match tokio::fs::File::open(folder.join(file_name(day))).await {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let size_bytes = file.metadata().await?.len();
        // Today's file grows; what is sent is what was there when it was asked for.
        let pieces = stream::try_unfold(file.take(size_bytes), |mut file| async move {
            let mut piece = Vec::with_capacity(usize::try_from(PIECE_BYTES.min(file.limit())).unwrap_or_default());
            let read = file.read_buf(&mut piece).await?;
            if read == 0 && file.limit() > 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
            Ok((read > 0).then(|| (Bytes::from(piece), file)))
        });
        Ok(Some((Self { day, size_bytes }, Body::from_stream(pieces))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_day_is_read_as_it_was_when_it_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let path = folder.path().join(file_name(day));
        let written = vec![b'x'; 200_000];
        std::fs::write(&path, &written).unwrap();
        std::fs::write(folder.path().join("vault.sqlite"), "secret").unwrap();
        assert_eq!(RequestFile::all(folder.path()).unwrap(), [RequestFile { day, size_bytes: 200_000 }]);
        let (file, body) = RequestFile::open(folder.path(), day).await.unwrap().unwrap();
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().set_len(300_000).unwrap();
        let read = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        assert_eq!((file.size_bytes, read.as_ref() == written), (200_000, true));
        assert!(RequestFile::open(folder.path(), NaiveDate::MIN).await.unwrap().is_none());
    }
}
