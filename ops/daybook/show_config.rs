//! `daybook config`: what is in force, and whether it fits.

use clap::Subcommand;

use crate::{config::shown, folder::Folder, printed};

/// Look at the configuration.
#[derive(Subcommand)]
pub enum Verb {
    /// Print every key with the value in force; secrets are not shown
    Show {
        /// For scripts
        #[arg(long)]
        json: bool,
    },
    /// Say whether the configuration fits, with line and reason where not
    Check,
}

impl Verb {
    /// Does what was asked.
    pub fn run(&self, folder: &Folder) -> anyhow::Result<()> {
        let config = folder.config()?;
        match self {
            Self::Check => printed::line(format!("{} fits", folder.config_file().display())),
            Self::Show { json: true } => {
                let keys = shown(&config).into_iter().map(|(key, value, _)| (key, value.into()));
                printed::json(&serde_json::Value::Object(keys.collect()));
            }
            Self::Show { json: false } => {
                for (key, value, variable) in shown(&config) {
                    printed::line(format!("{key:28} {value:32} {variable}"));
                }
            }
        }
        Ok(())
    }
}
