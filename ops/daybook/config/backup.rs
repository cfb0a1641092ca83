//! Where backups go.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Where backups go.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct BackupConfig {
    /// The folder they are written to.
    pub folder: Option<PathBuf>,
    /// How many are kept.
    pub keep: u32,
    /// A file with the passphrase that seals their secrets.
    pub passphrase_file: Option<PathBuf>,
}

impl Default for BackupConfig {
    fn default() -> Self {
        Self { folder: None, keep: 30, passphrase_file: None }
    }
}

impl BackupConfig {
    pub(super) fn check(&self) -> Result<(), String> {
        if self.keep == 0 {
            return Err("backup.keep: at least 1, or there is no backup".to_owned());
        }
        for (key, path) in [("folder", &self.folder), ("passphrase_file", &self.passphrase_file)] {
            if path.as_ref().is_some_and(|path| path.is_relative()) {
                return Err(format!("backup.{key}: use a whole path, one that begins with /"));
            }
        }
        Ok(())
    }
}
