//! What file managers send: bodies of XML, conditions on locks, addresses. What is written anew says the same.
#![no_main]

use api::fuzzing::dav;

/// No longer body is read.
const MOST_BYTES: usize = 64 * 1024;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    match kind % 8 {
        0 => dav::conditions(text),
        1 => dav::address(&format!("/dav/own/{text}")),
        2 => dav::address(text),
        // Long ones are made of what is repeated in them.
        3 | 4 => {
            let whole = text.replacen('~', &"u".repeat(16_000), 2).replacen("<!>", &"<a/>".repeat(4_000), 2);
            if whole.len() <= MOST_BYTES {
                dav::body(&whole);
            }
        }
        _ => dav::body(text),
    }
});
