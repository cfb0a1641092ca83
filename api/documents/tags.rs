//! The tags of bytes, and the conditions of requests that name them (RFC 9110, section 13).
//!
//! Weak ones count as strong: proxies that compress make them so, and the bytes are the same.

use axum::http::{HeaderMap, HeaderName, StatusCode};
use domain::documents::BlobHash;

use crate::http::Problem;

/// The tag of bytes: half of their hash, which is enough to tell them apart and short enough for every program.
pub fn tag(blob: BlobHash) -> String {
    let hash = blob.to_string();
    format!("\"{}\"", &hash[..32])
}

/// Whether a header names what is there, of this tag if it has one; `None` where the header does not come.
pub fn names(headers: &HeaderMap, header: &HeaderName, is_there: bool, tag: Option<&str>) -> Option<bool> {
    let mut lists = headers.get_all(header).iter().map(|value| value.to_str().unwrap_or_default()).peekable();
    lists.peek()?;
    Some(lists.flat_map(|list| list.split(',')).map(str::trim).any(|one| match one {
        "*" => is_there,
        one => tag.is_some_and(|tag| one.trim_start_matches("W/") == tag),
    }))
}

/// It is not as the request says it must be.
pub fn unmet() -> Problem {
    let detail = "this is not, or no longer, as the request says it must be; nothing was changed";
    Problem::new(StatusCode::PRECONDITION_FAILED, "condition_failed", detail)
}

#[cfg(test)]
mod tests {
    use axum::http::header::IF_MATCH;

    use super::*;

    fn named(lists: &[&str], is_there: bool, tag: Option<&str>) -> Option<bool> {
        let headers = lists.iter().map(|list| (IF_MATCH, list.parse().unwrap()));
        names(&HeaderMap::from_iter(headers), &IF_MATCH, is_there, tag)
    }

    #[test]
    fn what_is_there_is_named_by_its_tag_or_by_a_star() {
        let tag = Some("\"a\"");
        assert_eq!(named(&[], true, tag), None);
        for list in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert_eq!((named(&[list], true, tag), named(&[list], false, None)), (Some(true), Some(false)), "{list}");
        }
        for list in ["\"b\"", "", "a", "\"A\""] {
            assert_eq!(named(&[list], true, tag), Some(false), "{list}");
        }
    }
}
