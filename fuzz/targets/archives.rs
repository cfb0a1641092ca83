//! The archive of secrets in a backup: what comes out of it lies in the folder it is unpacked into, and can be packed again.
#![no_main]
#![allow(dead_code, reason = "the program uses the rest")]

#[path = "../../ops/daybook/backup/manifest.rs"]
mod manifest;
#[path = "../../ops/daybook/backup/tar.rs"]
mod tar;

use std::path::Path;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut bytes = bytes.to_vec();
    // The sum is no secret, and nobody guesses it.
    if let Some(header) = bytes.get_mut(..512) {
        header[148..156].fill(b' ');
        let sum: usize = header.iter().map(|byte| usize::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    let mut from = bytes.as_slice();
    while let Ok(Some(entry)) = tar::next(&mut from) {
        assert!(!Path::new("/folder").join(&entry.path).to_string_lossy().contains("/../"));
        assert!(Path::new("/folder").join(&entry.path).starts_with("/folder"));
        tar::add(&mut Vec::new(), &entry.path, &entry.bytes).ok();
    }
});
