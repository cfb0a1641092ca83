//! The configuration file: read, or refused with a sentence.
#![no_main]
#![allow(dead_code, unused_imports, reason = "the program uses the rest")]

#[path = "../../ops/daybook/config/mod.rs"]
mod config;
#[path = "../../ops/daybook/tls/machine.rs"]
mod machine;
mod tls {
    pub use crate::machine::is_name;
}

use std::{collections::BTreeMap, path::PathBuf, sync::OnceLock};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    let file = FILE.get_or_init(|| tempfile::tempdir().unwrap().keep().join("daybook.toml"));
    std::fs::write(file, bytes).unwrap();
    match config::load(file, &BTreeMap::new()) {
        Ok(config) => {
            let _ = config::shown(&config);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
