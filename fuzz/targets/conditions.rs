//! What a reader says to know already, and how far it wants to see.
#![no_main]

use axum::http::Method;
use fuzz::{As, choice, inside};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = choice(bytes) else { return };
    let name = ["if-none-match", "daybook-at-least", "accept-encoding", "range"][usize::from(kind % 4)];
    if let Some(answer) = inside().ask(As::Admin, Method::GET, "/api/identity/account", &[(name, text)], None) {
        assert!(matches!(answer.status(), 200 | 304 | 400 | 406), "{answer:?}");
    }
    inside().ask(As::Admin, Method::GET, "/web/style/tokens.css", &[(name, text)], None);
});
