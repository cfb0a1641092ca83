//! `daybook person`: for whoever is locked out of the dashboard.

use std::io::{BufRead as _, IsTerminal as _};

use anyhow::Context as _;
use clap::Subcommand;
use commands::{Caller, Desk, Done, Failure, fresh_command, identity};
use domain::{AccountId, Role};
use serde::{Deserialize, Serialize};

use crate::{
    cli::AskedWrongly,
    console::{self, Answer, Answers},
    folder::Folder,
    printed,
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

/// The same, as the house is asked.
#[derive(Serialize, Deserialize)]
pub enum Request {
    /// Give a person an account.
    Add {
        /// The person's name.
        name: String,
        /// The person's mail address.
        email: String,
        /// What the person may do.
        role: Role,
        /// The first password.
        password: String,
    },
    /// Open a person's door before the lock's time.
    Unlock {
        /// The person's mail address.
        email: String,
    },
    /// Set a person's password.
    Reset {
        /// The person's mail address.
        email: String,
        /// The password from now on.
        password: String,
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

/// Does what was asked, at the desk.
pub async fn carry_out(desk: &Desk, request: Request, answers: &Answers) -> anyhow::Result<()> {
    let caller = Caller::console(fresh_command());
    let done = match request {
        Request::Add { name, email, role, password } => {
            let new = identity::NewAccount { name, email, password, role };
            identity::open_account(desk, &caller, new).await
        }
        Request::Unlock { email } => {
            let account = found(desk, &email).await?;
            identity::unlock(desk, &caller, account).await.map(|done| (account, done))
        }
        Request::Reset { email, password } => {
            let account = found(desk, &email).await?;
            identity::reset_password(desk, &caller, account, password).await.map(|done| (account, done))
        }
    };
    let (account, Done { position, .. }) = done.map_err(told)?;
    let item = serde_json::json!({ "account": account, "position": position });
    let _ = answers.send(Answer::Item(item)).await;
    Ok(())
}

fn told<R: std::fmt::Display>(failure: Failure<R>) -> anyhow::Error {
    match failure {
        Failure::Refused(refusal) => AskedWrongly(refusal.to_string()).into(),
        Failure::Full => anyhow::anyhow!("the disk is full"),
        Failure::Fault(fault) => fault.into(),
        Failure::Conflict | Failure::Stale { .. } => anyhow::anyhow!("somebody was faster; try again"),
    }
}

async fn found(desk: &Desk, email: &str) -> anyhow::Result<AccountId> {
    let account = identity::account_at(desk, email).await?;
    account.ok_or_else(|| AskedWrongly(format!("nobody here has the address {email}")).into())
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
