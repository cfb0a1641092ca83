//! What a backup says it holds: whole and staying in its folder, or refused.
#![no_main]
#![allow(dead_code, reason = "the program uses the rest")]

#[path = "../../ops/daybook/backup/manifest.rs"]
mod manifest;

use std::{path::PathBuf, sync::OnceLock};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().unwrap().keep());
    if let Ok(unsigned) = serde_json::from_slice::<manifest::Manifest>(bytes) {
        std::fs::write(folder.join(manifest::MANIFEST), unsigned.to_text().unwrap()).unwrap();
        if let Ok(read) = manifest::Manifest::read(folder) {
            assert_eq!(read, unsigned);
            for file in read.files.iter().chain(&read.blobs) {
                assert!(folder.join(&file.path).starts_with(folder) && !file.path.contains(".."));
            }
        }
    }
    std::fs::write(folder.join(manifest::MANIFEST), bytes).unwrap();
    let _ = manifest::Manifest::read(folder);
});
