//! `daybook person`: for whoever is locked out of the dashboard.

use std::io::{BufRead as _, IsTerminal as _};

use anyhow::Context as _;
use clap::Subcommand;
use domain::Role;

use crate::{
    console::{self, person::Request},
    folder::Folder,
    printed,
    refusal::AskedWrongly,
};

/// Help somebody. Passwords are read from standard input, never from the command line.
#[derive(Subcommand)]
pub enum Verb {
    /// Give a person an account
    Add {
        /// The person's mail address
        email: String,
        /// The person's name
        #[arg(long)]
        name: String,
        /// admin, member or viewer
        #[arg(long, default_value = "member")]
        role: Role,
        /// For scripts
        #[arg(long)]
        json: bool,
    },
    /// Open a person's door before the lock's time
    Unlock {
        /// The person's mail address
        email: String,
        /// For scripts
        #[arg(long)]
        json: bool,
    },
    /// Set a person's password and end all their sessions
    Reset {
        /// The person's mail address
        email: String,
        /// For scripts
        #[arg(long)]
        json: bool,
    },
}

impl Verb {
    /// Does what was asked.
    pub async fn run(self, folder: &Folder) -> anyhow::Result<()> {
        folder.existing()?;
        let (request, as_json, what) = match self {
            Self::Add { email, name, role, json } => {
                (Request::Add { name, email, role, password: password()? }, json, "The account was opened")
            }
            Self::Unlock { email, json } => (Request::Unlock { email }, json, "The door is open"),
            Self::Reset { email, json } => {
                (Request::Reset { email, password: password()? }, json, "The password was set")
            }
        };
        let print = |done: serde_json::Value| {
            if as_json {
                printed::json(&done);
            } else {
                printed::line(format!("{what}; see entry {} of the diary.", done["position"]));
            }
            Ok(())
        };
        console::ask(folder, console::Request::Person(request), print).await
    }
}

fn password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        printed::note("Password (10 characters at least; it is shown as you type):");
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("no password came on standard input")?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() {
        return Err(AskedWrongly("no password came on standard input".to_owned()).into());
    }
    Ok(password)
}
