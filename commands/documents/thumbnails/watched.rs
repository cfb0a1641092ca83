//! Bytes that are given until a time, so that whatever decodes them comes to an end.
//!
//! A picture of few bytes can take minutes: thousands of passes over the same pixels. Each pass asks for bytes, and is told
//! here that the time is over.

use std::{
    io::{self, BufRead, Read, Seek, SeekFrom},
    time::Instant,
};

/// After so many questions the clock is asked.
const LOOK_EVERY: u32 = 64;

/// Bytes that are given until a time.
pub(super) struct Watched<R> {
    inner: R,
    until: Instant,
    asked: u32,
}

impl<R> Watched<R> {
    pub(super) const fn new(inner: R, until: Instant) -> Self {
        Self { inner, until, asked: 0 }
    }

    fn look(&mut self) -> io::Result<()> {
        self.asked = self.asked.wrapping_add(1);
        if self.asked.is_multiple_of(LOOK_EVERY) && Instant::now() >= self.until {
            return Err(io::ErrorKind::TimedOut.into());
        }
        Ok(())
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.look()?;
        self.inner.read(into)
    }
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.look()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
    }
}

impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.look()?;
        self.inner.seek(to)
    }
}
