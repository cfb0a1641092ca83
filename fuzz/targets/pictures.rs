//! Files that are looked at as pictures. What is made of one is small, holds nothing but its colours, and is a picture itself.
#![no_main]

#[path = "../memory.rs"]
mod memory;

use commands::documents::fuzzing::small_picture;
use domain::documents::format::{Picture, of_bytes};

/// What one may take: its share, what is said beside it, and what is made of it.
const MOST_BYTES: usize = 24 << 20;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (made, taken) = memory::cost(|| small_picture(bytes));
    assert!(taken < MOST_BYTES, "{taken} bytes are taken");
    let Some(made) = made else { return };
    assert!(matches!(of_bytes(&made).picture(), Some(Picture::Jpeg | Picture::Png)), "it is what the house sends");
    assert!(!made.windows(6).any(|part| part == b"Exif\0\0") && !made.windows(4).any(|part| part == b"eXIf"));
    assert!(small_picture(&made).is_some(), "it is read as it was written");
});
