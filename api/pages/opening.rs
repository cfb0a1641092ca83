//! What a page shows before its files have come: a few rules of style that stand in the page itself.
//!
//! The content security policy names them by their hash. No other inline style, and no inline script at
//! all, is let through.

use axum::http::HeaderValue;
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// The policy of a page that holds the rules of this SHA-256 and no others.
pub fn policy(sha256: [u8; 32]) -> Option<HeaderValue> {
    let hash = BASE64_STANDARD.encode(sha256);
    let policy = format!(
        "default-src 'self'; style-src 'self' 'sha256-{hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    );
    HeaderValue::try_from(policy).ok()
}
