//! What somebody shows to be let in: cookies and tokens. Whatever they are, they open nothing.
#![no_main]

use axum::http::Method;
use fuzz::{As, choice, inside};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = choice(bytes) else { return };
    let session = format!("daybook_session={text}");
    let header = match kind % 4 {
        0 => ("cookie", text),
        1 => ("authorization", text),
        2 => ("cookie", session.as_str()),
        _ => ("x-csrf-token", text),
    };
    let path = ["/api/identity/session", "/auth?role=admin"][usize::from(kind >> 7)];
    if let Some(answer) = inside().ask(As::Stranger, Method::GET, path, &[header], None) {
        assert_eq!(answer.status(), 401);
    }
    if let Some(answer) = inside().ask(As::Stranger, Method::DELETE, "/api/identity/session", &[header], None) {
        assert_eq!(answer.status(), 401);
    }
});
