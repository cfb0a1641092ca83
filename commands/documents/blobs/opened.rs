//! Bytes that are stored, open for reading, wherever they lie.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use super::bucket::Object;

/// Bytes that are stored, open for reading.
#[derive(Debug)]
pub enum Opened {
    /// On a disk.
    Disk(File),
    /// In a bucket.
    Bucket(Object),
}

impl Opened {
    /// How many they are.
    ///
    /// # Errors
    /// When the disk does not say.
    pub fn length(&self) -> io::Result<u64> {
        match self {
            Self::Disk(file) => Ok(file.metadata()?.len()),
            Self::Bucket(object) => Ok(object.length()),
        }
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Disk(file) => file.read(buffer),
            Self::Bucket(object) => object.read(buffer),
        }
    }
}

impl Seek for Opened {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Disk(file) => file.seek(to),
            Self::Bucket(object) => object.seek(to),
        }
    }
}
