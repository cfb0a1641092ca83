//! The token that a page must show besides its cookie. Derived from the stem of the session's own
//! secret, so nothing more has to be remembered, and it stays good when the secret is renewed.

use crate::{Token, runtime::hex};

/// The token of a session.
#[must_use]
pub fn csrf_token(session_token: &str) -> String {
    hex(&blake3::derive_key("daybook 2026 csrf token of a session", Token::stem(session_token).as_bytes()))
}

/// Whether a token is the one of a session, told in a time that does not tell.
#[must_use]
pub fn csrf_matches(session_token: &str, given: &str) -> bool {
    blake3::hash(csrf_token(session_token).as_bytes()) == blake3::hash(given.as_bytes())
}
