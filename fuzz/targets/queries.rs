//! What follows the question mark: filters, times, days, zones, words to search for.
#![no_main]

use axum::http::Method;
use fuzz::{As, choice, escaped, inside};

const FIELDS: [&str; 12] =
    ["context", "kind", "severity", "person", "from", "until", "text", "command", "order", "before", "limit", "time_zone"];
const LISTS: [&str; 4] =
    ["/api/history/entries", "/api/history/days", "/api/history/export.csv", "/api/household/request-logs"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = choice(bytes) else { return };
    let list = LISTS[usize::from(kind >> 4) % 4];
    let path = match usize::from(kind % 16) {
        field @ ..12 => format!("{list}?{}={}", FIELDS[field], escaped(text)),
        12 => format!("{list}/{}", escaped(text)),
        _ => format!("{list}?{text}"),
    };
    if let Some(answer) = inside().ask(As::Admin, Method::GET, &path, &[], None) {
        assert!(matches!(answer.status(), 200 | 400 | 404), "{path}: {answer:?}");
    }
});
