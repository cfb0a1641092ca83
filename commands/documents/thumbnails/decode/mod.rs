//! Reading the pictures that are known, row by row where that can be: one file for each kind.
//!
//! Each asks for its size first and takes no memory before that is known to fit.

mod gif;
mod jpeg;
mod png;
mod webp;

use std::io::{BufRead, Seek};

pub(super) use self::{gif::gif, jpeg::jpeg, png::png, webp::webp};
use super::{
    bounds::{Unshown, fits},
    orientation::Orientation,
    shrink::{Pixel, Shrinking, Small},
};

/// Where a picture is read from.
pub(super) trait Source: BufRead + Seek {}

impl<R: BufRead + Seek> Source for R {}

/// A picture as it was decoded.
pub(super) struct Decoded {
    /// Its pixels, made fewer.
    pub small: Small,
    /// How it is to be turned.
    pub orientation: Orientation,
}

/// Whatever a decoder does not like.
fn broken<E>(_: E) -> Unshown {
    Unshown::Broken
}

/// Shrinks a picture that is there as a whole.
fn shrink(
    (width, height): (u32, u32),
    bytes: &[u8],
    pixel: (usize, impl Fn(&[u8]) -> Pixel),
    orientation: Orientation,
) -> Result<Decoded, Unshown> {
    let (length, pixel) = pixel;
    let mut shrinking = Shrinking::from(width, height);
    for row in bytes.chunks_exact(width as usize * length) {
        shrinking.add(row.chunks_exact(length).map(&pixel));
    }
    Ok(Decoded { small: shrinking.finish()?, orientation })
}

fn grey(bytes: &[u8]) -> Pixel {
    [bytes[0], bytes[0], bytes[0], u8::MAX]
}

fn veiled_grey(bytes: &[u8]) -> Pixel {
    [bytes[0], bytes[0], bytes[0], bytes[1]]
}

fn colour(bytes: &[u8]) -> Pixel {
    [bytes[0], bytes[1], bytes[2], u8::MAX]
}

fn veiled_colour(bytes: &[u8]) -> Pixel {
    [bytes[0], bytes[1], bytes[2], bytes[3]]
}
