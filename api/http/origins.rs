//! Which pages may speak in a person's name: those of the house itself, and those of the sites an
//! admin named in the settings. The same answer for forms, scripts and sockets.
//!
//! No copy of the list is kept: it is asked of the log each time, so a change counts at once.
//! Programs that are no browsers send neither header and pass; they have no cookies to lose.

use axum::http::{
    HeaderMap, HeaderValue, Uri,
    header::{HOST, ORIGIN},
};
use commands::{Desk, Fault, household};

/// Whom the house lets speak.
#[derive(Clone)]
pub struct Origins(Desk);

impl Origins {
    /// Those of a house.
    pub const fn of(desk: Desk) -> Self {
        Self(desk)
    }

    /// The other site a request comes from, where an admin has named it.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn named(&self, headers: &HeaderMap, uri: &Uri) -> Result<Option<HeaderValue>, Fault> {
        let Some(origin) = headers.get(ORIGIN).filter(|origin| !is_own(origin, headers, uri)) else { return Ok(None) };
        let (settings, _) = household::settings(&self.0).await?;
        let named = settings.allowed_origins.iter().any(|named| named.as_bytes() == origin.as_bytes());
        Ok(named.then(|| origin.clone()))
    }

    /// Whether a request may change something, or open a socket.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn trust(&self, headers: &HeaderMap, uri: &Uri) -> Result<bool, Fault> {
        if is_of_this_house(headers, uri) {
            return Ok(true);
        }
        Ok(self.named(headers, uri).await?.is_some())
    }
}

/// What browsers say of where a request comes from; old ones say the origin only.
fn is_of_this_house(headers: &HeaderMap, uri: &Uri) -> bool {
    match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        Some(b"same-origin" | b"none") => true,
        Some(_) => false,
        None => headers.get(ORIGIN).is_none_or(|origin| is_own(origin, headers, uri)),
    }
}

fn is_own(origin: &HeaderValue, headers: &HeaderMap, uri: &Uri) -> bool {
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    let asked = uri.authority().map(|authority| authority.as_str());
    let asked = asked.or_else(|| headers.get(HOST).and_then(|host| host.to_str().ok()));
    origin.is_some() && origin == asked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs = pairs
            .iter()
            .map(|(name, value)| (axum::http::HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_of_this_house(&pairs.collect(), &Uri::from_static("/"))
    }

    #[test]
    fn pages_of_the_house_and_programs_are_its_own() {
        assert!(own(&[]));
        assert!(own(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(own(&[("sec-fetch-site", "none")]));
        assert!(own(&[("host", "house.example:8443"), ("origin", "https://house.example:8443")]));
    }

    #[test]
    fn pages_of_other_sites_are_not() {
        assert!(!own(&[("sec-fetch-site", "same-site"), ("host", "house"), ("origin", "https://house")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("host", "house"), ("origin", "https://evil")]));
        assert!(!own(&[("host", "house"), ("origin", "https://house:1")]));
        assert!(!own(&[("host", "null"), ("origin", "null")]));
    }
}
