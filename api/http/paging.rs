//! Lists by pages: a cursor leads from each to the next.
//!
//! A cursor is opaque and belongs to its list; that of another list, or a made-up one, is refused.

use axum::{
    http::{HeaderMap, HeaderValue, Uri, header::LINK},
    response::{IntoResponse, Response},
};
use projections::Page;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Problem;

/// How many are answered when nobody says.
pub const USUAL: usize = 50;
/// How many are answered at most.
pub const MOST: usize = 200;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageOf<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// The cursor of the next page, as in `Link`; absent on the last.
    pub next: Option<String>,
}

/// Which part of a list that is asked for nothing else.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Pages {
    /// How many at most: 1 to 200, usually 50.
    pub limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    pub cursor: Option<String>,
}

/// Checks how many are asked for.
pub fn limit(asked: Option<usize>) -> Result<usize, Problem> {
    limit_of(asked, MOST)
}

/// The same for a list of small things, of which more are answered.
pub fn limit_of(asked: Option<usize>, most: usize) -> Result<usize, Problem> {
    let limit = asked.unwrap_or(USUAL);
    if (1..=most).contains(&limit) {
        return Ok(limit);
    }
    let detail = format!("limit: {limit} is out of range; use 1 to {most}");
    Err(Problem::malformed("limit_invalid", detail).about("limit"))
}

/// The cursor of a place in a list.
pub fn cursor(list: &str, position: u64) -> String {
    format!("{position:x}-{:04x}", check(list, position))
}

/// The place in a list that a cursor stands for.
pub fn place(list: &str, cursor: Option<&str>) -> Result<Option<u64>, Problem> {
    let Some(text) = cursor else { return Ok(None) };
    let position = text.split_once('-').and_then(|(position, _)| u64::from_str_radix(position, 16).ok());
    // Written again, or two texts would be one cursor; within what the store can count.
    let found = position.filter(|position| i64::try_from(*position).is_ok() && self::cursor(list, *position) == text);
    let detail = "cursor: this is none of this list; use one as Link gave it";
    found.map(Some).ok_or_else(|| Problem::malformed("cursor_invalid", detail).about("cursor"))
}

fn check(list: &str, position: u64) -> u16 {
    let mut hash = blake3::Hasher::new();
    let hash = hash.update(list.as_bytes()).update(&position.to_le_bytes()).finalize();
    u16::from_le_bytes([hash.as_bytes()[0], hash.as_bytes()[1]])
}

/// The answer with a page of a list.
pub fn answer<V, T: From<V> + Serialize>(list: &str, uri: &Uri, page: Page<V>) -> Response {
    let (headers, page) = cut::<V, T>(list, uri, page);
    (headers, axum::Json(page)).into_response()
}

/// A page of a list as it is answered, with the `Link` to the next.
pub fn cut<V, T: From<V>>(list: &str, uri: &Uri, page: Page<V>) -> (HeaderMap, PageOf<T>) {
    let next = page.next.map(|position| cursor(list, position));
    let link = next.as_ref().and_then(|cursor| next_link(uri, "cursor", cursor));
    let headers: HeaderMap = link.into_iter().map(|link| (LINK, link)).collect();
    let items: Vec<T> = page.items.into_iter().map(T::from).collect();
    (headers, PageOf { items, next })
}

/// The `Link` to the next page: the same question with another cursor.
pub fn next_link(uri: &Uri, name: &str, value: &str) -> Option<HeaderValue> {
    let mut query = String::new();
    for pair in uri.query().unwrap_or_default().split('&') {
        if !pair.is_empty() && pair.split('=').next() != Some(name) {
            query.push_str(pair);
            query.push('&');
        }
    }
    HeaderValue::try_from(format!("<{}?{query}{name}={value}>; rel=\"next\"", uri.path())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_place() {
        for position in [0, 1, 255, 1_000_000, i64::MAX as u64] {
            let text = cursor("accounts", position);
            assert_eq!(place("accounts", Some(&text)).unwrap(), Some(position));
        }
        assert_eq!(place("accounts", None).unwrap(), None);
    }

    #[test]
    fn a_cursor_of_another_list_or_of_none_is_refused() {
        let foreign = cursor("alerts", 7);
        let huge = cursor("accounts", u64::MAX);
        for wrong in [foreign.as_str(), huge.as_str(), "", "7", "-", "7-", "zz-0000", "7-0000-0", "+7-0000"] {
            assert_eq!(place("accounts", Some(wrong)).unwrap_err().code, "cursor_invalid", "{wrong}");
        }
    }

    #[test]
    fn the_next_page_keeps_the_question() {
        let uri: Uri = "/api/history/entries?text=a%20b&before=9&limit=2".parse().unwrap();
        let link = next_link(&uri, "before", "7").unwrap();
        assert_eq!(link, "</api/history/entries?text=a%20b&limit=2&before=7>; rel=\"next\"");
    }

    #[test]
    fn a_limit_is_kept_within_bounds() {
        assert_eq!(limit(None).unwrap(), USUAL);
        assert!(limit(Some(0)).is_err() && limit(Some(MOST + 1)).is_err());
        assert!(limit_of(Some(MOST + 1), MOST + 1).is_ok() && limit_of(Some(MOST + 2), MOST + 1).is_err());
    }
}
