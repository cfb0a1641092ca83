//! Which other sites may ask in a person's name: each named in full, as a browser writes it.
//!
//! Patterns are deliberately absent, above all `*`: whoever may ask is somebody, never anybody.

use super::rules::{Refusal, excerpt};

const MOST: usize = 20;
const MOST_BYTES: usize = 253;

/// All of them in the form browsers send, each once.
pub(super) fn all(origins: &[String]) -> Result<Vec<String>, Refusal> {
    let mut all: Vec<String> = Vec::new();
    for origin in origins {
        let origin = one(origin)?;
        if !all.contains(&origin) {
            all.push(origin);
        }
    }
    if all.len() > MOST { Err(Refusal::TooManyOrigins(all.len())) } else { Ok(all) }
}

fn one(given: &str) -> Result<String, Refusal> {
    let refuse = |reason| Refusal::Origin { origin: excerpt(given), reason };
    let text = given.trim().to_ascii_lowercase();
    if text.contains('*') {
        return Err(refuse("would let anybody in; name each site"));
    }
    let (scheme, rest) = text.split_once("://").ok_or_else(|| refuse(FORM))?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (host, port) = parts(rest).ok_or_else(|| refuse(FORM))?;
    match scheme {
        "https" => {}
        "http" if is_loopback(host) => {}
        "http" => return Err(refuse("is not encrypted, so anybody on the way could speak for it; use https")),
        _ => return Err(refuse(FORM)),
    }
    let usual = if scheme == "https" { 443 } else { 80 };
    Ok(match port.filter(|port| *port != usual) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

const FORM: &str = "is no origin; use scheme, host and perhaps a port, like https://panel.example:8443";

fn parts(rest: &str) -> Option<(&str, Option<u16>)> {
    let end = if rest.starts_with('[') { rest.find(']')? + 1 } else { rest.find(':').unwrap_or(rest.len()) };
    let (host, port) = rest.split_at(end);
    let port = match port.strip_prefix(':') {
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some(digits.parse().ok().filter(|port| *port > 0)?)
        }
        Some(_) => return None,
        None if port.is_empty() => None,
        None => return None,
    };
    is_host(host).then_some((host, port))
}

fn is_host(host: &str) -> bool {
    if let Some(inside) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let allowed = |b: u8| b.is_ascii_hexdigit() || matches!(b, b':' | b'.');
        return inside.contains(':') && inside.len() <= 45 && inside.bytes().all(allowed);
    }
    let is_label = |label: &str| {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        (1..=63).contains(&label.len()) && label.bytes().all(allowed)
    };
    host.len() <= MOST_BYTES && host.split('.').all(is_label)
}

/// Names and addresses of the very machine the browser runs on: nothing leaves it.
fn is_loopback(host: &str) -> bool {
    let is_127 = host.starts_with("127.")
        && host.split('.').count() == 4
        && host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || is_127
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(given: &str) -> Result<String, Refusal> {
        one(given)
    }

    #[test]
    fn an_origin_is_kept_as_browsers_write_it() {
        let cases = [
            ("https://Panel.Example/", "https://panel.example"),
            ("https://panel.example:443", "https://panel.example"),
            (" https://panel.example:8443 ", "https://panel.example:8443"),
            ("http://localhost:80", "http://localhost"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("https://[2001:db8::7]", "https://[2001:db8::7]"),
            ("https://pi", "https://pi"),
        ];
        for (given, kept) in cases {
            assert_eq!(origin(given), Ok(kept.to_owned()), "{given}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        let wrong = [
            "",
            "*",
            "null",
            "panel.example",
            "https://",
            "https://*",
            "https://*.example",
            "https://a/b",
            "https://a?b",
            "https://a#b",
            "https://u@a",
            "https://a:0",
            "https://a:65536",
            "https://a:",
            "https://a:b",
            "https://a b",
            "https://a..b",
            "https://[::1",
            "https://[x]",
            "https://[::1]x",
            "ftp://a",
            "file:///a",
            "http://panel.example",
            "http://192.168.1.7",
            "http://127.0.0.1.example",
            "http://127.example.0.1",
            "https://k\u{e4}fer.example",
            "https://a:+80",
        ];
        for given in wrong {
            assert!(origin(given).is_err(), "{given}");
        }
    }

    #[test]
    fn each_site_is_named_once_and_not_too_many() {
        let twice = ["https://a".to_owned(), "https://a:443".to_owned()];
        assert_eq!(all(&twice), Ok(vec!["https://a".to_owned()]));
        let many: Vec<_> = (0..21).map(|n| format!("https://a{n}")).collect();
        assert_eq!(all(&many), Err(Refusal::TooManyOrigins(21)));
    }
}
