//! What a client is told of its limits, on every answer that one of them counted: the fields
//! `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10 (a list of strings
//! with parameters, RFC 9651), and `Retry-After` (RFC 9110, section 10.2.3) where it must wait.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header::RETRY_AFTER};
use domain::household::limits::Limit;

use super::window::{Standing, Window};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STANDING: HeaderName = HeaderName::from_static("ratelimit");

/// How a client stands with one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    limit: Limit,
    count: u32,
    period_s: u32,
    left: u32,
    /// Seconds until the next request, or until all are there again.
    pub again_s: u64,
}

impl Told {
    pub(super) fn of(limit: Limit, window: &Window, standing: Standing) -> Self {
        let Standing { left, wait, whole_again } = standing;
        Self {
            limit,
            count: window.count,
            period_s: window.period_s,
            left,
            again_s: whole_seconds(wait.unwrap_or(whole_again)),
        }
    }

    /// What is allowed, and how long to wait, in words.
    pub fn in_words(&self) -> String {
        let (counted, period) = (self.limit.counted(), self.limit.period());
        format!("at most {} {counted} are let through {period}; wait {} s", self.count, self.again_s)
    }
}

/// Rounded up: the second asked for must not be refused again.
fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// Writes the fields.
pub fn write(told: &[Told], must_wait: bool, headers: &mut HeaderMap) {
    if told.is_empty() {
        return;
    }
    let list = |each: fn(&Told) -> String| told.iter().map(each).collect::<Vec<_>>().join(", ");
    let policy = list(|it| format!("\"{}\";q={};w={}", it.limit.word(), it.count, it.period_s));
    let standing = list(|it| format!("\"{}\";r={};t={}", it.limit.word(), it.left, it.again_s));
    for (name, value) in [(POLICY, policy), (STANDING, standing)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    if let Some(longest) = told.iter().map(|it| it.again_s).max().filter(|_| must_wait) {
        headers.insert(RETRY_AFTER, HeaderValue::from(longest.max(1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_are_lists_of_strings_with_parameters() {
        let hour = Told { limit: Limit::StrangerHour, count: 50, period_s: 3600, left: 49, again_s: 72 };
        let day = Told { limit: Limit::StrangerDay, count: 200, period_s: 86_400, left: 199, again_s: 432 };
        let mut headers = HeaderMap::new();
        write(&[hour, day], false, &mut headers);
        assert_eq!(headers[&POLICY], "\"stranger_hour\";q=50;w=3600, \"stranger_day\";q=200;w=86400");
        assert_eq!(headers[&STANDING], "\"stranger_hour\";r=49;t=72, \"stranger_day\";r=199;t=432");
        assert!(!headers.contains_key(RETRY_AFTER));
        write(&[Told { left: 0, again_s: 71, ..hour }], true, &mut headers);
        assert_eq!(
            (&headers[&STANDING], &headers[RETRY_AFTER]),
            (&"\"stranger_hour\";r=0;t=71".parse().unwrap(), &"71".parse().unwrap())
        );
    }

    #[test]
    fn a_wait_is_rounded_up() {
        assert_eq!(whole_seconds(Duration::from_millis(1)), 1);
        assert_eq!(whole_seconds(Duration::from_secs(1)), 1);
        assert_eq!(whole_seconds(Duration::ZERO), 0);
    }
}
