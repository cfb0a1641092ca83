//! Idempotency keys, beside a request that is always refused.
#![no_main]

use axum::http::Method;
use fuzz::{As, inside};

const NOBODY: &str = "/api/identity/accounts/00000000-0000-7000-8000-000000000000/unlock";

libfuzzer_sys::fuzz_target!(|text: &str| {
    let headers = [("idempotency-key", text)];
    if let Some(answer) = inside().ask(As::Admin, Method::POST, NOBODY, &headers, None) {
        let visible = (1..=255).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        assert_eq!(answer.status(), if visible { 404 } else { 400 }, "{text:?}: {answer:?}");
    }
});
