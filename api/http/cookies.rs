//! The cookies: the session's secret, the one by which a device is known again, and passes of links that share something.
//!
//! Scripts see none of them. Over HTTPS the first two carry the `__Host-` prefix, so no neighbouring
//! host and no unencrypted page can set them.

use axum::http::{HeaderMap, HeaderValue, header::SET_COOKIE};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// How the cookies are named and guarded.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    /// The house is reached over HTTPS.
    pub secure: bool,
    /// The house is a demo: browsers keep cookies by host, not by port, and a real house may be next door.
    pub demo: bool,
}

const YEAR_S: i64 = 365 * 24 * 3600;

impl Cookies {
    /// The name of the cookie with the session's secret.
    pub fn session_name(self) -> &'static str {
        match self {
            Self { demo: true, .. } => "daybook_demo_session",
            Self { secure: true, .. } => "__Host-daybook_session",
            Self { .. } => "daybook_session",
        }
    }

    fn device_name(self) -> &'static str {
        match self {
            Self { demo: true, .. } => "daybook_demo_device",
            Self { secure: true, .. } => "__Host-daybook_device",
            Self { .. } => "daybook_device",
        }
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

    /// Hands out another secret of the session, unless the answer gives or takes one already.
    pub fn renew_session(self, token: &str, seconds: i64, headers: &mut HeaderMap) {
        let is_session = |value: &HeaderValue| value.as_bytes().starts_with(self.session_name().as_bytes());
        if !headers.get_all(SET_COOKIE).iter().any(is_session) {
            self.give_session(token, seconds, headers);
        }
    }

    /// Hands out the device's secret.
    pub fn give_device(self, token: &str, headers: &mut HeaderMap) {
        self.give(self.device_name(), token, YEAR_S, headers);
    }

    /// Takes the session's secret back.
    pub fn take_session(self, headers: &mut HeaderMap) {
        self.give(self.session_name(), "", 0, headers);
    }

    fn link_pass_name(self) -> &'static str {
        match self {
            Self { demo: true, .. } => "daybook_demo_link",
            Self { secure: true, .. } => "__Secure-daybook_link",
            Self { .. } => "daybook_link",
        }
    }

    /// The pass of the link at whose address it is asked.
    pub fn link_pass(self, headers: &HeaderMap) -> Option<String> {
        read(headers, self.link_pass_name())
    }

    /// Hands out the pass of a link, which comes back to its address alone.
    pub fn give_link_pass(self, path: &str, pass: &str, seconds: i64, headers: &mut HeaderMap) {
        self.give_at(path, self.link_pass_name(), pass, seconds, headers);
    }

    fn give(self, name: &'static str, value: &str, seconds: i64, headers: &mut HeaderMap) {
        self.give_at("/", name, value, seconds, headers);
    }

    fn give_at(self, path: &str, name: &'static str, value: &str, seconds: i64, headers: &mut HeaderMap) {
        let mut cookie = Cookie::build((name, value)).http_only(true).same_site(SameSite::Lax).path(path).build();
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
            let (cookies, mut given) = (Cookies { secure, demo: false }, HeaderMap::new());
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
        assert_eq!(Cookies { secure: true, demo: false }.session(&plain), None);
        assert_eq!(Cookies { secure: false, demo: false }.session(&plain).as_deref(), Some("abc"));
    }

    #[test]
    fn the_session_of_a_real_house_opens_no_demo_on_the_same_host() {
        let real = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static("daybook_session=abc"))]);
        let (house, demo) = (Cookies { secure: false, demo: false }, Cookies { secure: false, demo: true });
        assert_eq!((house.session(&real).as_deref(), demo.session(&real)), (Some("abc"), None));
        let mut given = HeaderMap::new();
        demo.give_session("xyz", 60, &mut given);
        demo.give_device("uvw", &mut given);
        for cookie in given.get_all(SET_COOKIE) {
            assert!(cookie.to_str().unwrap().starts_with("daybook_demo_"), "{cookie:?}");
        }
    }
}
