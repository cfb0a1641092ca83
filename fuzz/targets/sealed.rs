//! Sealed secrets: opened by nobody who made them up.
#![no_main]

use commands::strongbox::open;

const MAGIC: &[u8] = b"daybook sealed 1\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = open("p", &bytes[..bytes.len().min(MAGIC.len() + 3)]);
    // Costs small enough to be tried often: what they may be at most is another matter.
    let Some((costs, rest)) = bytes.split_first_chunk::<6>() else { return };
    let mut sealed = MAGIC.to_vec();
    for pair in costs.chunks_exact(2) {
        sealed.extend_from_slice(&[0, 0, pair[0] % 2, pair[1] % 64]);
    }
    sealed.extend_from_slice(rest);
    assert!(open("p", &sealed).is_err());
});
