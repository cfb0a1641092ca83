//! Reading and writing of the numbers in a page. Whatever the bytes are, reading never panics.

/// What is wrong with the bytes of a page.
pub(in crate::sqlite) type Flaw = &'static str;

const SHORT: Flaw = "the bytes end too early";

pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(super) fn byte(&mut self) -> Result<u8, Flaw> {
        let byte = *self.bytes.get(self.at).ok_or(SHORT)?;
        self.at += 1;
        Ok(byte)
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Flaw> {
        let end = self.at.checked_add(length).ok_or(SHORT)?;
        let taken = self.bytes.get(self.at..end).ok_or(SHORT)?;
        self.at = end;
        Ok(taken)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Flaw> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| "a name is no text")
    }

    #[inline]
    pub(super) fn number(&mut self) -> Result<u64, Flaw> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err("a number is too long")
    }

    #[inline]
    pub(super) fn signed(&mut self) -> Result<i64, Flaw> {
        let zigzag = self.number()?;
        Ok((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())
    }

    /// A number that counts bytes, none of which can lie beyond what a page may hold.
    #[inline]
    pub(super) fn length(&mut self) -> Result<usize, Flaw> {
        usize::try_from(self.number()?).ok().filter(|&length| length <= MOST_LENGTH).ok_or("a length is out of bounds")
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.at == self.bytes.len()
    }
}

/// No single thing in a page is longer; sums of 256 of them stay far from overflowing.
const MOST_LENGTH: usize = 1 << 24;

pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

pub(super) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put_number(out, ((number << 1) ^ (number >> 63)).cast_unsigned());
}

pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_back_as_it_went_in() {
        for number in [0, 1, 127, 128, 300, 1 << 35, u64::MAX] {
            let mut out = Vec::new();
            put_number(&mut out, number);
            put_signed(&mut out, number.cast_signed());
            put_signed(&mut out, number.cast_signed().wrapping_neg());
            let mut cursor = Cursor::new(&out);
            assert_eq!(cursor.number(), Ok(number));
            assert_eq!(cursor.signed(), Ok(number.cast_signed()));
            assert_eq!(cursor.signed(), Ok(number.cast_signed().wrapping_neg()));
            assert!(cursor.is_at_end());
        }
    }

    #[test]
    fn a_number_that_never_ends_is_refused() {
        assert!(Cursor::new(&[0xff; 11]).number().is_err());
        assert!(Cursor::new(&[0xff; 3]).number().is_err());
    }
}
