//! ETag, If-Match and If-None-Match. The tag of an entity is the length of its stream.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::Problem;

/// The tag of a length.
pub fn etag(length: u64) -> HeaderValue {
    HeaderValue::try_from(format!("\"{length}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// The length that If-Match asks for; `None` where anything will do.
///
/// Weak tags count, too: proxies that compress make strong ones weak, and a length is the same
/// length either way.
pub fn if_match(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let mut tags = tags(headers, &header::IF_MATCH)?;
    match (tags.pop(), tags.is_empty()) {
        (None | Some(Tag::Any), _) => Ok(None),
        (Some(Tag::Length(length)), true) => Ok(Some(length)),
        (Some(_), _) => Err(malformed(&header::IF_MATCH)),
    }
}

/// Whether the client has seen this length already.
pub fn is_known(headers: &HeaderMap, length: u64) -> Result<bool, Problem> {
    let tags = tags(headers, &header::IF_NONE_MATCH)?;
    Ok(tags.iter().any(|tag| matches!(tag, Tag::Any) || *tag == Tag::Length(length)))
}

#[derive(Debug, PartialEq, Eq)]
enum Tag {
    Any,
    Length(u64),
    /// A tag this house never gave.
    Foreign,
}

fn tags(headers: &HeaderMap, name: &HeaderName) -> Result<Vec<Tag>, Problem> {
    let mut tags = Vec::new();
    for value in headers.get_all(name) {
        let value = value.to_str().map_err(|_| malformed(name))?;
        for tag in value.split(',') {
            tags.push(tag_of(tag.trim()).ok_or_else(|| malformed(name))?);
        }
    }
    Ok(tags)
}

fn tag_of(tag: &str) -> Option<Tag> {
    if tag == "*" {
        return Some(Tag::Any);
    }
    let opaque = tag.strip_prefix("W/").unwrap_or(tag).strip_prefix('"')?.strip_suffix('"')?;
    if opaque.contains('"') {
        return None;
    }
    Some(opaque.parse().map_or(Tag::Foreign, Tag::Length))
}

fn malformed(name: &HeaderName) -> Problem {
    let detail = format!("{name}: use a tag as ETag gave it, like \"7\", or *");
    Problem::malformed("etag_invalid", detail).about(name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(value: &str) -> Result<Option<u64>, u16> {
        let headers = HeaderMap::from_iter([(header::IF_MATCH, value.parse().unwrap())]);
        if_match(&headers).map_err(|problem| problem.status.as_u16())
    }

    #[test]
    fn a_tag_is_a_length_in_quotes() {
        assert_eq!(matching("\"7\""), Ok(Some(7)));
        assert_eq!(matching("W/\"7\""), Ok(Some(7)));
        assert_eq!(matching("*"), Ok(None));
        for wrong in ["7", "\"seven\"", "\"7", "", "\"1\", \"2\"", "\"-1\""] {
            assert_eq!(matching(wrong), Err(400), "{wrong}");
        }
        assert_eq!(if_match(&HeaderMap::new()).unwrap(), None);
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        let known = |value: &str| {
            let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, value.parse().unwrap())]);
            is_known(&headers, 7).unwrap()
        };
        assert!(known("\"6\", \"7\"") && known("*") && known("W/\"7\""));
        assert!(!known("\"6\"") && !known("\"of another house\""));
        assert!(!is_known(&HeaderMap::new(), 7).unwrap());
    }
}
