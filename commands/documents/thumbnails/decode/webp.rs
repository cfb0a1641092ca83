//! WebP: it is there as a whole before it is made smaller. Of one that moves, the first picture.

use std::io::{self, SeekFrom};

use image_webp::WebPDecoder;

use super::{Decoded, Orientation, Source, Unshown, broken, colour, fits, shrink, veiled_colour};

/// What a pixel takes on its way: as it was written, as it is seen, and how much of it is.
const BYTES_EACH: u64 = 12;
/// What may be said beside the pixels.
const MOST_BESIDE: usize = 1 << 20;
/// No picture has more parts that stand before its pixels.
const MOST_CHUNKS: usize = 256;
/// Pixels with loss begin with their size (RFC 6386, section 9.1).
const BEGIN_BYTES: usize = 10;

pub(in super::super) fn webp(mut source: impl Source) -> Result<Decoded, Unshown> {
    let (width, height) = inside(&mut source)?;
    fits(width, height, BYTES_EACH)?;
    source.rewind().map_err(broken)?;
    let mut decoder = WebPDecoder::new(source).map_err(broken)?;
    decoder.set_memory_limit(MOST_BESIDE);
    let size = decoder.dimensions();
    fits(size.0, size.1, BYTES_EACH)?;
    let orientation = Orientation::of_exif(decoder.exif_metadata().ok().flatten().as_deref());
    let mut bytes = vec![0; decoder.output_buffer_size().ok_or(Unshown::TooLarge)?];
    decoder.read_image(&mut bytes).map_err(broken)?;
    if decoder.has_alpha() {
        shrink(size, &bytes, (4, veiled_colour), orientation)
    } else {
        shrink(size, &bytes, (3, colour), orientation)
    }
}

/// The largest size that pixels say they have up to the end of the first picture: the decoder believes them, whatever stands
/// around them. Those without loss hold the size that is asked for below, and no other.
fn inside(source: &mut impl Source) -> Result<(u32, u32), Unshown> {
    source.seek(SeekFrom::Start(12)).map_err(broken)?;
    let (mut largest, mut is_moving) = ((1, 1), false);
    for _ in 0..MOST_CHUNKS {
        let mut head = [0; 8];
        match source.read_exact(&mut head) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(largest),
            outcome => outcome.map_err(broken)?,
        }
        let length = i64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
        let rest = length + length % 2;
        match &head[..4] {
            b"VP8 " => {
                let found = size(source)?;
                largest = (found.0.max(largest.0), found.1.max(largest.1));
                source.seek_relative(rest - BEGIN_BYTES as i64).map_err(broken)?;
            }
            // A picture of one that moves stands behind where it lies and how long it is seen.
            b"ANMF" => source.seek_relative(16).map_err(broken)?,
            _ => source.seek_relative(rest).map_err(broken)?,
        }
        if is_moving && matches!(&head[..4], b"VP8 " | b"VP8L") {
            return Ok(largest);
        }
        is_moving |= &head[..4] == b"ANMF";
    }
    Err(Unshown::Broken)
}

fn size(source: &mut impl Source) -> Result<(u32, u32), Unshown> {
    let mut begin = [0; BEGIN_BYTES];
    source.read_exact(&mut begin).map_err(broken)?;
    let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
    Ok((side(begin[6], begin[7]), side(begin[8], begin[9])))
}
