//! What is printed: answers on standard output, troubles on standard error.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what a command line does")]

use std::{
    io::{IsTerminal as _, Write as _},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// One line of an answer. A reader that went away ends the program quietly.
pub fn line(text: impl std::fmt::Display) {
    if writeln!(std::io::stdout(), "{text}").is_err() {
        std::process::exit(0);
    }
}

/// An answer for scripts.
pub fn json(value: &serde_json::Value) {
    line(value);
}

/// The same where something is left to do even if nobody reads it any more.
pub fn answer(value: &serde_json::Value) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{value}")
}

/// What went wrong, with its causes.
pub fn error(error: &anyhow::Error) {
    eprintln!("daybook: {error:#}");
}

/// Something to know that is no answer.
pub fn note(text: impl std::fmt::Display) {
    eprintln!("{text}");
}

/// The same for what surely does: where no bar can be shown, it is said.
pub fn slow_bar(what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        note(format!("{what}, which takes some seconds"));
    }
    bar(what)
}

/// A bar for what may take more than a moment; it shows on a terminal only.
pub fn bar(what: &'static str) -> ProgressBar {
    // Of none, all would be done already.
    let bar = ProgressBar::new(1);
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
