//! Which way up a picture is, as the camera wrote it down (Exif 2.32, tag 274), and turning it so.

use super::shrink::Small;

/// The tag that says it.
const TAG: u16 = 0x0112;
const ENTRY_BYTES: usize = 12;

/// How a picture is to be mirrored and turned: 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Orientation(u16);

impl Default for Orientation {
    fn default() -> Self {
        Self(1)
    }
}

impl Orientation {
    /// As Exif says it, which begins at its TIFF header; as it is, where nothing is said that can be read.
    pub(super) fn of_exif(exif: Option<&[u8]>) -> Self {
        let said = exif.and_then(said).filter(|said| (1..=8).contains(said));
        said.map(Self).unwrap_or_default()
    }

    /// Where a pixel of the turned picture comes from.
    const fn source(self, (x, y): (usize, usize), width: usize, height: usize) -> (usize, usize) {
        let (right, bottom) = (width - 1, height - 1);
        match self.0 {
            2 => (right - x, y),
            3 => (right - x, bottom - y),
            4 => (x, bottom - y),
            5 => (y, x),
            6 => (y, bottom - x),
            7 => (right - y, bottom - x),
            8 => (right - y, x),
            _ => (x, y),
        }
    }

    /// The picture, the right way up.
    pub(super) fn turn(self, small: Small) -> Small {
        if self.0 == 1 {
            return small;
        }
        let (width, height) = (small.width as usize, small.height as usize);
        let (wide, high) = if self.0 >= 5 { (height, width) } else { (width, height) };
        let mut pixels = Vec::with_capacity(small.pixels.len());
        for y in 0..high {
            for x in 0..wide {
                let (from_x, from_y) = self.source((x, y), width, height);
                let at = (from_y * width + from_x) * 4;
                pixels.extend_from_slice(&small.pixels[at..at + 4]);
            }
        }
        let (width, height) = if self.0 >= 5 { (small.height, small.width) } else { (small.width, small.height) };
        Small { width, height, pixels }
    }
}

/// Numbers as one of the two ways writes them.
struct Numbers<'a> {
    bytes: &'a [u8],
    is_little: bool,
}

impl Numbers<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }
}

fn said(exif: &[u8]) -> Option<u16> {
    // WebP may hold it with the mark that JPEG sets before it.
    let bytes = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let numbers = Numbers { bytes, is_little: bytes.starts_with(b"II") };
    let first = usize::try_from(numbers.long(4)?).ok()?;
    let count = usize::from(numbers.short(first)?);
    let entries = (0..count).map_while(|entry| first.checked_add(2 + entry * ENTRY_BYTES));
    let at = entries.take_while(|at| *at < bytes.len()).find(|at| numbers.short(*at) == Some(TAG))?;
    numbers.short(at.checked_add(8)?)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// What a camera writes.
    pub(in super::super) fn exif(orientation: u16) -> Vec<u8> {
        let mut exif = b"MM\0*\0\0\0\x08\0\x02\x01\x00\0\x03\0\0\0\x01\0\x09\0\0\x01\x12\0\x03\0\0\0\x01".to_vec();
        exif.extend(orientation.to_be_bytes());
        exif.extend([0; 6]);
        exif
    }

    #[test]
    fn it_is_read_both_ways_and_nothing_else_is() {
        assert_eq!(Orientation::of_exif(Some(&exif(6))), Orientation(6));
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0";
        assert_eq!(Orientation::of_exif(Some(little)), Orientation(8));
        assert_eq!(Orientation::of_exif(Some(&[b"Exif\0\0", &exif(3)[..]].concat())), Orientation(3));
        let far = b"II*\0\xff\xff\xff\xff";
        for wrong in [&b""[..], b"II", b"MM\0*\0\0\0\x08", far, &exif(0), &exif(9), &exif(6)[..30]] {
            assert_eq!(Orientation::of_exif(Some(wrong)), Orientation::default(), "{wrong:?}");
        }
        assert_eq!(Orientation::of_exif(None), Orientation::default());
    }

    #[test]
    fn each_of_the_eight_is_turned_upright() {
        // Two rows of three: 0 1 2, 3 4 5.
        let pixels: Vec<u8> = (0..6).flat_map(|number| [number; 4]).collect();
        let small = Small { width: 3, height: 2, pixels };
        let turned = |orientation| {
            let turned = Orientation(orientation).turn(small.clone());
            (turned.width, turned.pixels.iter().step_by(4).copied().collect::<Vec<_>>())
        };
        assert_eq!(turned(1), (3, vec![0, 1, 2, 3, 4, 5]));
        assert_eq!(turned(2), (3, vec![2, 1, 0, 5, 4, 3]));
        assert_eq!(turned(3), (3, vec![5, 4, 3, 2, 1, 0]));
        assert_eq!(turned(4), (3, vec![3, 4, 5, 0, 1, 2]));
        assert_eq!(turned(5), (2, vec![0, 3, 1, 4, 2, 5]));
        assert_eq!(turned(6), (2, vec![3, 0, 4, 1, 5, 2]));
        assert_eq!(turned(7), (2, vec![5, 2, 4, 1, 3, 0]));
        assert_eq!(turned(8), (2, vec![2, 5, 1, 4, 0, 3]));
    }
}
