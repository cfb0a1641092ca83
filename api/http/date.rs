//! Moments as they stand in headers (RFC 9110, section 5.6.7).

use chrono::{DateTime, Utc};

/// A moment, to the second.
pub fn date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_english_and_in_the_time_of_greenwich() {
        let at: DateTime<Utc> = "1994-11-06T08:49:37.9Z".parse().unwrap();
        assert_eq!(date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
