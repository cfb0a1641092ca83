//! A look at the write-ahead log of a log that was not closed.
//!
//! SQLite reads it up to the first frame that does not match its checksum and forgets the rest. That
//! is right for a last transaction that was being written when the power went, and wrong for damage
//! further up, which would quietly take answered appends with it. So frames of later transactions
//! beyond such a frame are damage: a transaction begins only when the one before is on the disk.

use std::{
    fs::File,
    io::{BufReader, ErrorKind, Read},
    path::Path,
};

use super::{connect, fault};
use crate::LogError;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
const LITTLE_ENDIAN: u32 = 0x377f_0682;
const BIG_ENDIAN: u32 = 0x377f_0683;

/// How long the write-ahead log is; nothing if there is none.
pub(super) fn length(path: &Path) -> Option<u64> {
    std::fs::metadata(connect::beside(path, "-wal")).ok().map(|file| file.len())
}

/// What the log takes on the disk: its file and what was not moved into it yet.
pub(super) fn stored_bytes(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len()) + length(path).unwrap_or_default()
}

/// Refuses a write-ahead log that is damaged before its last transaction.
pub(super) fn check(path: &Path) -> Result<(), LogError> {
    let wal = connect::beside(path, "-wal");
    let walk = || {
        let mut file = BufReader::with_capacity(1 << 16, File::open(&wal)?);
        let mut header = [0; HEADER_BYTES];
        if !fill(&mut file, &mut header)? {
            return Ok(true);
        }
        let Some(mut chain) = Chain::new(&header) else {
            return Ok(false);
        };
        let mut frame = vec![0; FRAME_HEADER_BYTES + chain.page_bytes];
        let mut lost_commits = 0;
        let mut whole = true;
        while fill(&mut file, &mut frame)? {
            whole = whole && chain.takes(&frame);
            if !whole && chain.is_commit(&frame) {
                lost_commits += 1;
            }
        }
        Ok(lost_commits < 2)
    };
    let sound: std::io::Result<bool> = walk();
    match sound {
        Ok(true) => Ok(()),
        Ok(false) => Err(fault::corrupt(&wal, "the newest events in the write-ahead log cannot be read")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(fault::from_io(&wal, &error)),
    }
}

fn fill(file: &mut impl Read, bytes: &mut [u8]) -> std::io::Result<bool> {
    match file.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// The running checksum that ties each frame to all before it.
struct Chain {
    big: bool,
    page_bytes: usize,
    salts: [u8; 8],
    sums: (u32, u32),
}

impl Chain {
    fn new(header: &[u8; HEADER_BYTES]) -> Option<Self> {
        let magic = word(header, 0, true);
        let page_bytes = word(header, 8, true) as usize;
        let mut salts = [0; 8];
        salts.copy_from_slice(&header[16..24]);
        let mut chain = Self { big: magic == BIG_ENDIAN, page_bytes, salts, sums: (0, 0) };
        chain.add(&header[..24]);
        let sums = (word(header, 24, true), word(header, 28, true));
        let known = matches!(magic, LITTLE_ENDIAN | BIG_ENDIAN) && (512..=65536).contains(&page_bytes);
        (known && chain.sums == sums).then_some(chain)
    }

    fn takes(&mut self, frame: &[u8]) -> bool {
        self.add(&frame[..8]);
        self.add(&frame[FRAME_HEADER_BYTES..]);
        frame[8..16] == self.salts && self.sums == (word(frame, 16, true), word(frame, 20, true))
    }

    /// The last frame of a transaction of this generation.
    fn is_commit(&self, frame: &[u8]) -> bool {
        frame[8..16] == self.salts && word(frame, 4, true) != 0
    }

    fn add(&mut self, bytes: &[u8]) {
        for at in (0..bytes.len()).step_by(8) {
            let (first, second) = self.sums;
            let first = first.wrapping_add(word(bytes, at, self.big)).wrapping_add(second);
            let second = second.wrapping_add(word(bytes, at + 4, self.big)).wrapping_add(first);
            self.sums = (first, second);
        }
    }
}

fn word(bytes: &[u8], at: usize, big: bool) -> u32 {
    let mut four = [0; 4];
    if let Some(found) = bytes.get(at..at + 4) {
        four.copy_from_slice(found);
    }
    if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
}
