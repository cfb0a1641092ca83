//! The configuration as it is in force, without its secrets.

use super::{Config, keys::KEYS};

/// Key, value in force, and the variable that would change it.
pub fn shown(config: &Config) -> Vec<(String, String, String)> {
    let table = toml::Table::try_from(config).unwrap_or_default();
    KEYS.iter()
        .map(|key| {
            let section =
                if key.section.is_empty() { Some(&table) } else { table.get(key.section).and_then(|it| it.as_table()) };
            let value = section.and_then(|section| section.get(key.name));
            let value = match value {
                Some(_) if key.secret => "(set, not shown)".to_owned(),
                Some(value) => value.to_string(),
                None => "(not set)".to_owned(),
            };
            (key.path(), value, key.variable())
        })
        .collect()
}
