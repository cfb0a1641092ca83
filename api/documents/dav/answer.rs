//! Answers in XML (RFC 4918, sections 13 and 14).

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};

use super::{
    locks::Lock,
    xml::{Name, escaped},
};
use crate::http::door::InOwnWords;

/// How every document begins.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const XML: HeaderValue = HeaderValue::from_static("application/xml; charset=\"utf-8\"");

/// An answer with a document.
pub fn document(status: StatusCode, body: impl Into<Body>) -> Response {
    (status, [(CONTENT_TYPE, XML)], body.into()).into_response()
}

/// A refusal, with the condition that does not hold and what it is about.
pub fn refusal(status: StatusCode, condition: &str, hrefs: &[String]) -> Response {
    let hrefs: String = hrefs.iter().map(|href| format!("<D:href>{}</D:href>", escaped(href))).collect();
    let condition = Name::dav(condition).around(&hrefs);
    let mut response = document(status, format!("{HEAD}<D:error xmlns:D=\"DAV:\">{condition}</D:error>"));
    response.extensions_mut().insert(InOwnWords);
    response
}

/// Properties that share a status.
pub fn propstat(status: StatusCode, properties: &str) -> String {
    let (code, words) = (status.as_u16(), status.canonical_reason().unwrap_or_default());
    format!("<D:propstat><D:prop>{properties}</D:prop><D:status>HTTP/1.1 {code} {words}</D:status></D:propstat>")
}

/// What is told of one resource.
pub fn response(href: &str, propstats: &str) -> String {
    format!("<D:response><D:href>{}</D:href>{propstats}</D:response>\n", escaped(href))
}

/// A lock, as everybody is told of it.
pub fn active_lock(lock: &Lock) -> String {
    let scope = if lock.shared { "shared" } else { "exclusive" };
    let depth = if lock.deep { "infinity" } else { "0" };
    let owner = if lock.owner.is_empty() { String::new() } else { Name::dav("owner").around(&lock.owner) };
    format!(
        "<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:{scope}/></D:lockscope>\
         <D:depth>{depth}</D:depth>{owner}<D:timeout>Second-{}</D:timeout>\
         <D:locktoken><D:href>urn:uuid:{}</D:href></D:locktoken>\
         <D:lockroot><D:href>{}</D:href></D:lockroot></D:activelock>",
        lock.lasts.num_seconds(),
        lock.token,
        escaped(&lock.root())
    )
}
