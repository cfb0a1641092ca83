//! What a person types into the search field, made into a full-text question that is always well-formed.
//!
//! Each word must occur in the sentence, in the event's name or in the present name of a person
//! involved. The names themselves are not in the index: there each kind and person is one word.

use std::collections::BTreeSet;

use rusqlite::Connection;

/// More words than this narrow nothing down.
const MOST_WORDS: usize = 16;
const MOST_PERSONS: usize = 64;
/// From this length on the last word may be the beginning of one.
const BEGINNING: usize = 3;

// Private-use letters count as letters of a word, and nobody can type them: `typed` drops them.
const KIND: char = '\u{E000}';
const PERSON: char = '\u{E001}';
const KEY: char = '\u{E002}';

/// The word that stands for a kind of event in the index.
pub(super) fn kind_word(id: i64) -> String {
    format!("{KIND}{id}")
}

/// The word that stands for a person in the index.
pub(super) fn person_word(id: i64) -> String {
    format!("{PERSON}{id}")
}

/// The word that stands for an API key in the index.
pub(super) fn key_word(id: i64) -> String {
    format!("{KEY}{id}")
}

/// One of several words must occur.
pub(super) fn any_of(words: impl IntoIterator<Item = String>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("\"{word}\"")).collect();
    format!("({})", words.join(" OR "))
}

/// The full-text question for what was typed; `None` when there is no word in it.
pub(super) fn question(connection: &Connection, text: &str) -> rusqlite::Result<Option<String>> {
    let words = typed(text);
    let Some(last) = words.len().checked_sub(1) else { return Ok(None) };
    let mut parts = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let beginning = index == last && word.chars().count() >= BEGINNING;
        let star = if beginning { " *" } else { "" };
        let mut part = format!("(\"{word}\"{star}");
        for stand_in in stand_ins(connection, word, beginning)? {
            part.push_str(&format!(" OR \"{stand_in}\""));
        }
        part.push(')');
        parts.push(part);
    }
    Ok(Some(parts.join(" AND ")))
}

fn typed(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(MOST_WORDS).map(str::to_lowercase).collect()
}

/// The words for kinds and persons in whose names a word occurs.
fn stand_ins(connection: &Connection, word: &str, beginning: bool) -> rusqlite::Result<BTreeSet<String>> {
    let occurs = |name: &str| typed(name).iter().any(|part| part == word || (beginning && part.starts_with(word)));
    let mut found = BTreeSet::new();
    let mut kinds = connection.prepare_cached("SELECT id, name FROM kinds")?;
    let mut rows = kinds.query([])?;
    while let Some(row) = rows.next()? {
        if occurs(row.get_ref(1)?.as_str()?) {
            found.insert(kind_word(row.get(0)?));
        }
    }
    let mut persons = connection.prepare_cached("SELECT id, name FROM persons WHERE name IS NOT NULL")?;
    let (mut rows, mut left) = (persons.query([])?, MOST_PERSONS);
    while let (Some(row), 1..) = (rows.next()?, left) {
        if occurs(row.get_ref(1)?.as_str()?) {
            found.insert(person_word(row.get(0)?));
            left -= 1;
        }
    }
    Ok(found)
}
