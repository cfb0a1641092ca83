//! Pages that are not here, and that strangers ask for to see what is: folded by client and hour.
//!
//! Only growing steps are written, so a flood of them cannot flood the log. Which pages they were is deliberately
//! absent: paths are whatever a stranger likes to write, and the request log has them for a month.

use serde::{Deserialize, Serialize};

use crate::{
    identity::{Event, account::times},
    kernel::{Decider, Stamp},
};

/// Pages that no house has and every scanner asks for: content systems, secrets left lying about, consoles.
const TRAPS: [&str; 16] = [
    "/.aws/",
    "/.env",
    "/.git/",
    "/.ssh/",
    "/.svn/",
    "/actuator",
    "/boaform/",
    "/cgi-bin/",
    "/hnap1",
    "/phpmyadmin",
    "/server-status",
    "/solr/",
    "/vendor/phpunit",
    "/wp-admin",
    "/wp-login.php",
    "/xmlrpc.php",
];

/// What browsers, phones and authorities ask every house for by themselves.
const USUAL: [&str; 6] =
    ["/favicon.ico", "/robots.txt", "/apple-touch-icon", "/.well-known/", "/browserconfig.xml", "/sitemap.xml"];

/// From this many different pages on it is written down.
pub const PAGES: u32 = 20;
/// From this many traps on it is written down.
pub const TRAPPED: u32 = 2;

/// Whether a page is one that only scanners ask for.
#[must_use]
pub fn is_trap(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    TRAPS.iter().any(|trap| path.starts_with(trap)) || path.ends_with(".php")
}

/// Whether a page is one that is asked for by itself.
#[must_use]
pub fn is_usual(path: &str) -> bool {
    USUAL.iter().any(|usual| path.starts_with(usual))
}

/// What is written down of one client within one hour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Probes {
    written: (u32, u32),
}

/// Count what somebody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// How many different pages that are not here within the hour, traps among them.
    pub pages: u32,
    /// How many of them were traps.
    pub traps: u32,
}

/// Counting is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Never {}

/// Somebody asks for pages that are not here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrangersProbed {
    /// How many different ones within the hour, so far.
    pub pages: u32,
    /// How many of them only scanners ask for.
    pub traps: u32,
}

impl StrangersProbed {
    pub(super) fn sentence(&self) -> String {
        let Self { pages, traps } = self;
        let pages =
            if *pages == 1 { "a page that is not here".to_owned() } else { format!("{pages} pages that are not here") };
        match traps {
            0 => format!("Somebody asked for {pages} within an hour"),
            traps => format!("Somebody asked for {pages} within an hour and tried known weak spots {}", times(*traps)),
        }
    }
}

/// The largest step of 1, 2, 5, 10, 20, 50, ... that a count has reached.
fn step(count: u32) -> u32 {
    let Some(power) = count.checked_ilog10().map(|digits| 10_u32.pow(digits)) else { return 0 };
    match count / power {
        5.. => power * 5,
        2.. => power * 2,
        _ => power,
    }
}

/// Whether a count has come to a step that is written down.
#[must_use]
pub fn is_news(before: Record, now: Record) -> bool {
    let pages = now.pages >= PAGES && step(now.pages) > step(before.pages);
    let traps = now.traps >= TRAPPED && step(now.traps) > step(before.traps);
    pages || traps
}

impl Decider for Probes {
    const KIND: &'static str = "identity.probes";
    type Command = Record;
    type Event = Event;
    type Refusal = Never;

    fn decide(&self, now: Record, _stamp: &Stamp) -> Result<Vec<Event>, Never> {
        let (pages, traps) = self.written;
        let Record { pages: asked, traps: trapped } = now;
        let news = is_news(Record { pages, traps }, now);
        Ok(if news { vec![StrangersProbed { pages: asked, traps: trapped }.into()] } else { vec![] })
    }

    fn evolve(&mut self, event: &Event) {
        if let Event::StrangersProbed(it) = event {
            self.written = (it.pages, it.traps);
        }
    }
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::Scenario;

    #[test]
    fn a_thousand_pages_leave_six_lines() {
        let (mut state, stamp) = (Probes::default(), Scenario::<Probes>::given([]));
        let mut lines = Vec::new();
        for pages in 1..=1000 {
            for event in stamp.decided(&state, Record { pages, traps: 0 }).unwrap_or_default() {
                state.evolve(&event);
                lines.push(pages);
            }
        }
        assert_eq!(lines, [20, 50, 100, 200, 500, 1000]);
    }

    #[test]
    fn two_traps_are_worth_a_line_and_one_is_not() {
        let nobody = Scenario::<Probes>::given([]);
        nobody.when(Record { pages: 9, traps: 1 }).then_nothing();
        nobody.when(Record { pages: 2, traps: 2 }).then([StrangersProbed { pages: 2, traps: 2 }.into()]);
        let known = Scenario::<Probes>::given([StrangersProbed { pages: 2, traps: 2 }.into()]);
        known.when(Record { pages: 4, traps: 4 }).then_nothing();
    }

    #[test]
    fn traps_are_known_however_they_are_written() {
        for trap in ["/wp-login.php", "/WP-Admin/setup", "/.env", "/.env.bak", "/.git/config", "/shell.PHP"] {
            assert!(is_trap(trap), "{trap}");
        }
        for page in ["/", "/diary", "/.well-known/change-password", "/favicon.ico", "/environment", "/git"] {
            assert!(!is_trap(page), "{page}");
        }
        assert!(is_usual("/favicon.ico") && is_usual("/.well-known/assetlinks.json") && !is_usual("/old"));
    }
}
