//! What a proxy in front calls a request: an id of its own, and the trace it belongs to. Only declared proxies are
//! believed, and what they say is kept beside the house's own id, never in its place.

use axum::http::HeaderMap;

const MOST_ID_CHARS: usize = 64;

/// What a declared proxy said of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outer {
    /// The id it gave the request.
    pub request: Option<Box<str>>,
    /// The trace the request is part of (W3C Trace Context), 32 hexadecimal digits.
    pub trace: Option<Box<str>>,
}

impl Outer {
    /// Whether nothing was said, or nothing is believed.
    #[cfg(feature = "fuzzing")]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Reads what is well-formed; the rest is passed over.
    pub fn of(headers: &HeaderMap) -> Self {
        let only = |name: &str| {
            let mut values = headers.get_all(name).iter();
            values.next().filter(|_| values.next().is_none()).and_then(|value| value.to_str().ok())
        };
        let request = only("x-request-id").filter(|id| is_id(id)).map(Into::into);
        Self { request, trace: only("traceparent").and_then(trace).map(Into::into) }
    }
}

fn is_id(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':');
    (1..=MOST_ID_CHARS).contains(&text.len()) && text.bytes().all(allowed)
}

/// The trace of `version-trace-parent-flags`; later versions may say more after that.
fn trace(text: &str) -> Option<&str> {
    let mut parts = text.split('-');
    let mut hex = |length: usize| {
        let is_hex = |part: &&str| part.len() == length && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        parts.next().filter(is_hex)
    };
    let (version, trace, parent, _flags) = (hex(2)?, hex(32)?, hex(16)?, hex(2)?);
    let is_some = |part: &str| part.bytes().any(|b| b != b'0');
    let whole = version != "00" || parts.next().is_none();
    (version != "ff" && whole && is_some(trace) && is_some(parent)).then_some(trace)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

    fn traced(text: &str) -> Option<Box<str>> {
        Outer::of(&HeaderMap::from_iter([("traceparent".parse().unwrap(), text.parse().unwrap())])).trace
    }

    #[test]
    fn a_trace_is_taken_as_its_standard_writes_it() {
        for right in ["00-{}-00f067aa0ba902b7-01", "01-{}-00f067aa0ba902b7-00-more"] {
            assert_eq!(traced(&right.replace("{}", TRACE)).as_deref(), Some(TRACE), "{right}");
        }
        for wrong in [
            "",
            "{}",
            "00-{}-00f067aa0ba902b7",
            "00-{}-00f067aa0ba902b7-01-more",
            "ff-{}-00f067aa0ba902b7-01",
            "00-{}-0000000000000000-01",
            "00-{}-00F067AA0BA902B7-01",
            "0-{}-00f067aa0ba902b7-01",
        ] {
            assert_eq!(traced(&wrong.replace("{}", TRACE)), None, "{wrong}");
        }
        assert_eq!(traced("00-00000000000000000000000000000000-00f067aa0ba902b7-01"), None);
    }

    #[test]
    fn an_id_is_short_and_plain_and_there_is_one() {
        let said = |ids: &[&str]| {
            let mut headers = HeaderMap::new();
            for id in ids {
                headers.append("x-request-id", id.parse().unwrap());
            }
            Outer::of(&headers).request
        };
        assert_eq!(said(&["a-1.b_2:c"]).as_deref(), Some("a-1.b_2:c"));
        for wrong in ["", "a b", "a\"b", "{}", &"a".repeat(65)] {
            assert_eq!(said(&[wrong]), None, "{wrong}");
        }
        assert_eq!(said(&["a", "b"]), None);
    }
}
