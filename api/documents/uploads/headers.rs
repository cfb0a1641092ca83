//! The headers of tus, read strictly: what is doubtful is refused, and says which header it is about.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, request::Parts},
};
use commands::documents::Checksum;

use crate::{
    front::Front,
    http::{Problem, base64},
};

/// The one version that is spoken.
pub const VERSION: &str = "1.0.0";
pub const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub const LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
pub const METADATA: HeaderName = HeaderName::from_static("upload-metadata");

/// Whoever asks speaks this version.
pub struct Tus;

impl FromRequestParts<Arc<Front>> for Tus {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _front: &Arc<Front>) -> Result<Self, Problem> {
        if parts.headers.get(RESUMABLE).is_some_and(|version| version == VERSION) {
            return Ok(Self);
        }
        let detail = "Tus-Resumable: this house speaks version 1.0.0";
        let problem = Problem::new(StatusCode::PRECONDITION_FAILED, "tus_version_unknown", detail);
        let version = HeaderValue::from_static(VERSION);
        Err(problem.about(RESUMABLE.as_str()).with(HeaderName::from_static("tus-version"), version))
    }
}

fn wrong(name: &HeaderName, detail: &str) -> Problem {
    Problem::malformed("upload_header_invalid", format!("{name}: {detail}")).about(name.as_str())
}

fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Problem> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| wrong(name, "use plain letters")),
        _ => Err(wrong(name, "send one")),
    }
}

/// A number of bytes.
pub fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Problem> {
    let digits = one(headers, name)?.filter(|text| !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit()));
    let digits = digits.ok_or_else(|| wrong(name, "send a number of bytes"))?;
    match digits.trim_start_matches('0') {
        "" => Ok(0),
        // A number that no u64 holds is a number still: the rules say that it is too large.
        digits => Ok(digits.parse().unwrap_or(u64::MAX)),
    }
}

/// What is said of a file: pairs of a word and a value, and all of it as it came.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    pub name: Option<String>,
    pub media_type: Option<String>,
    pub said: String,
}

impl Metadata {
    /// Reads it. Programs call the same by several words.
    pub fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(said) = one(headers, &METADATA)? else { return Ok(Self::default()) };
        let mut seen = std::collections::BTreeMap::new();
        for pair in said.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (word, value) = pair.split_once(' ').unwrap_or((pair, ""));
            let value = base64(value).ok_or_else(|| wrong(&METADATA, "the values are Base64"))?;
            if seen.insert(word, value).is_some() {
                return Err(wrong(&METADATA, "each word stands there once"));
            }
        }
        let text = |words: [&str; 2]| match words.iter().find_map(|word| seen.get(word)) {
            None => Ok(None),
            Some(value) => match String::from_utf8(value.clone()) {
                Ok(text) => Ok(Some(text)),
                Err(_) => Err(wrong(&METADATA, "names are in UTF-8")),
            },
        };
        let (name, media_type) = (text(["filename", "name"])?, text(["filetype", "type"])?);
        Ok(Self { name, media_type, said: said.to_owned() })
    }
}

/// What a piece is said to hash to.
pub fn checksum(headers: &HeaderMap) -> Result<Option<Checksum>, Problem> {
    const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
    let Some(said) = one(headers, &CHECKSUM)? else { return Ok(None) };
    let known = || {
        let (way, value) = said.split_once(' ')?;
        Checksum::of(way, base64(value)?)
    };
    known().map(Some).ok_or_else(|| wrong(&CHECKSUM, "send sha1 or sha256, a space, and the hash in Base64"))
}

/// Whether a body is a piece of a file.
pub fn is_piece(headers: &HeaderMap) -> bool {
    headers.get(axum::http::header::CONTENT_TYPE).is_some_and(|kind| kind == "application/offset+octet-stream")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_number_is_digits_however_many() {
        let read = |value: &str| number(&headers(&[("upload-length", value)]), &LENGTH).ok();
        assert_eq!((read("0"), read("007"), read("9000000000")), (Some(0), Some(7), Some(9_000_000_000)));
        assert_eq!(read("99999999999999999999999"), Some(u64::MAX));
        for wrong in ["", "-1", "+1", "1.5", "0x10", "1 2", "many"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert!(number(&HeaderMap::new(), &LENGTH).is_err());
    }

    #[test]
    fn what_is_said_of_a_file_is_read_by_the_words_of_several_programs() {
        let read = |value: &str| Metadata::of(&headers(&[("upload-metadata", value)]));
        let said = read("filename ZsO8ci50eHQ=, filetype dGV4dC9wbGFpbg==,is_confidential").unwrap();
        assert_eq!((said.name.as_deref(), said.media_type.as_deref()), (Some("für.txt"), Some("text/plain")));
        let said = read("name YQ==,type YS9i").unwrap();
        assert_eq!((said.name.as_deref(), said.media_type.as_deref()), (Some("a"), Some("a/b")));
        assert_eq!(read("").unwrap(), Metadata::default());
        for wrong in ["filename a", "filename YQ==,filename YQ==", "filename /w==", "filename YQ== YQ=="] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_checksum_has_a_way_that_is_known() {
        let read = |value: &str| checksum(&headers(&[("upload-checksum", value)]));
        assert!(read("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=").unwrap().is_some());
        for wrong in ["", "sha1", "sha1 !", "md5 Kq5sNclPz7QV2+lfQIuc6Q==", "crc32 AAAA"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(checksum(&HeaderMap::new()).unwrap().is_none());
    }
}
