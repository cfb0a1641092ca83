//! JPEG. It is decoded at an eighth, a quarter or half of its size where that is enough, so that a photo takes little.

use jpeg_decoder::{CodingProcess, Decoder, PixelFormat};

use super::{Decoded, Orientation, Pixel, Source, Unshown, broken, colour, fits, grey, shrink};
use crate::documents::thumbnails::bounds::{MOST_BYTES, SIDE};

/// What a pixel of one that comes in passes takes until the last of them: two bytes for each of its parts.
const BYTES_IN_PASSES: u64 = 2;

pub(in super::super) fn jpeg(source: impl Source) -> Result<Decoded, Unshown> {
    let mut decoder = Decoder::new(source);
    decoder.set_max_decoding_buffer_size(usize::try_from(MOST_BYTES).unwrap_or(usize::MAX));
    decoder.read_info().map_err(broken)?;
    let whole = decoder.info().ok_or(Unshown::Broken)?;
    let parts = whole.pixel_format.pixel_bytes() as u64;
    let (width, height) = (u32::from(whole.width), u32::from(whole.height));
    match whole.coding_process {
        CodingProcess::DctSequential => fits(width, height, 0),
        CodingProcess::DctProgressive => fits(width, height, parts * BYTES_IN_PASSES),
        CodingProcess::Lossless => Err(Unshown::Unknown),
    }?;
    let longer = width.max(height).max(1);
    let wanted = |side: u32| u16::try_from(side * SIDE / longer).unwrap_or(u16::MAX).max(1);
    let (width, height) = decoder.scale(wanted(width), wanted(height)).map_err(broken)?;
    let size = (u32::from(width), u32::from(height));
    // Its planes, and then its pixels.
    fits(size.0, size.1, parts * 2)?;
    let bytes = decoder.decode().map_err(broken)?;
    let orientation = Orientation::of_exif(decoder.exif_data());
    match whole.pixel_format {
        PixelFormat::L8 => shrink(size, &bytes, (1, grey), orientation),
        PixelFormat::RGB24 => shrink(size, &bytes, (3, colour), orientation),
        PixelFormat::CMYK32 => shrink(size, &bytes, (4, printed), orientation),
        PixelFormat::L16 => Err(Unshown::Unknown),
    }
}

/// Inks take light away, black from all of it.
fn printed(bytes: &[u8]) -> Pixel {
    let left = |ink: u8| u8::MAX - ink;
    let seen = |ink: u8| u8::try_from(u32::from(left(ink)) * u32::from(left(bytes[3])) / 255).unwrap_or(u8::MAX);
    [seen(bytes[0]), seen(bytes[1]), seen(bytes[2]), u8::MAX]
}
