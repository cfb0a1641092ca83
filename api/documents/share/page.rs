//! How the pages of links look: plain HTML that needs no script, under a policy that lets none run.
//!
//! Nothing of the house stands on them: not its name, not who lives in it, not who shared what.

use std::{borrow::Cow, sync::LazyLock};

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use rust_embed::RustEmbed;

use crate::http::door::Page;

#[derive(RustEmbed)]
#[folder = "documents/share/style/"]
struct Folder;

/// The style, and the policy that lets this very style through, no script, and forms that come back here only.
static STYLE: LazyLock<(String, HeaderValue)> = LazyLock::new(|| {
    let file = Folder::get("share.css");
    let style = file.as_ref().map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default();
    let hash = BASE64_STANDARD.encode(file.map(|file| file.metadata.sha256_hash()).unwrap_or_default());
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    (style, HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'")))
});

/// What a link opens is found by nobody else, and where somebody came from is told to nobody.
pub const UNSEEN: [(HeaderName, HeaderValue); 2] = [
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow, noarchive")),
];
/// Nor does anybody keep a page.
const UNKEPT: (HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));

/// A page with a title and what stands in it, which is HTML already.
pub fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let (title, (style, policy)) = (escaped(title), &*STYLE);
    let text = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
        <link rel=\"icon\" href=\"data:,\"><style>{style}</style></head>\n\
        <body><main>{body}</main><footer>Shared with Daybook</footer></body></html>\n"
    );
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let mut response = (status, [kind], text).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    response.headers_mut().extend(UNSEEN.into_iter().chain([UNKEPT]));
    response
}

/// The same, for something that went wrong: counted under its word, and told as the page it is.
pub fn wrong(status: StatusCode, code: &'static str, title: &str, body: &str) -> Response {
    let mut response = page(status, title, body);
    response.extensions_mut().insert(Page(code));
    response
}

/// A text in which no letter means anything to a browser.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_piece_of_the_page() {
        assert_eq!(escaped("Grüße.txt"), "Grüße.txt");
        assert_eq!(
            escaped("<img src=x onerror='alert(\"1\")'>&"),
            "&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt;&amp;"
        );
    }
}
