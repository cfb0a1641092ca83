//! The headers that bytes of files come and go with: ranges, and those of uploads in pieces.
#![no_main]

use api::fuzzing::transfers;

libfuzzer_sys::fuzz_target!(|said: (u8, u64, &[u8], &[u8])| {
    let (kind, length, one, other) = said;
    match kind % 3 {
        0 => transfers::range(one, other, length),
        1 => transfers::range(&[b"bytes=", one].concat(), b"\"tag\"", length),
        _ => transfers::pieces(one),
    }
});
