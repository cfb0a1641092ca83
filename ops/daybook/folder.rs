//! The data folder: where everything of a house lies, and who may use it now.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::{
    config::{Config, ConfigError, load, write_template},
    lock::{Holder, Lock},
    refusal::AskedWrongly,
};

/// Marks the folder of a demo, which is never run as a real house.
pub const DEMO_MARK: &str = "this-is-a-demo";

/// The data folder of a house.
pub struct Folder {
    path: PathBuf,
    environment: BTreeMap<String, String>,
}

impl Folder {
    /// The folder that was asked for, or the usual one.
    pub fn at(asked: Option<PathBuf>) -> anyhow::Result<Self> {
        let environment = environment()?;
        let usual = || environment.get("DAYBOOK_DATA").map_or_else(|| "daybook-data".into(), PathBuf::from);
        let path = std::path::absolute(asked.unwrap_or_else(usual))?;
        Ok(Self { path, environment })
    }

    /// Makes the folder, readable by its owner alone, and the configuration file in it.
    pub fn make(&self) -> anyhow::Result<()> {
        use std::os::unix::fs::DirBuilderExt as _;
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.path);
        made.with_context(|| format!("the data folder {}", self.path.display()))?;
        let file = self.config_file();
        write_template(&file).with_context(|| file.display().to_string())
    }

    /// The folder must be there already.
    pub fn existing(&self) -> anyhow::Result<()> {
        if self.path.is_dir() {
            return Ok(());
        }
        let error =
            format!("there is no house in {}; start one with daybook, or say --data FOLDER", self.path.display());
        Err(AskedWrongly(error).into())
    }

    /// Whether a variable says where the house listens.
    pub fn listen_is_named(&self) -> bool {
        self.environment.contains_key("DAYBOOK_LISTEN")
    }

    /// Whether a variable names the folder.
    pub fn is_named(&self) -> bool {
        self.environment.contains_key("DAYBOOK_DATA")
    }

    /// Whether there is a house in it, or the beginning of one.
    pub fn holds_a_house(&self) -> bool {
        ["daybook.toml", "log.sqlite", "vault.sqlite"].iter().any(|name| self.join(name).exists())
    }

    /// A demo was here; what it made up is no beginning of a real house.
    pub fn refuse_demo(&self) -> anyhow::Result<()> {
        if !self.join(DEMO_MARK).exists() {
            return Ok(());
        }
        let path = self.path.display();
        Err(AskedWrongly(format!("{path} is the folder of a demo, and no real house; choose another folder")).into())
    }

    /// The configuration, as file and environment say it.
    pub fn config(&self) -> Result<Config, ConfigError> {
        load(&self.config_file(), &self.environment)
    }

    /// The configuration file.
    pub fn config_file(&self) -> PathBuf {
        self.path.join("daybook.toml")
    }

    /// A path in the folder.
    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path.join(name)
    }

    /// The URL of the log; a relative path begins in the folder.
    pub fn log_url(&self, config: &Config) -> String {
        match config.log.strip_prefix("sqlite:") {
            Some(path) => format!("sqlite:{}", self.path.join(path).display()),
            None => config.log.clone(),
        }
    }

    /// The only writer from now on; `None` when there is another.
    pub fn lock(&self) -> anyhow::Result<Option<Lock>> {
        Lock::take(&self.lock_file())
    }

    /// Who else is the only writer, as far as they left word.
    pub fn holder(&self) -> Option<Holder> {
        Holder::of(&self.lock_file())
    }

    /// What to say to whoever finds another writer there.
    pub fn in_the_way(&self) -> anyhow::Error {
        Holder::is_in_the_way(&self.lock_file())
    }

    fn lock_file(&self) -> PathBuf {
        self.join("lock")
    }

    /// The socket on which a running house listens to whoever sits at the machine.
    pub fn console(&self) -> PathBuf {
        self.join("console.sock")
    }
}

/// The variables that are ours; those of others are none of our business, whatever they hold.
fn environment() -> Result<BTreeMap<String, String>, ConfigError> {
    let ours = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
    ours.filter(|(name, _)| name.starts_with("DAYBOOK_"))
        .map(|(name, value)| match value.into_string() {
            Ok(value) => Ok((name, value)),
            Err(_) => Err(ConfigError(format!("{name}: its value is no text (UTF-8)"))),
        })
        .collect()
}
