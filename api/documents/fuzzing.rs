//! A door for fuzz targets to the headers that bytes of files come and go with; compiled for them alone.

use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{IF_RANGE, RANGE},
};

use super::{
    ranges::Part,
    uploads::headers::{LENGTH, METADATA, Metadata, checksum, number},
};

/// Reads which part of a file is asked for.
///
/// # Panics
/// When it lies outside of the file.
pub fn range(asked: &[u8], known: &[u8], length: u64) {
    let said =
        [(RANGE, asked), (IF_RANGE, known)].map(|(name, value)| Some((name, HeaderValue::from_bytes(value).ok()?)));
    let headers = HeaderMap::from_iter(said.into_iter().flatten());
    match Part::of(&headers, length, "\"tag\"") {
        Part::Range { first, last } => assert!(first <= last && last < length, "{first}-{last} of {length}"),
        Part::Whole | Part::Nothing => {}
    }
}

/// Reads what is said of bytes that are sent in pieces.
///
/// # Panics
/// When something was read that was not said.
pub fn pieces(said: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(said) else { return };
    let of = |name: &HeaderName| HeaderMap::from_iter([(name.clone(), value.clone())]);
    if let Ok(number) = number(&of(&LENGTH), &LENGTH) {
        let digits = String::from_utf8_lossy(said);
        let digits = digits.trim_start_matches('0');
        assert!(number == u64::MAX || digits == number.to_string() || number == 0 && digits.is_empty(), "{number}");
    }
    if let Ok(told) = Metadata::of(&of(&METADATA)) {
        let longest = [&told.name, &told.media_type].into_iter().flatten().map(String::len).max();
        assert!(longest.is_none_or(|longest| longest < said.len()));
    }
    let _ = checksum(&of(&HeaderName::from_static("upload-checksum")));
}
