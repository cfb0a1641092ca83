//! How large a picture may be that is looked at, how large one is that is made, and why there is none.

/// No side of a small picture is longer.
pub(super) const SIDE: u32 = 512;
/// Fuzz targets look for pictures that break something, so all is smaller for them than large pictures are.
const SHARE: u64 = if cfg!(feature = "fuzzing") { 64 } else { 1 };
/// No picture with more of them is looked at, however little memory it would take.
const MOST_PIXELS: u64 = 128_000_000 / SHARE;
/// So much memory may be taken to decode one.
pub(super) const MOST_BYTES: u64 = (160 << 20) / SHARE;

/// Why there is no small picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unshown {
    /// The bytes are not there, or the disk does not give them.
    #[error("the bytes are not there")]
    Missing,
    /// It is no picture of a known kind.
    #[error("no known picture")]
    Unknown,
    /// It takes more memory than one may.
    #[error("too large")]
    TooLarge,
    /// It is not what it says, or ends early.
    #[error("broken")]
    Broken,
}

/// Whether so many pixels, each of which takes so many bytes to decode, are not too many.
pub(super) fn fits(width: u32, height: u32, bytes_each: u64) -> Result<(), Unshown> {
    let pixels = u64::from(width) * u64::from(height);
    match pixels {
        0 => Err(Unshown::Broken),
        _ if pixels > MOST_PIXELS || pixels.saturating_mul(bytes_each) > MOST_BYTES => Err(Unshown::TooLarge),
        _ => Ok(()),
    }
}
