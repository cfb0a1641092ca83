//! How a browser takes the bytes of a file: as something to keep, or to look at where that does no harm.
//!
//! What is only looked at never runs in the dashboard's origin: few kinds are shown at all, each under its own type that
//! no browser guesses anew, in a sandbox.

use axum::http::{HeaderMap, HeaderValue, header};

/// What is shown runs nothing and asks for nothing.
const SANDBOX: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; frame-ancestors 'self'";
/// A browser's own viewer of PDF does not open in a sandbox; it runs nothing in this origin either.
const FRAMED: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";
const SHOWN: [&str; 14] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/bmp",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/flac",
    "audio/mp4",
    "video/mp4",
    "video/webm",
    "video/ogg",
];
const PDF: &str = "application/pdf";

/// Says of bytes what they are called and what they are, and whether they are to be looked at.
pub fn present(headers: &mut HeaderMap, name: &str, media_type: &str, inline: bool) {
    headers.insert(header::CONTENT_TYPE, value(shown_as(media_type, inline).0));
    guard(headers, name, media_type, inline);
}

/// What keeps a browser from running them. It stands on an answer without the bytes, too: a browser that has them already takes
/// the headers of the newest (RFC 9111, section 3.2).
pub fn guard(headers: &mut HeaderMap, name: &str, media_type: &str, inline: bool) {
    let (_, policy) = shown_as(media_type, inline);
    let way = if policy.is_some() { "inline" } else { "attachment" };
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition(way, name)));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy.unwrap_or(SANDBOX)));
    if policy.is_some() {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    }
}

/// As which type bytes are sent, and under which policy where they are shown.
fn shown_as(media_type: &str, inline: bool) -> (&str, Option<&'static str>) {
    match media_type {
        PDF if inline => (PDF, Some(FRAMED)),
        text if inline && text.starts_with("text/") => ("text/plain; charset=utf-8", Some(SANDBOX)),
        shown if inline && SHOWN.contains(&shown) => (shown, Some(SANDBOX)),
        other => (other, None),
    }
}

/// The name twice (RFC 6266): in plain letters for old programs, and as it is (RFC 8187).
pub fn disposition(way: &str, name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_graphic() && !matches!(letter, '"' | '\\' | '%') || letter == ' ';
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

pub fn value(text: &str) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_in_plain_letters_and_as_it_is() {
        assert_eq!(
            disposition("attachment", "Größe \"1\".pdf"),
            "attachment; filename=\"Gr__e _1_.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.pdf"
        );
    }

    #[test]
    fn what_could_run_is_only_kept() {
        let way = |kind: &str, inline: bool| {
            let mut headers = HeaderMap::new();
            present(&mut headers, "a", kind, inline);
            let told = |name: header::HeaderName| headers[name].to_str().unwrap().to_owned();
            (told(header::CONTENT_DISPOSITION).starts_with("inline"), told(header::CONTENT_TYPE))
        };
        assert_eq!(way("image/png", true), (true, "image/png".into()));
        assert_eq!(way("image/png", false), (false, "image/png".into()));
        assert_eq!(way("text/html", true), (true, "text/plain; charset=utf-8".into()));
        for kind in ["image/svg+xml", "application/xhtml+xml", "application/javascript"] {
            assert_eq!(way(kind, true), (false, kind.into()));
        }
    }
}
