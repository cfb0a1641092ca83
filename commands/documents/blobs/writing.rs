//! A file that bytes are added to: what was counted of it is there, hashed, and nothing else is.

use std::{
    fs::File,
    io::{self, Write as _},
};

use bytes::Bytes;
use tokio::sync::mpsc::Receiver;

use super::room;

/// After so many bytes it is looked again whether there is room for more.
const LOOK_EVERY: u64 = 16 << 20;
/// So many pieces may wait for the disk; then whoever sends them waits.
pub(super) const WAITING: usize = 16;

/// What is said to a writer.
pub(super) enum Piece {
    /// The next bytes.
    Bytes(Bytes),
    /// All is there.
    End,
    /// None of it is wanted.
    Nothing,
}

/// How what was said to a writer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// With its end.
    All,
    /// In the middle.
    Part,
    /// With the wish that it had not been said.
    Nothing,
}

/// A file that bytes are added to.
pub(super) struct Writing {
    file: File,
    length: u64,
    /// Of all that is in the file; `None` where that is not known.
    hasher: Option<blake3::Hasher>,
    looked: Option<u64>,
}

impl Writing {
    /// Goes on behind what is in a file that is open for appending, with the hash of that where it is known.
    pub(super) fn behind(file: File, hasher: Option<blake3::Hasher>) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let known = if length == 0 { Some(blake3::Hasher::new()) } else { hasher };
        let hasher = known.filter(|hasher| hasher.count() == length);
        Ok(Self { file, length, hasher, looked: None })
    }

    pub(super) const fn file(&self) -> &File {
        &self.file
    }

    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// Adds all that is said, and shows it to somebody else, too.
    pub(super) fn hear(&mut self, said: &mut Receiver<Piece>, mut also: impl FnMut(&[u8])) -> io::Result<Said> {
        loop {
            match said.blocking_recv() {
                Some(Piece::Bytes(bytes)) => {
                    self.add(&bytes)?;
                    also(&bytes);
                }
                Some(Piece::End) => return Ok(Said::All),
                Some(Piece::Nothing) => return Ok(Said::Nothing),
                None => return Ok(Said::Part),
            }
        }
    }

    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.looked.is_none_or(|at| self.length >= at + LOOK_EVERY) {
            leave_room(&self.file)?;
            self.looked = Some(self.length);
        }
        if let Err(error) = self.file.write_all(bytes) {
            // Some of it may be there; it is not counted, so it must not stay.
            self.file.set_len(self.length)?;
            return Err(error);
        }
        if let Some(hasher) = &mut self.hasher {
            hasher.update(bytes);
        }
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Takes away what came behind a point, of which the hash is known or not.
    pub(super) fn back_to(&mut self, length: u64, hasher: Option<blake3::Hasher>) -> io::Result<()> {
        self.file.set_len(length)?;
        (self.length, self.hasher) = (length, hasher);
        Ok(())
    }

    /// The hash of all that is in it, as far as that is known.
    pub(super) fn hasher(&self) -> Option<blake3::Hasher> {
        self.hasher.clone()
    }
}

fn leave_room(file: &File) -> io::Result<()> {
    if room::is_left(file, 0)? { Ok(()) } else { Err(io::ErrorKind::StorageFull.into()) }
}
