//! What the running server says on standard error, and in which form.

use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

/// The messages of the server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Messages {
    /// `auto`, `text` or `json`.
    pub format: Format,
    /// From which level on; or by target, as `RUST_LOG` has it.
    pub level: String,
}

/// In which form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text on a terminal, JSON everywhere else.
    #[default]
    Auto,
    /// For people.
    Text,
    /// A line of JSON each, for programs.
    Json,
}

impl Default for Messages {
    fn default() -> Self {
        Self { format: Format::Auto, level: "info".to_owned() }
    }
}

impl Messages {
    /// What passes.
    ///
    /// # Errors
    /// A sentence about a level that is none.
    pub fn filter(&self) -> Result<EnvFilter, String> {
        let wrong = |reason: &dyn std::fmt::Display| {
            format!("messages.level: '{}' is no level ({reason}); use error, warn, info, debug or trace", self.level)
        };
        let word = self.level.trim();
        // The library takes any other single word for the name of a part of the program, and shows nothing else then.
        let is_level = ["off", "error", "warn", "info", "debug", "trace"].contains(&word.to_lowercase().as_str());
        if !is_level && !word.contains(['=', ',']) {
            return Err(wrong(&"there is none of that name"));
        }
        // What the database's library says at other levels is of use to nobody but its authors.
        let filter = if word.contains("sqlx") { word.to_owned() } else { format!("{word},sqlx=warn") };
        EnvFilter::builder().parse(filter).map_err(|error| wrong(&error))
    }

    /// Whether they are JSON.
    pub const fn as_json(&self, on_terminal: bool) -> bool {
        match self.format {
            Format::Auto => !on_terminal,
            Format::Text => false,
            Format::Json => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(level: &str) -> Result<String, String> {
        Messages { level: level.to_owned(), ..Messages::default() }.filter().map(|filter| filter.to_string())
    }

    #[test]
    fn a_level_is_a_word_or_says_of_what_it_is_the_level() {
        assert_eq!(filter("warn").as_deref(), Ok("sqlx=warn,warn"));
        assert!(filter("info,api=debug").is_ok() && filter("sqlx=trace").is_ok());
        for wrong in ["", "loud", "api=loud", "info,=,"] {
            assert!(filter(wrong).is_err(), "{wrong}: {:?}", filter(wrong));
        }
    }

    #[test]
    fn text_is_for_terminals_unless_asked_for() {
        let json = |format, terminal| Messages { format, ..Messages::default() }.as_json(terminal);
        assert_eq!([json(Format::Auto, true), json(Format::Auto, false)], [false, true]);
        assert_eq!([json(Format::Text, false), json(Format::Json, true)], [false, true]);
    }
}
