//! Which variable or line says a key, so that whoever cannot change it elsewhere finds it.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Spanned, Value};

use super::keys::{KEYS, Key};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sections {
    mail: BTreeMap<String, Spanned<Value>>,
}

/// The origin of each key of `[mail]` that is set; a variable outweighs a line.
pub fn mail_said_by(text: &str, environment: &BTreeMap<String, String>) -> BTreeMap<&'static str, String> {
    let sections: Sections = toml::from_str(text).unwrap_or_default();
    let said = |key: &Key| {
        if environment.contains_key(&key.variable()) {
            return Some((key.name, key.variable()));
        }
        let before = text.get(..sections.mail.get(key.name)?.span().start)?;
        Some((key.name, format!("line {} of daybook.toml", before.matches('\n').count() + 1)))
    };
    KEYS.iter().filter(|key| key.section == "mail").filter_map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_variable_or_its_line() {
        let text = "listen = \"127.0.0.1:1\"\n\n[mail]\n# here\nhost = \"a\"\nport = 25\n[limits]\nburst = 3\n";
        let environment = BTreeMap::from([("DAYBOOK_MAIL_PORT".to_owned(), "26".to_owned())]);
        let said = mail_said_by(text, &environment);
        let expected = [("host", "line 5 of daybook.toml"), ("port", "DAYBOOK_MAIL_PORT")];
        assert_eq!(said, expected.map(|(key, by)| (key, by.to_owned())).into());
    }
}
