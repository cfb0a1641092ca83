//! `daybook config`: what is in force, and whether it fits.

use clap::Subcommand;

use crate::{config::shown, folder::Folder, printed};

/// Key, value in force, and variable.
type Row = (String, String, String);

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
                let keys = shown(&config);
                let widest = |of: fn(&Row) -> &str| keys.iter().map(|row| of(row).len()).max().unwrap_or(0);
                let (names, variables) = (widest(|row| &row.0), widest(|row| &row.2));
                printed::note(format!("in force in the data folder {}", folder.join("").display()));
                for (key, value, variable) in &keys {
                    printed::line(format!("{key:names$}  {variable:variables$}  {value}"));
                }
            }
        }
        Ok(())
    }
}
