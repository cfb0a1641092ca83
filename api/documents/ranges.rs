//! Which part of a file is asked for (RFC 9110, section 14).
//!
//! One range of bytes is answered; several at once, and whatever cannot be read, are answered with the whole, as the
//! standard allows.

use axum::http::{
    HeaderMap,
    header::{IF_RANGE, RANGE},
};

/// What of a file is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// From a byte to another, both included.
    Range {
        /// The first byte, counted from 0.
        first: u64,
        /// The last byte.
        last: u64,
    },
    /// What is asked for lies behind its end.
    Nothing,
}

impl Part {
    /// What a request asks for of a file of this length and tag.
    pub fn of(headers: &HeaderMap, length: u64, tag: &str) -> Self {
        let is_same = headers.get(IF_RANGE).is_none_or(|known| known.as_bytes() == tag.as_bytes());
        let asked = headers.get(RANGE).and_then(|value| value.to_str().ok()).filter(|_| is_same);
        asked.and_then(|text| Self::parse(text, length)).unwrap_or(Self::Whole)
    }

    fn parse(text: &str, length: u64) -> Option<Self> {
        let (first, last) = text.trim().strip_prefix("bytes=")?.split_once('-')?;
        let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?;
        match (first.trim(), last.trim()) {
            ("", "") => None,
            ("", suffix) => match number(suffix)? {
                0 => Some(Self::Nothing),
                _ if length == 0 => Some(Self::Nothing),
                count => Some(Self::Range { first: length.saturating_sub(count), last: length - 1 }),
            },
            (first, last) => {
                let first: u64 = number(first)?;
                let last = if last.is_empty() { u64::MAX } else { number(last)? };
                if last < first {
                    return None;
                }
                if first >= length {
                    return Some(Self::Nothing);
                }
                Some(Self::Range { first, last: last.min(length - 1) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(range: &str, length: u64) -> Part {
        Part::of(&HeaderMap::from_iter([(RANGE, range.parse().unwrap())]), length, "\"tag\"")
    }

    const fn range(first: u64, last: u64) -> Part {
        Part::Range { first, last }
    }

    #[test]
    fn one_range_is_answered_and_ends_where_the_file_does() {
        assert_eq!(part("bytes=0-0", 10), range(0, 0));
        assert_eq!(part("bytes=2-5", 10), range(2, 5));
        assert_eq!(part("bytes=5-", 10), range(5, 9));
        assert_eq!(part("bytes=5-99", 10), range(5, 9));
        assert_eq!(part("bytes=-3", 10), range(7, 9));
        assert_eq!(part("bytes=-99", 10), range(0, 9));
    }

    #[test]
    fn what_lies_behind_the_end_is_nothing() {
        for (asked, length) in
            [("bytes=10-", 10), ("bytes=99-100", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=-1", 0)]
        {
            assert_eq!(part(asked, length), Part::Nothing, "{asked}");
        }
    }

    #[test]
    fn several_ranges_and_what_cannot_be_read_are_the_whole() {
        for asked in [
            "bytes=0-1,4-5",
            "bytes=5-2",
            "bytes=-",
            "bytes=a-b",
            "items=0-1",
            "bytes=+1-2",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(part(asked, 10), Part::Whole, "{asked}");
        }
    }

    #[test]
    fn a_part_of_another_version_is_not_put_behind_this_one() {
        let asked =
            |tag: &str| HeaderMap::from_iter([(RANGE, "bytes=2-".parse().unwrap()), (IF_RANGE, tag.parse().unwrap())]);
        assert_eq!(Part::of(&asked("\"tag\""), 10, "\"tag\""), range(2, 9));
        assert_eq!(Part::of(&asked("\"other\""), 10, "\"tag\""), Part::Whole);
        assert_eq!(Part::of(&asked("W/\"tag\""), 10, "\"tag\""), Part::Whole);
    }
}
