//! The pages and files that are part of the program itself, sent with a tag so that a browser asks
//! for each version once. No inline script or style: the content security policy allows none.

use std::sync::Arc;

use axum::{
    Router,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;

use crate::front::Front;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

const FILES: [(&str, &str, &str); 9] = [
    ("/", HTML, include_str!("web/welcome/welcome.html")),
    ("/welcome", HTML, include_str!("web/welcome/welcome.html")),
    ("/diary/{position}", HTML, include_str!("web/welcome/welcome.html")),
    ("/web/welcome.css", CSS, include_str!("web/welcome/welcome.css")),
    ("/web/welcome.js", SCRIPT, include_str!("web/welcome/welcome.js")),
    ("/api/docs", HTML, include_str!("web/docs/docs.html")),
    ("/web/docs.css", CSS, include_str!("web/docs/docs.css")),
    ("/web/docs.js", SCRIPT, include_str!("web/docs/docs.js")),
    ("/web/icon.svg", "image/svg+xml", include_str!("web/icon.svg")),
];

/// All of them, and the description of the interface.
pub fn router(description: String) -> Router<Arc<Front>> {
    let files = FILES.map(|(path, kind, body)| (path, File::new(kind, body.into())));
    let description = ("/api/openapi.json", File::new("application/json", description.into()));
    files.into_iter().chain([description]).fold(Router::new(), |router, (path, file)| {
        router.route(path, get(move |headers: HeaderMap| std::future::ready(file.answer(&headers))))
    })
}

#[derive(Clone)]
struct File {
    kind: &'static str,
    body: Bytes,
    tag: HeaderValue,
}

impl File {
    fn new(kind: &'static str, body: Bytes) -> Self {
        let hash = blake3::hash(&body).to_hex();
        let tag = HeaderValue::try_from(format!("\"{}\"", &hash[..16])).unwrap_or(HeaderValue::from_static("\"\""));
        Self { kind, body, tag }
    }

    fn answer(&self, headers: &HeaderMap) -> Response {
        let common = [(ETAG, self.tag.clone()), (CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
        let seen = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let tag = self.tag.to_str().unwrap_or_default();
        if seen.split(',').any(|seen| seen.trim().trim_start_matches("W/") == tag) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        (common, [(CONTENT_TYPE, self.kind)], self.body.clone()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_no_inline_script_or_style() {
        for (path, kind, body) in FILES {
            if kind == HTML {
                assert!(!body.contains("<style") && !body.contains(" style="), "{path}");
                assert!(!body.contains("onclick=") && body.matches("<script").count() == 1, "{path}");
                assert!(body.contains("<script type=\"module\" src=\"/web/"), "{path}");
            }
        }
    }

    #[test]
    fn a_file_that_is_known_is_not_sent_again() {
        let file = File::new(CSS, "p {}".into());
        let again = HeaderMap::from_iter([(IF_NONE_MATCH, file.tag.clone())]);
        assert_eq!(file.answer(&again).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(file.answer(&HeaderMap::new()).status(), StatusCode::OK);
    }
}
