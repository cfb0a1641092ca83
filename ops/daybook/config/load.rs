//! Reading the file and the environment, and refusing what does not fit with line and reason.

use std::{collections::BTreeMap, net::SocketAddr, path::Path};

use commands::Cost;
use serde::{Deserialize, Serialize};

use super::{
    BackupConfig, FilesConfig, Limits, MailConfig, Messages, Mode, Proxy, TlsConfig,
    keys::{KEYS, Key, Shape},
    lines::line_of,
    origin::mail_said_by,
};

/// The configuration of a house.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The log's engine and place.
    pub log: String,
    /// Addresses or networks of proxies whose `X-Forwarded-*` headers are believed.
    pub proxies: Vec<String>,
    /// What a proxy in front may be asked to do.
    pub proxy: Proxy,
    /// The mail server.
    pub mail: MailConfig,
    /// What encrypts connections.
    pub tls: TlsConfig,
    /// How much one client may ask for.
    pub limits: Limits,
    /// What a password hash costs.
    pub passwords: Passwords,
    /// Where the bytes of files are kept.
    pub files: FilesConfig,
    /// Where backups go.
    pub backup: BackupConfig,
    /// What is said on standard error.
    pub messages: Messages,
}

/// What a password hash costs whoever guesses.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Passwords {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for Passwords {
    fn default() -> Self {
        let Cost { memory_kib, passes } = Cost::default();
        Self { memory_kib, passes }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            log: "sqlite:log.sqlite".to_owned(),
            proxies: Vec::new(),
            proxy: Proxy::default(),
            mail: MailConfig::default(),
            tls: TlsConfig::default(),
            limits: Limits::default(),
            passwords: Passwords::default(),
            files: FilesConfig::default(),
            backup: BackupConfig::default(),
            messages: Messages::default(),
        }
    }
}

/// What is wrong with the configuration, and where.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

/// Reads the file, where there is one, and the environment.
///
/// # Errors
/// A sentence with line and reason.
pub fn load(file: &Path, environment: &BTreeMap<String, String>) -> Result<Config, ConfigError> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(ConfigError(format!("{}: {error}", file.display()))),
    };
    let in_file = |error: toml::de::Error| ConfigError(format!("{}: {error}", file.display()));
    toml::from_str::<Config>(&text).map_err(in_file)?;
    let mut table: toml::Table = toml::from_str(&text).map_err(in_file)?;
    for (variable, value) in environment.iter().filter(|(name, _)| name.starts_with("DAYBOOK_")) {
        override_key(&mut table, variable, value)?;
    }
    let mut config: Config = table.try_into().map_err(|error| ConfigError(format!("environment: {error}")))?;
    config.mail.said_by = mail_said_by(&text, environment);
    config.check().map_err(|reason| ConfigError(format!("{}: {}{reason}", file.display(), place(&text, &reason))))?;
    Ok(config)
}

/// The line of the key that a reason begins with, where the file sets it.
fn place(text: &str, reason: &str) -> String {
    let path = reason.split(':').next().unwrap_or_default();
    let key = KEYS.iter().find(|key| key.path() == path);
    let line = key.and_then(|key| line_of(text, key.section, key.name));
    line.map_or_else(String::new, |line| format!("line {line}: "))
}

fn override_key(table: &mut toml::Table, variable: &str, value: &str) -> Result<(), ConfigError> {
    // The data folder is where the file is found, so it is no key of the file.
    if variable == "DAYBOOK_DATA" {
        return Ok(());
    }
    let unknown = || ConfigError(format!("{variable}: there is no such key; see daybook config show"));
    let key = KEYS.iter().find(|key| key.variable() == variable).ok_or_else(unknown)?;
    let value =
        parse(key, value).ok_or_else(|| ConfigError(format!("{variable}: '{value}' is no {}", key.shape.told())))?;
    let section = if key.section.is_empty() {
        table
    } else {
        let section = table.entry(key.section).or_insert_with(|| toml::Table::new().into());
        section.as_table_mut().ok_or_else(unknown)?
    };
    section.insert(key.name.to_owned(), value);
    Ok(())
}

fn parse(key: &Key, value: &str) -> Option<toml::Value> {
    match key.shape {
        Shape::Text => Some(value.into()),
        Shape::Number => value.trim().parse::<i64>().ok().map(Into::into),
        Shape::List => {
            let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
            Some(toml::Value::Array(parts.map(Into::into).collect()))
        }
        Shape::Pairs => {
            let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
            let pair = |part: &str| part.split_once('=').map(|(name, value)| (name.to_owned(), value.into()));
            parts.map(pair).collect::<Option<toml::Table>>().map(toml::Value::Table)
        }
    }
}

impl Config {
    /// The proxies whose word counts.
    ///
    /// # Errors
    /// A sentence about the one that is no address.
    pub fn trusted_proxies(&self) -> Result<Vec<api::Network>, String> {
        self.proxies.iter().map(|proxy| proxy.parse().map_err(|error| format!("proxies: {error}"))).collect()
    }

    fn check(&self) -> Result<(), String> {
        self.mail.configured()?;
        self.backup.check()?;
        self.files.check()?;
        self.proxy.check()?;
        self.trusted_proxies()?;
        self.limits.bounds()?;
        self.messages.filter()?;
        self.tls.check(self.listen)?;
        let is_open = !self.listen.ip().is_loopback() && self.proxies.is_empty();
        if is_open && self.tls.mode == Mode::Off {
            return Err(format!(
                "listen: {} can be reached from other machines, but nothing encrypts what they send. Set mode under \
                 [tls]: \"local\" makes a certificate for the home network, \"acme\" fetches one for a public name, \
                 \"files\" takes your own. Or listen on 127.0.0.1, or put a proxy with a certificate in front and name \
                 its address under proxies",
                self.listen
            ));
        }
        if self.passwords.memory_kib < 8 || self.passwords.passes < 1 {
            return Err("passwords: argon2 needs at least 8 KiB and 1 pass".to_owned());
        }
        if self.limits.requests_per_second > 0 && self.limits.burst == 0 {
            return Err("limits.burst: at least 1, or nobody gets in".to_owned());
        }
        if !(1..=300).contains(&self.limits.socket_ping_seconds) {
            return Err("limits.socket_ping_seconds: use 1 to 300".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load_text(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("daybook.toml");
        std::fs::write(&file, text).expect("written");
        let environment = environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        load(&file, &environment).map_err(|error| error.to_string())
    }

    #[test]
    fn a_wrong_key_is_refused_with_its_line() {
        let error = load_text("listen = \"127.0.0.1:1\"\nlisten_on = 3\n", &[]).expect_err("refused");
        assert!(error.contains("line 2") && error.contains("listen_on"), "{error}");
    }

    #[test]
    fn the_environment_outweighs_the_file() {
        let environment = [("DAYBOOK_LISTEN", "127.0.0.1:9"), ("DAYBOOK_MAIL_PORT", "2525")];
        let config = load_text("listen = \"127.0.0.1:1\"\n[mail]\nport = 25\n", &environment).expect("read");
        assert_eq!((config.listen.port(), config.mail.port), (9, Some(2525)));
    }

    #[test]
    fn places_are_named_by_the_file_or_by_a_variable() {
        let said = "[files.places]\nnas = \"/mnt/nas\"\n";
        let environment = [("DAYBOOK_FILES_PLACES", "usb=/mnt/usb, nas=/mnt/elsewhere")];
        let names =
            |environment| load_text(said, environment).map(|it| it.files.places.into_keys().collect::<Vec<_>>());
        assert_eq!((names(&[]), names(&environment)), (Ok(vec!["nas".into()]), Ok(vec!["nas".into(), "usb".into()])));
        let error = load_text("", &[("DAYBOOK_FILES_PLACES", "/mnt/nas")]).expect_err("refused");
        assert!(error.contains("name=value"), "{error}");
        assert!(load_text("[files.places]\nnas = \"nas\"\n", &[]).expect_err("refused").contains("files.places: nas"));
    }

    #[test]
    fn an_unknown_variable_is_refused() {
        assert!(load_text("", &[("DAYBOOK_LISTNE", "x")]).expect_err("refused").contains("DAYBOOK_LISTNE"));
    }

    #[test]
    fn other_machines_are_let_in_through_a_proxy_only() {
        let error = load_text("\nlisten = \"0.0.0.0:80\"", &[]).expect_err("refused");
        assert!(error.contains("proxies") && error.contains("[tls]") && error.contains("line 2: listen"), "{error}");
        assert!(load_text("listen = \"0.0.0.0:80\"\n[tls]\nmode = \"local\"", &[]).is_ok());
        assert!(load_text("listen = \"0.0.0.0:80\"\nproxies = [\"127.0.0.1\"]", &[]).is_ok());
    }

    #[test]
    fn the_written_file_is_what_runs_without_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("daybook.toml");
        super::super::write_template(&file).expect("written");
        assert_eq!(load(&file, &BTreeMap::new()).expect("read"), Config::default());
    }
}
