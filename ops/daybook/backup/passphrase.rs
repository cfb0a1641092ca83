//! The passphrase that seals the secrets of a backup: out of a file, from systemd, or typed in.
//!
//! Never an argument and never a variable: both can be read by others on the machine.

use std::{
    io::{BufRead as _, IsTerminal as _, stdin},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

use crate::{
    config::{Config, secret_in},
    printed,
    refusal::AskedWrongly,
};

/// The credential's name, as `LoadCredential=` gives it.
const CREDENTIAL: &str = "daybook.backup_passphrase";
const LEAST_LETTERS: usize = 12;

/// What it is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To seal: it must be long, and is typed twice.
    Seal,
    /// To open.
    Open,
}

/// The passphrase from the file that was asked for, else from systemd, else from the file of the
/// configuration, else from whoever sits at the terminal.
pub fn passphrase(asked: Option<&Path>, config: &Config, purpose: Purpose) -> anyhow::Result<Zeroizing<String>> {
    let file = asked.map(Path::to_owned).or_else(credential).or_else(|| config.backup.passphrase_file.clone());
    let text = match file {
        Some(file) => secret_in(&file).map_err(|why| wrong(format!("the passphrase in {why}")))?,
        None if stdin().is_terminal() => typed(purpose)?,
        None => return Err(wrong("no passphrase: name a file that holds it with --passphrase-file")),
    };
    if purpose == Purpose::Seal && text.chars().count() < LEAST_LETTERS {
        return Err(wrong(format!("the passphrase is too short: use at least {LEAST_LETTERS} characters")));
    }
    Ok(text)
}

fn wrong(what: impl Into<String>) -> anyhow::Error {
    AskedWrongly(what.into()).into()
}

fn credential() -> Option<PathBuf> {
    let file = PathBuf::from(std::env::var_os("CREDENTIALS_DIRECTORY")?).join(CREDENTIAL);
    file.exists().then_some(file)
}

fn typed(purpose: Purpose) -> anyhow::Result<Zeroizing<String>> {
    printed::note("The passphrase of the backups (it is not shown):");
    let first = unseen_line()?;
    if purpose == Purpose::Seal {
        printed::note("Once more:");
        if unseen_line()? != first {
            return Err(wrong("these were two different passphrases"));
        }
    }
    Ok(first)
}

/// A line that the terminal does not show.
fn unseen_line() -> anyhow::Result<Zeroizing<String>> {
    let terminal = stdin();
    let before = tcgetattr(&terminal).context("the terminal")?;
    let mut unseen = before.clone();
    unseen.local_modes.remove(LocalModes::ECHO);
    tcsetattr(&terminal, OptionalActions::Flush, &unseen).context("the terminal")?;
    let mut line = Zeroizing::new(String::new());
    let read = terminal.lock().read_line(&mut line);
    tcsetattr(&terminal, OptionalActions::Now, &before).context("the terminal")?;
    read.context("no passphrase came")?;
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}
