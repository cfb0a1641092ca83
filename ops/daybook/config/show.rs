//! The configuration without its secrets: as it is in force, and as its file says it.

use super::{Config, ConfigError, keys::KEYS};

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

/// A configuration file without its secrets, and without its remarks: there may be secrets in them.
///
/// # Errors
/// When the text is no configuration.
pub fn without_secrets(text: &str) -> Result<String, ConfigError> {
    let mut table: toml::Table = toml::from_str(text).map_err(|error| ConfigError(error.to_string()))?;
    for key in KEYS.iter().filter(|key| key.secret) {
        let section = if key.section.is_empty() {
            Some(&mut table)
        } else {
            table.get_mut(key.section).and_then(|section| section.as_table_mut())
        };
        if let Some(section) = section {
            section.remove(key.name);
        }
    }
    toml::to_string(&table).map_err(|error| ConfigError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_a_key_nor_a_remark_gives_a_secret_away() {
        let text =
            "# password = \"old\"\nlisten = \"127.0.0.1:1\"\n[mail]\nuser = \"u\"\npassword = \"new\" # or old\n";
        let shown = without_secrets(text).unwrap();
        assert_eq!(shown, "listen = \"127.0.0.1:1\"\n\n[mail]\nuser = \"u\"\n");
    }
}
