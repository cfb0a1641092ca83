//! What somebody shows to be let in: cookies, tokens, keys, and keys as passwords. Whatever they are, they open nothing.
#![no_main]

use axum::http::Method;
use base64::{Engine as _, prelude::BASE64_STANDARD as BASE64};
use fuzz::{As, choice, inside};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = choice(bytes) else { return };
    let session = format!("daybook_session={text}");
    let (bearer, basic) = (format!("Bearer dbk_{text}"), format!("Basic {}", BASE64.encode(text)));
    let known = format!("Basic {}", BASE64.encode(format!("ada@mail.example:dbk_{text}")));
    let header = match kind % 8 {
        0 => ("cookie", text),
        1 => ("authorization", text),
        2 => ("cookie", session.as_str()),
        3 => ("x-csrf-token", text),
        4 => ("authorization", bearer.as_str()),
        5 => ("authorization", basic.as_str()),
        _ => ("authorization", known.as_str()),
    };
    let path = ["/api/identity/session", "/auth?role=admin"][usize::from(kind >> 7)];
    if let Some(answer) = inside().ask(As::Stranger, Method::GET, path, &[header], None) {
        assert_eq!(answer.status(), 401);
    }
    if let Some(answer) = inside().ask(As::Stranger, Method::DELETE, "/api/identity/session", &[header], None) {
        assert_eq!(answer.status(), 401);
    }
});
