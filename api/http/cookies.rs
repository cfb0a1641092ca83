//! The two cookies: the session's secret, and the one by which a device is known again.
//!
//! Scripts see neither of them. Over HTTPS both carry the `__Host-` prefix, so no neighbouring
//! host and no unencrypted page can set them.

use axum::http::{HeaderMap, HeaderValue, header::SET_COOKIE};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// How the cookies are named and guarded.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    /// The house is reached over HTTPS.
    pub secure: bool,
}

const YEAR_S: i64 = 365 * 24 * 3600;

impl Cookies {
    fn session_name(self) -> &'static str {
        if self.secure { "__Host-daybook_session" } else { "daybook_session" }
    }

    fn device_name(self) -> &'static str {
        if self.secure { "__Host-daybook_device" } else { "daybook_device" }
    }

    /// The session's secret.
    pub fn session(self, headers: &HeaderMap) -> Option<String> {
        read(headers, self.session_name())
    }

    /// The secret by which the device is known.
    pub fn device(self, headers: &HeaderMap) -> Option<String> {
        read(headers, self.device_name())
    }

    /// Hands out the session's secret.
    pub fn give_session(self, token: &str, seconds: i64, headers: &mut HeaderMap) {
        self.give(self.session_name(), token, seconds, headers);
    }

    /// Hands out the device's secret.
    pub fn give_device(self, token: &str, headers: &mut HeaderMap) {
        self.give(self.device_name(), token, YEAR_S, headers);
    }

    /// Takes the session's secret back.
    pub fn take_session(self, headers: &mut HeaderMap) {
        self.give(self.session_name(), "", 0, headers);
    }

    fn give(self, name: &'static str, value: &str, seconds: i64, headers: &mut HeaderMap) {
        let mut cookie = Cookie::build((name, value)).http_only(true).same_site(SameSite::Lax).path("/").build();
        cookie.set_secure(self.secure);
        let text = format!("{cookie}; Max-Age={seconds}");
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.append(SET_COOKIE, value);
        }
    }
}

fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(name).map(|cookie| cookie.value().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use axum::http::header::COOKIE;

    use super::*;

    #[test]
    fn a_cookie_given_is_a_cookie_read() {
        for secure in [false, true] {
            let (cookies, mut given) = (Cookies { secure }, HeaderMap::new());
            cookies.give_session("abc", 60, &mut given);
            let text = given[SET_COOKIE].to_str().unwrap();
            assert!(text.contains("HttpOnly") && text.contains("SameSite=Lax") && text.contains("Path=/"), "{text}");
            assert_eq!(text.contains("Secure"), secure);
            let pair: HeaderValue = text.split(';').next().unwrap().parse().unwrap();
            assert_eq!(cookies.session(&HeaderMap::from_iter([(COOKIE, pair)])).as_deref(), Some("abc"));
        }
    }

    #[test]
    fn over_https_a_plain_cookie_is_not_believed() {
        let plain = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static("daybook_session=abc"))]);
        assert_eq!(Cookies { secure: true }.session(&plain), None);
        assert_eq!(Cookies { secure: false }.session(&plain).as_deref(), Some("abc"));
    }
}
