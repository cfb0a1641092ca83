//! A door for fuzz targets to decoders that nobody else may call; compiled for them alone.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderName, HeaderValue},
};

use domain::Network;

pub use crate::documents::{dav::fuzzing as dav, fuzzing as transfers};
use crate::{http::Asked, live};

/// Hears what is said of a request, by a declared proxy and by somebody who is none.
///
/// # Panics
/// When somebody who is no proxy is believed, or a header is left that somebody might believe.
pub fn forwarded(said: &[(&'static str, &[u8])]) {
    let proxies: Vec<Network> = "10.0.0.0/8".parse().into_iter().collect();
    for (peer, is_proxy) in [([10, 0, 0, 1], true), ([192, 0, 2, 7], false)] {
        let mut request = Request::new(axum::body::Body::empty());
        for (name, value) in said {
            if let Ok(value) = HeaderValue::from_bytes(value) {
                request.headers_mut().append(HeaderName::from_static(name), value);
            }
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 1))));
        let asked = Asked::of(&mut request, &proxies);
        let nothing =
            !asked.by_proxy && !asked.encrypted && asked.client == Some(peer.into()) && asked.outer.is_nothing();
        assert!(is_proxy || nothing, "a stranger is believed");
        assert!(!request.headers().keys().any(|name| name.as_str().starts_with("x-forwarded")), "something is left");
    }
}

/// Reads what a socket asks for.
pub fn message(bytes: &[u8]) {
    if let Ok(value) = serde_json::from_slice(bytes) {
        live::hear(value);
    }
}
