//! Addresses, with everything a client may write into them. No file of the data folder comes out of any.
#![no_main]

use axum::http::Method;
use fuzz::{As, choice, inside};

const METHODS: [Method; 4] = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE];

const STARTS: [&str; 7] =
    ["/", "/web/", "/api/", "/api/identity/", "/.well-known/", "/api/household/request-logs/", "/api/documents/"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = choice(bytes) else { return };
    let path = format!("{}{text}", STARTS[usize::from(kind >> 2) % STARTS.len()]);
    let who = if kind & 128 == 0 { As::Stranger } else { As::Admin };
    if let Some(answer) = inside().ask(who, METHODS[usize::from(kind % 4)].clone(), &path, &[], None) {
        assert!(!answer.shape().iter().any(|(_, value)| value.contains("sqlite")), "{answer:?}");
    }
});
