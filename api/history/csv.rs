//! Entries as lines of a table (RFC 4180), safe to open in a spreadsheet: a value that such a
//! program would take for a formula begins with an apostrophe.

use std::fmt::Write;

use chrono::SecondsFormat;
use projections::history::Entry;

/// The names of the columns.
pub const HEAD: &str = "position,at,context,kind,severity,sentence,who,account,name,concerns,concerns_name,from,because,command,key,key_name\r\n";

/// Adds an entry.
pub fn line(entry: &Entry, to: &mut String) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let (concerns, key) = (entry.concerns.as_ref(), entry.who.key.as_ref());
    let fields = [
        entry.position.to_string(),
        entry.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        entry.context.clone(),
        entry.kind.clone(),
        entry.severity.to_owned(),
        entry.sentence.clone(),
        entry.who.who.clone(),
        entry.who.account.map(|account| account.to_string()).unwrap_or_default(),
        text(&entry.who.name),
        concerns.map(|person| person.id.0.to_string()).unwrap_or_default(),
        concerns.map(|person| text(&person.name)).unwrap_or_default(),
        text(&entry.from),
        entry.because.map(|position| position.to_string()).unwrap_or_default(),
        entry.command.to_string(),
        key.map(|key| key.id.to_string()).unwrap_or_default(),
        key.map(|key| text(&key.name)).unwrap_or_default(),
    ];
    for (index, value) in fields.iter().enumerate() {
        if index > 0 {
            to.push(',');
        }
        field(value, to);
    }
    to.push_str("\r\n");
}

fn field(value: &str, to: &mut String) {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|']) { "'" } else { "" };
    if guard.is_empty() && !value.contains([',', '"', '\r', '\n']) {
        to.push_str(value);
    } else {
        // Writing into a string cannot fail.
        let _ = write!(to, "\"{guard}{}\"", value.replace('"', "\"\""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &str) -> String {
        let mut text = String::new();
        field(value, &mut text);
        text
    }

    #[test]
    fn what_parts_fields_is_quoted() {
        assert_eq!(written("plain"), "plain");
        assert_eq!(written("a,b"), "\"a,b\"");
        assert_eq!(written("say \"hi\"\n"), "\"say \"\"hi\"\"\n\"");
    }

    #[test]
    fn nothing_is_taken_for_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            let text = written(formula);
            assert!(text.starts_with("\"'"), "{text}");
        }
    }

    #[test]
    fn the_head_names_every_field() {
        let entry = Entry {
            position: 1,
            at: domain::at(12, 0),
            context: "identity".into(),
            kind: "identity.logged_in.v2".into(),
            severity: "notice",
            sentence: "Logged in".into(),
            who: projections::history::Asker { who: "person".into(), account: None, name: None, key: None },
            concerns: None,
            session: None,
            from: None,
            because: None,
            command: domain::CommandId(uuid::Uuid::nil()),
        };
        let mut text = String::new();
        line(&entry, &mut text);
        assert_eq!(text.split(',').count(), HEAD.split(',').count());
        assert!(text.starts_with("1,2026-03-01T12:00:00.000000Z,identity,"));
    }
}
