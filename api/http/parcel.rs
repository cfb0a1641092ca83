//! A zip archive (APPNOTE 6.3.10) that is packed while it is sent: no more of it is in memory than its reader has not
//! taken yet. What is packed already is not looked at again.

use std::{
    io::{Result, Write},
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions, write::StreamWriter};

/// What was packed and not taken yet.
#[derive(Clone, Default)]
struct Packed(Arc<Mutex<Vec<u8>>>);

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// An archive that is being packed.
pub struct Parcel {
    packed: Packed,
    writer: ZipWriter<StreamWriter<Packed>>,
}

impl Parcel {
    /// An empty one.
    pub fn new() -> Self {
        let packed = Packed::default();
        Self { writer: ZipWriter::new_stream(packed.clone()), packed }
    }

    /// Begins a text; the file before is whole by that.
    pub fn begin(&mut self, name: &str) -> Result<()> {
        Ok(self.writer.start_file(name, options(CompressionMethod::Deflated))?)
    }

    /// Begins a file that is sent as it is, since it was stored at a time: most of those that are large are packed already.
    pub fn begin_as_is(&mut self, name: &str, at: DateTime<Utc>) -> Result<()> {
        Ok(self.writer.start_file(name, options(CompressionMethod::Stored).last_modified_time(dated(at)))?)
    }

    /// Adds a folder, which was changed at a time.
    pub fn add_folder(&mut self, name: &str, at: DateTime<Utc>) -> Result<()> {
        Ok(self.writer.add_directory(name, SimpleFileOptions::default().last_modified_time(dated(at)))?)
    }

    /// Adds to the file that was begun.
    pub fn add(&mut self, bytes: &[u8]) -> Result<()> {
        self.writer.write_all(bytes)
    }

    /// How much can be sent by now.
    pub fn ready(&self) -> usize {
        self.packed.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What can be sent by now.
    pub fn take(&mut self) -> Bytes {
        mem::take(&mut *self.packed.0.lock().unwrap_or_else(PoisonError::into_inner)).into()
    }

    /// What remains to be sent once nothing is added any more.
    pub fn end(self) -> Result<Bytes> {
        let Self { packed, writer } = self;
        writer.finish()?;
        Ok(mem::take(&mut *packed.0.lock().unwrap_or_else(PoisonError::into_inner)).into())
    }
}

/// Any of them may be long: how long is known at its end only.
fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(method).large_file(true)
}

/// A time as an archive says it: from 1980 to 2107, in UTC, since it names no zone.
fn dated(at: DateTime<Utc>) -> zip::DateTime {
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    let (year, date) = (u16::try_from(at.year()).unwrap_or_default(), (part(at.month()), part(at.day())));
    let time = (part(at.hour()), part(at.minute()), part(at.second()));
    zip::DateTime::from_date_and_time(year, date.0, date.1, time.0, time.1, time.2).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    #[test]
    fn what_is_taken_piece_by_piece_is_an_archive_that_anybody_unpacks() {
        let (mut parcel, mut sent) = (Parcel::new(), Vec::new());
        for (name, lines) in [("one.json", 1), ("many.json", 50_000), ("none.txt", 0)] {
            parcel.begin(name).unwrap();
            for line in 0..lines {
                parcel.add(format!("line {line}\n").as_bytes()).unwrap();
                let piece = parcel.take();
                assert!(piece.len() < 200_000, "it is not held back");
                sent.extend_from_slice(&piece);
            }
        }
        sent.extend_from_slice(&parcel.end().unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(sent)).unwrap();
        assert_eq!(archive.len(), 3);
        let mut text = String::new();
        archive.by_name("many.json").unwrap().read_to_string(&mut text).unwrap();
        assert!(text.starts_with("line 0\n") && text.ends_with("line 49999\n"));
    }
}
