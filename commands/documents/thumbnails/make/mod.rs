//! Making one small picture: decoded, shrunk while it is decoded, turned upright, and written anew.

use std::{
    fs::File,
    io::{self, BufReader, Read as _, Seek as _},
    time::{Duration, Instant},
};

use domain::documents::format::{HEAD_BYTES, Picture, of_bytes};
use jpeg_encoder::{ColorType, Encoder};

use super::{
    bounds::Unshown,
    decode::{self, Source},
    shrink::Small,
    watched::Watched,
};

const TIME_LIMIT: Duration = Duration::from_secs(15);
/// Below it, edges are no longer clean; above it, only bytes are added.
const QUALITY: u8 = 82;

/// The small picture of a file: JPEG, or PNG where one sees through it.
pub(super) fn make(file: File) -> Result<Vec<u8>, Unshown> {
    make_until(file, Instant::now() + TIME_LIMIT)
}

fn make_until(mut file: File, until: Instant) -> Result<Vec<u8>, Unshown> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    file.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(missing)?;
    file.rewind().map_err(missing)?;
    of_source(&head, Watched::new(BufReader::new(file), until))
}

/// The small picture of what is read, which begins so.
fn of_source(head: &[u8], watched: Watched<impl Source>) -> Result<Vec<u8>, Unshown> {
    let decoded = match of_bytes(head).picture() {
        Some(Picture::Jpeg) => decode::jpeg(watched),
        Some(Picture::Png) => decode::png(watched),
        Some(Picture::Gif) => decode::gif(watched),
        Some(Picture::Webp) => decode::webp(watched),
        None => Err(Unshown::Unknown),
    }?;
    encode(&decoded.orientation.turn(decoded.small))
}

/// The small picture of bytes that lie in memory.
#[cfg(feature = "fuzzing")]
#[must_use]
pub fn small_picture(bytes: &[u8]) -> Option<Vec<u8>> {
    of_source(bytes, Watched::new(io::Cursor::new(bytes), Instant::now() + TIME_LIMIT)).ok()
}

fn missing(_: io::Error) -> Unshown {
    Unshown::Missing
}

fn encode(small: &Small) -> Result<Vec<u8>, Unshown> {
    let mut bytes = Vec::new();
    if small.is_opaque() {
        let side = |length: u32| u16::try_from(length).map_err(|_| Unshown::Broken);
        let (width, height) = (side(small.width)?, side(small.height)?);
        let encoder = Encoder::new(&mut bytes, QUALITY);
        encoder.encode(&small.pixels, width, height, ColorType::Rgba).map_err(|_| Unshown::Broken)?;
    } else {
        let mut encoder = png::Encoder::new(&mut bytes, small.width, small.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&small.pixels));
        written.map_err(|_| Unshown::Broken)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
