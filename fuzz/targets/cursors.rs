//! Cursors of lists. One that is taken is one that the house would have written.
#![no_main]

use axum::http::Method;
use fuzz::{As, choice, escaped, inside};

const LISTS: [&str; 4] =
    ["/api/identity/accounts", "/api/identity/sessions", "/api/alerts/alerts", "/api/household/settings/history"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = choice(bytes) else { return };
    let path = format!("{}?cursor={}", LISTS[usize::from(kind % 4)], escaped(text));
    if let Some(answer) = inside().ask(As::Admin, Method::GET, &path, &[], None) {
        assert!(matches!(answer.status(), 200 | 400), "{answer:?}");
        let is_ours = text.split_once('-').is_some_and(|(place, check)| {
            check.len() == 4 && !place.is_empty() && place.bytes().chain(check.bytes()).all(|b| b.is_ascii_hexdigit())
        });
        assert!(answer.status() == 400 || is_ours, "{text:?} was taken");
    }
});
