//! Bodies, link tokens and login tickets in them.
#![no_main]

use axum::http::Method;
use fuzz::{As, inside};

const ROUTES: [(&str, As); 4] = [
    ("/api/identity/sessions", As::Stranger),
    ("/api/identity/founding", As::Stranger),
    ("/api/alerts/subscriptions", As::Admin),
    ("/api/identity/password", As::Admin),
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, body)) = bytes.split_first() else { return };
    let (path, who) = ROUTES[usize::from(kind % 4)];
    let method = if path.ends_with("password") { Method::PUT } else { Method::POST };
    let token = format!(r#"{{"token":{},"name":"A","email":"a@b","password":"long enough word"}}"#, serde_json::json!(String::from_utf8_lossy(body)));
    let body = if kind & 128 == 0 { body } else { token.as_bytes() };
    if let Some(answer) = inside().ask(who, method, path, &[], Some(body)) {
        let is_settled = who == As::Admin && answer.is_success();
        assert!(is_settled || answer.status() >= 400, "{answer:?}");
    }
});
