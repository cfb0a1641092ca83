//! A bound page of the log: whatever its bytes are, it is events or a flaw.
#![no_main]

use std::sync::OnceLock;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    static PAGE: OnceLock<Vec<u8>> = OnceLock::new();
    match bytes.split_first() {
        Some((0, rest)) => eventlog::fuzzing::read_page(rest),
        Some((_, changes)) => {
            let mut page = PAGE.get_or_init(eventlog::fuzzing::a_page).clone();
            for change in changes.chunks_exact(3) {
                let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % page.len();
                page[at] = change[2];
            }
            eventlog::fuzzing::read_page(&page);
        }
        None => {}
    }
});
