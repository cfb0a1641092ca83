//! PNG, row by row. One that comes in passes is there as a whole before its first row is known.

use png::{ColorType, Decoder, Limits, Transformations};

use super::{
    Decoded, Orientation, Pixel, Shrinking, Source, Unshown, broken, colour, fits, grey, shrink, veiled_colour,
    veiled_grey,
};

/// What may be said beside the pixels.
const MOST_BESIDE: usize = 8 << 20;

pub(in super::super) fn png(source: impl Source) -> Result<Decoded, Unshown> {
    let mut decoder = Decoder::new_with_limits(source, Limits { bytes: MOST_BESIDE });
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let header = decoder.read_header_info().map_err(broken)?;
    let (width, height) = (header.width, header.height);
    // Four bytes for each pixel, and its row twice, each of which may have eight.
    fits(width, height, if header.interlaced { 4 } else { 0 })?;
    fits(width, 16, 1)?;
    let mut reader = decoder.read_info().map_err(broken)?;
    let (length, pixel): (usize, fn(&[u8]) -> Pixel) = match reader.output_color_type().0 {
        ColorType::Grayscale => (1, grey),
        ColorType::GrayscaleAlpha => (2, veiled_grey),
        ColorType::Rgb => (3, colour),
        ColorType::Rgba => (4, veiled_colour),
        ColorType::Indexed => return Err(Unshown::Broken),
    };
    let orientation = Orientation::of_exif(reader.info().exif_metadata.as_deref());
    if reader.info().interlaced {
        let mut bytes = vec![0; reader.output_buffer_size().ok_or(Unshown::TooLarge)?];
        reader.next_frame(&mut bytes).map_err(broken)?;
        return shrink((width, height), &bytes, (length, pixel), orientation);
    }
    let mut shrinking = Shrinking::from(width, height);
    for _ in 0..height {
        let row = reader.next_row().map_err(broken)?.ok_or(Unshown::Broken)?;
        shrinking.add(row.data().chunks_exact(length).map(pixel));
    }
    Ok(Decoded { small: shrinking.finish()?, orientation })
}
