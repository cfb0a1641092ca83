//! What somebody shows to be let in, and the challenge for whoever showed nothing good.
//!
//! A session's token, in its cookie or as a bearer's; or an API key, as a bearer's token or as the password of HTTP Basic
//! (RFC 7617), for clients that know nothing else. Basic without a key is the affair of a proxy in front and passed over.

use axum::http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{AUTHORIZATION, ORIGIN, USER_AGENT, WWW_AUTHENTICATE},
};
use commands::identity::{KEY_MARK, ShownKey};

use super::{Cookies, Problem, base64};

/// What somebody shows to be let in.
#[derive(Clone)]
pub enum Proof {
    /// The session's cookie, which a browser sends by itself.
    Cookie(String),
    /// A session's token, which only somebody who knows it can send.
    Bearer(String),
    /// An API key.
    Key {
        /// The key.
        token: String,
        /// Who they say they are, where they were asked.
        user: Option<String>,
    },
}

/// No credential is longer; what is, is none.
const MOST_BYTES: usize = 1024;

impl Proof {
    /// What a request shows, if anything; what it says itself outweighs a cookie.
    pub fn of(headers: &HeaderMap, cookies: Cookies) -> Option<Self> {
        said(headers).or_else(|| cookies.session(headers).map(Self::Cookie))
    }

    /// A token that came without a header: a key's, or a session's.
    pub fn of_token(token: String) -> Self {
        if token.starts_with(KEY_MARK) { Self::Key { token, user: None } } else { Self::Bearer(token) }
    }

    /// The token of a session.
    pub fn session_token(&self) -> Option<&str> {
        match self {
            Self::Cookie(token) | Self::Bearer(token) => Some(token),
            Self::Key { .. } => None,
        }
    }

    /// The key.
    pub fn key(&self) -> Option<ShownKey<'_>> {
        match self {
            Self::Key { token, user } => Some(ShownKey { token, user: user.as_deref() }),
            Self::Cookie(_) | Self::Bearer(_) => None,
        }
    }
}

fn said(headers: &HeaderMap) -> Option<Proof> {
    let (scheme, said) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let said = said.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return (!said.is_empty()).then(|| Proof::of_token(said.to_owned()));
    }
    let (user, password) = basic(headers)?;
    password.starts_with(KEY_MARK).then_some(Proof::Key { token: password, user: Some(user) })
}

/// The password of HTTP Basic, whoever says it.
pub fn basic_password(headers: &HeaderMap) -> Option<String> {
    basic(headers).map(|(_, password)| password)
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, said) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let said = said.trim();
    if !scheme.eq_ignore_ascii_case("basic") || said.len() > MOST_BYTES {
        return None;
    }
    let text = String::from_utf8(base64::decoded(said)?).ok()?;
    text.split_once(':').map(|(user, password)| (user.to_owned(), password.to_owned()))
}

/// Nobody was let in.
pub fn not_logged_in() -> Problem {
    let scheme = HeaderValue::from_static("Cookie realm=\"daybook\"");
    Problem::new(StatusCode::UNAUTHORIZED, "not_logged_in", "log in first; the session may have ended")
        .with(WWW_AUTHENTICATE, scheme)
}

/// A key was shown that lets nobody in. Why is told to its person in the diary, not to whoever holds it.
pub fn key_refused() -> Problem {
    let detail = "this key is unknown, has ended, or is not for this network or this user";
    let scheme = HeaderValue::from_static("Bearer realm=\"daybook\", error=\"invalid_token\"");
    Problem::new(StatusCode::UNAUTHORIZED, "key_refused", detail).with(WWW_AUTHENTICATE, scheme)
}

/// The same problem with the challenge that programs know which only speak Basic. A browser would ask for a password
/// in a window of its own, above the page that has just sent a request, so it never gets this one unasked.
pub fn challenged(problem: Problem, headers: &HeaderMap) -> Problem {
    if problem.status == StatusCode::UNAUTHORIZED && !is_browser(headers) { with_basic(problem) } else { problem }
}

/// The same problem with the challenge of Basic.
pub fn with_basic(problem: Problem) -> Problem {
    problem.with(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"daybook\", charset=\"UTF-8\""))
}

fn is_browser(headers: &HeaderMap) -> bool {
    let agent = headers.get(USER_AGENT).map(HeaderValue::as_bytes).unwrap_or_default();
    let told = headers.contains_key(ORIGIN) || headers.keys().any(|name| name.as_str().starts_with("sec-fetch-"));
    told || agent.starts_with(b"Mozilla/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(authorization: &str) -> Option<(Option<String>, String)> {
        match said(&HeaderMap::from_iter([(AUTHORIZATION, authorization.parse().unwrap())]))? {
            Proof::Key { token, user } => Some((user, token)),
            Proof::Cookie(token) | Proof::Bearer(token) => Some((None, token)),
        }
    }

    #[test]
    fn a_bearer_shows_a_token() {
        assert_eq!(shown("Bearer abc"), Some((None, "abc".into())));
        assert_eq!(shown("bearer  abc "), Some((None, "abc".into())));
        assert_eq!(shown("Bearer dbk_1_2"), Some((None, "dbk_1_2".into())));
        for other in ["Digest abc", "Bearer", "Bearer ", "abc", ""] {
            assert_eq!(shown(other), None, "{other}");
        }
        assert!(said(&HeaderMap::new()).is_none());
    }

    #[test]
    fn basic_shows_a_key_or_nothing_of_ours() {
        // ada:dbk_1_2, ada:x:dbk_1, :dbk_1_2, ada:password, ada
        assert_eq!(shown("Basic YWRhOmRia18xXzI="), Some((Some("ada".into()), "dbk_1_2".into())));
        assert_eq!(shown("basic OmRia18xXzI="), Some((Some(String::new()), "dbk_1_2".into())));
        for other in ["YWRhOng6ZGJrXzE=", "YWRhOnBhc3N3b3Jk", "YWRh", "%%%", "/////w=="] {
            assert_eq!(shown(&format!("Basic {other}")), None, "{other}");
        }
        assert_eq!(shown(&format!("Basic {}", "QUFB".repeat(400))), None, "endless");
    }

    #[test]
    fn no_browser_is_asked_for_a_password() {
        let asked = |name: &'static str, value: &str| {
            !is_browser(&HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]))
        };
        assert!(asked("user-agent", "curl/8.5.0") && asked("accept", "*/*"));
        assert!(!asked("user-agent", "Mozilla/5.0 (X11)") && !asked("sec-fetch-mode", "cors"));
        assert!(!asked("origin", "https://house.example"));
    }
}
