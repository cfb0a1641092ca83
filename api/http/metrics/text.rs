//! The two forms of the text: OpenMetrics 1.0 for whoever asks for it, and the older one of Prometheus (0.0.4) for
//! everybody else, which is what most tools mean by it.

use std::collections::BTreeSet;

use axum::http::{HeaderMap, header::ACCEPT};

/// In which form figures are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Prometheus 0.0.4.
    Plain,
    /// OpenMetrics 1.0.
    OpenMetrics,
}

impl Form {
    /// What a program asks for.
    pub fn asked(headers: &HeaderMap) -> Self {
        let asked = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        if asked.into_iter().any(|asked| asked.contains("application/openmetrics-text")) {
            Self::OpenMetrics
        } else {
            Self::Plain
        }
    }

    /// The type of the answer.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Plain => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }

    /// A text of OpenMetrics in this form.
    pub(super) fn of(self, text: String) -> String {
        match self {
            Self::Plain => plain(&text),
            Self::OpenMetrics => text,
        }
    }
}

/// OpenMetrics names a family of counters without `_total` and ends with a mark; the older form does neither.
fn plain(text: &str) -> String {
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.strip_suffix(" counter"));
    let counters: BTreeSet<&str> = types.collect();
    let mut told = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !line.starts_with("# EOF") && !line.starts_with("# UNIT ")) {
        let name = line.strip_prefix("# HELP ").or_else(|| line.strip_prefix("# TYPE "));
        match name.and_then(|rest| rest.split_once(' ')).filter(|(name, _)| counters.contains(name)) {
            Some((name, rest)) => told.push_str(&format!("{} {name}_total {rest}", &line[..6])),
            None => told.push_str(line),
        }
        told.push('\n');
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_form_names_counters_in_full_and_has_no_end() {
        let open = "# HELP a_requests Requests.\n# TYPE a_requests counter\na_requests_total{b=\"c d\"} 1\n\
            # HELP a_size_bytes Size.\n# TYPE a_size_bytes gauge\n# UNIT a_size_bytes bytes\na_size_bytes 2\n# EOF\n";
        let plain = "# HELP a_requests_total Requests.\n# TYPE a_requests_total counter\na_requests_total{b=\"c d\"} 1\n\
            # HELP a_size_bytes Size.\n# TYPE a_size_bytes gauge\na_size_bytes 2\n";
        assert_eq!(Form::Plain.of(open.to_owned()), plain);
        assert_eq!(Form::OpenMetrics.of(open.to_owned()), open);
    }

    #[test]
    fn who_asks_for_the_newer_form_gets_it() {
        let asked = |accept: &str| Form::asked(&HeaderMap::from_iter([(ACCEPT, accept.parse().unwrap())]));
        let of_prometheus = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
        assert_eq!((asked(of_prometheus), asked("*/*")), (Form::OpenMetrics, Form::Plain));
        assert_eq!(Form::asked(&HeaderMap::new()), Form::Plain);
    }
}
