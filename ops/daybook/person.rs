//! `daybook person`: for whoever is locked out of the dashboard.

use std::io::{BufRead as _, IsTerminal as _};

use anyhow::Context as _;
use clap::Subcommand;
use domain::Role;
use serde_json::Value;

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
    /// Erase a person for good: nobody can read any more what was theirs, and nothing brings it back
    Erase {
        /// The person's mail address, or the id of their account
        whom: String,
        /// The person's name, to confirm it; asked for where it is left out
        #[arg(long)]
        name: Option<String>,
        /// For scripts: the certificate
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
            Self::Erase { whom, name, json } => {
                let name = name.map_or_else(name_to_erase, Ok)?;
                (Request::Erase { whom, name }, json, "The person was erased")
            }
        };
        let print = |done: Value| {
            if as_json {
                printed::json(&done);
            } else {
                printed::line(format!("{what}; see entry {} of the diary.", done["position"]));
                print_certificate(&done["certificate"]);
            }
            Ok(())
        };
        console::ask(folder, console::Request::Person(request), print).await
    }
}

/// What was purged where, and what could not be.
fn print_certificate(certificate: &Value) {
    let each = |name: &str| certificate[name].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if let Some(values) = certificate["values"].as_u64() {
        printed::line(format!("{:14} {values} sealed values in {} entries", "log", certificate["events"]));
    }
    for one in each("purged") {
        printed::line(format!("{:14} {}: {}", text(&one["place"]), text(&one["what"]), one["count"]));
    }
    for one in each("kept") {
        printed::line(format!("not purged     {}: {}", text(&one["place"]), text(&one["why"])));
    }
}

fn name_to_erase() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        printed::note("This cannot be undone. Type the person's name to erase them:");
    }
    line("no name came on standard input")
}

fn password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        printed::note("Password (10 characters at least; it is shown as you type):");
    }
    line("no password came on standard input")
}

fn line(or_else: &'static str) -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context(or_else)?;
    let line = line.trim_end_matches(['\r', '\n']).to_owned();
    if line.is_empty() {
        return Err(AskedWrongly(or_else.to_owned()).into());
    }
    Ok(line)
}
