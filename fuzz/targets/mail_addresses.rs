//! Mail addresses and time zones. An address that is taken can stand in a letter's head.
#![no_main]

use domain::mail::{is_mail_address, normalised};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let normal = normalised(text);
    assert_eq!(normalised(&normal), normal);
    if is_mail_address(text) {
        assert!(text.len() <= 254 && text.bytes().all(|b| b.is_ascii_graphic() && !b"<>,;:\"\\()[]".contains(&b)), "{text:?}");
        assert!(is_mail_address(&normal));
    }
    if let Some(zone) = domain::zone_of(text) {
        assert_eq!(zone.name(), text);
    }
});
