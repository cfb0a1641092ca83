//! What is asked for on the command line, and what the house is told of it. The house remembers
//! failures, too: but for what somebody at a terminal asked wrongly and sees at once.

use std::{
    io::{IsTerminal as _, stdin},
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{bail, ensure};
use clap::{Args, Subcommand};
use domain::household::backup::{SOUND, UNSOUND, events::*};
use serde_json::json;

use super::{
    check::{Check, Verdict},
    manifest::{View, stays_inside},
    passphrase::{Purpose, passphrase},
    store::Store,
    take::{LOG, Made, Order, take},
};
use crate::{
    config::{Config, ConfigError},
    console::{self, Request, backup::Request as Told},
    folder::Folder,
    printed,
    refusal::AskedWrongly,
};

/// Back the house up, while it runs or not.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Verb {
    #[command(subcommand)]
    check: Option<Sub>,
    #[command(flatten)]
    make: Make,
}

#[derive(Subcommand)]
enum Sub {
    /// Restore a backup into a scratch folder, replay it, and say whether it gives the same house
    Check(Asked),
}

#[derive(Args)]
struct Make {
    /// The folder of backups [default: backup.folder of the configuration]
    dir: Option<PathBuf>,
    /// How many backups are kept [default: backup.keep of the configuration]
    #[arg(long, value_name = "NUMBER")]
    keep: Option<u32>,
    /// A file with the passphrase that seals the secrets
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// For scripts
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Asked {
    /// The folder of backups [default: backup.folder of the configuration]
    dir: Option<PathBuf>,
    /// Which backup [default: the newest]
    #[arg(long, value_name = "NAME")]
    generation: Option<String>,
    /// A file with the passphrase
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// For scripts
    #[arg(long)]
    json: bool,
}

impl Verb {
    /// Does what was asked.
    pub async fn run(self, folder: &Folder) -> anyhow::Result<()> {
        match self.check {
            None => self.make.run(folder).await,
            Some(Sub::Check(asked)) => asked.run(folder).await,
        }
    }
}

fn place(asked: Option<&Path>, config: &Config) -> anyhow::Result<PathBuf> {
    let place = asked.or(config.backup.folder.as_deref());
    let place = place.ok_or_else(|| wrong("no folder for backups: name one, or set backup.folder in daybook.toml"))?;
    Ok(std::path::absolute(place)?)
}

fn wrong(what: impl Into<String>) -> anyhow::Error {
    AskedWrongly(what.into()).into()
}

fn millis(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Tells the house, where there is one.
async fn tell(folder: &Folder, told: Told) -> anyhow::Result<()> {
    if folder.existing().is_err() {
        return Ok(());
    }
    let told = console::ask(folder, Request::Backup(told), |_| Ok(())).await;
    told.map_err(|error| error.context("the house was not told of it"))
}

async fn tell_failure(folder: &Folder, task: &str, place: &Path, error: &anyhow::Error) {
    if error.is::<AskedWrongly>() && stdin().is_terminal() {
        return;
    }
    let (task, place, reason) = (task.to_owned(), place.display().to_string(), format!("{error:#}"));
    if let Err(error) = tell(folder, Told::Failed(BackupFailed { task, place, reason })).await {
        printed::error(&error);
    }
}

/// Why a backup that was made does not hold all bytes of files.
fn incomplete(unsound: &[String], away: &[String]) -> Option<anyhow::Error> {
    let told = |what: &str, which: &[String]| (!which.is_empty()).then(|| format!("{what}: {}", which.join(", ")));
    let damaged = told("damaged in the house, and not in the backup", unsound);
    let missing = told("of some files only what an earlier backup holds is in it", away);
    let wrong: Vec<_> = [damaged, missing].into_iter().flatten().collect();
    (!wrong.is_empty()).then(|| anyhow::anyhow!(wrong.join("; ")))
}

impl Make {
    async fn run(self, folder: &Folder) -> anyhow::Result<()> {
        folder.existing()?;
        folder.refuse_demo()?;
        let config = folder.config()?;
        let place = place(self.dir.as_deref(), &config)?;
        let made = match self.take(folder, &config, &place).await {
            Ok(made) => made,
            Err(error) => {
                tell_failure(folder, MAKE, &place, &error).await;
                return Err(error);
            }
        };
        let Made { generation, head, written_bytes, took_ms, removed, unsound_blobs, away } = made;
        let told = BackupMade {
            generation: generation.clone(),
            place: place.display().to_string(),
            head,
            written_bytes,
            took_ms,
        };
        if self.json {
            printed::json(&json!({
                "generation": generation, "place": told.place, "head": head, "written_bytes": written_bytes,
                "took_ms": took_ms, "removed": removed, "unsound_blobs": unsound_blobs, "away": away,
            }));
        } else {
            printed::line(format!("The backup {generation} was made, up to entry {head}: {written_bytes} bytes."));
        }
        tell(folder, Told::Made(told)).await?;
        let Some(error) = incomplete(&unsound_blobs, &away) else { return Ok(()) };
        tell_failure(folder, MAKE, &place, &error).await;
        Err(error)
    }

    async fn take(&self, folder: &Folder, config: &Config, place: &Path) -> anyhow::Result<Made> {
        let house = folder.join("");
        if place.starts_with(&house) {
            return Err(wrong("a backup within the house would be lost with it: name a folder elsewhere"));
        }
        let url = folder.log_url(config);
        let Some(log) = url.strip_prefix("sqlite:").map(PathBuf::from) else { bail!("{url} is not kept in a file") };
        ensure!(log.exists(), AskedWrongly(format!("there is no log in {}: start the house first", house.display())));
        let log_place = log.strip_prefix(&house).ok().filter(|path| stays_inside(path)).and_then(Path::to_str);
        let order = Order {
            places: config.files.outside(&house).map_err(ConfigError)?,
            log_place: log_place.unwrap_or(LOG).to_owned(),
            log,
            place: place.to_owned(),
            passphrase: passphrase(self.passphrase_file.as_deref(), config, Purpose::Seal)?,
            keep: self.keep.unwrap_or(config.backup.keep).max(1) as usize,
            views: imprints(folder).await?,
            house,
        };
        let bar = printed::bar("backup");
        tokio::task::spawn_blocking(move || {
            let made = take(&order, &bar);
            bar.finish_and_clear();
            made
        })
        .await?
    }
}

/// How the views of the house look, taken before the log: none is ahead of it.
async fn imprints(folder: &Folder) -> anyhow::Result<Vec<View>> {
    let mut views = Vec::new();
    let request = Request::Backup(Told::Imprints);
    let keep = |item| {
        views.push(serde_json::from_value(item)?);
        Ok(())
    };
    console::ask(folder, request, keep).await?;
    Ok(views)
}

impl Asked {
    async fn run(self, folder: &Folder) -> anyhow::Result<()> {
        let config = folder.config()?;
        let place = place(self.dir.as_deref(), &config)?;
        let began = Instant::now();
        let (generation, verdict) = match self.check(&config, &place).await {
            Ok(checked) => checked,
            Err(error) => {
                tell_failure(folder, CHECK, &place, &error).await;
                return Err(error);
            }
        };
        let sound = verdict.flaws.is_empty();
        self.print(&generation, &verdict);
        let told = BackupChecked {
            generation: generation.clone(),
            place: place.display().to_string(),
            outcome: if sound { SOUND } else { UNSOUND }.to_owned(),
            reason: verdict.flaws.join("; "),
            took_ms: millis(began),
        };
        tell(folder, Told::Checked(told)).await?;
        ensure!(sound, "the backup {generation} does not give the same house again");
        Ok(())
    }

    async fn check(&self, config: &Config, place: &Path) -> anyhow::Result<(String, Verdict)> {
        let store = Store::to_read(place)?;
        let generation = store.chosen(self.generation.as_deref())?;
        let passphrase = passphrase(self.passphrase_file.as_deref(), config, Purpose::Open)?;
        let name = generation.name.clone();
        let bar = printed::bar("checking");
        let verdict = Check { store, generation, passphrase }.run(&bar).await;
        bar.finish_and_clear();
        Ok((name, verdict?))
    }

    fn print(&self, generation: &str, verdict: &Verdict) {
        let Verdict { head, flaws, same, replayed } = verdict;
        if self.json {
            printed::json(&json!({
                "generation": generation, "sound": flaws.is_empty(), "flaws": flaws, "head": head,
                "same_views": same, "replayed_views": replayed,
            }));
        } else if flaws.is_empty() {
            let views = same.len() + replayed.len();
            printed::line(format!("The backup {generation} is sound: {head} events and {views} views, replayed."));
        } else {
            flaws.iter().for_each(printed::line);
        }
    }
}
