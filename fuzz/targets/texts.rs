//! Files that are read as text and as marked text, short ones and long ones. A long one that took longer than its
//! length says would not end before the fuzzer's own patience does.
#![no_main]

use commands::documents::fuzzing::written;

/// Half of what is read of a file.
const LONG: usize = 2 << 20;
const LONGEST_REPEATED: usize = 16;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let begin =
        [&b""[..], b"<html>", b"<?xml", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"#!"][usize::from(kind % 7)];
    // Long ones are tried seldom, as they take long: what is repeated need not be long itself.
    let times = if *kind == u8::MAX && bytes.len() <= LONGEST_REPEATED { LONG / bytes.len().max(1) } else { 1 };
    let whole = [begin, &bytes.repeat(times)].concat();
    if let Some(words) = written(&whole) {
        assert!(words.len() <= 3 * whole.len(), "no byte is more than a letter");
    }
});
