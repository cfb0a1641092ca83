//! `daybook restore`: a house out of a backup, in a folder that was empty. It appears there in one
//! step, whole and checked, or not at all.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use commands::{VaultMoment, forget_people};
use domain::PersonId;
use indicatif::ProgressBar;
use serde_json::json;
use zeroize::Zeroizing;

use super::{
    copying::{make_folder, sync_folder, sync_folders},
    forgotten,
    manifest::Manifest,
    passphrase::{Purpose, passphrase},
    store::{Generation, Store},
    take::{CONFIG, VAULT},
    unpack,
};
use crate::{config::load, folder::Folder, printed, refusal::AskedWrongly};

/// Make a house out of a backup.
#[derive(Args)]
pub struct Restore {
    /// The folder of backups
    dir: PathBuf,
    /// Which backup [default: the newest]
    #[arg(long, value_name = "NAME")]
    generation: Option<String>,
    /// The folder the house shall lie in; it must be empty, or not be there
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// A file with the passphrase
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// For scripts
    #[arg(long)]
    json: bool,
}

impl Restore {
    /// Does what was asked.
    pub async fn run(self, folder: &Folder) -> anyhow::Result<()> {
        let target = plain(&std::path::absolute(&self.to)?)?;
        let store = Store::to_read(&std::path::absolute(&self.dir)?)?;
        let generation = store.chosen(self.generation.as_deref())?;
        refuse_a_house(&target)?;
        let manifest = Manifest::read(&generation.path)?;
        let passphrase = passphrase(self.passphrase_file.as_deref(), &folder.config()?, Purpose::Open)?;
        let forgotten = forgotten(&store, folder)?;
        let (bar, shown) = (printed::bar("reading"), manifest.clone());
        let order = Order { store, generation, manifest, passphrase, forgotten, target };
        let done = tokio::task::spawn_blocking(move || {
            let done = order.carry_out(&bar);
            bar.finish_and_clear();
            done.map(|forgotten| (order, forgotten))
        });
        let (order, forgotten) = done.await??;
        self.tell(&order, &shown, forgotten);
        Ok(())
    }

    fn tell(&self, order: &Order, manifest: &Manifest, forgotten: usize) {
        let (config, log) = (order.target.join(CONFIG), format!("sqlite:{}", manifest.log.place));
        if load(&config, &BTreeMap::new()).is_ok_and(|config| config.log != log) {
            let config = config.display();
            printed::note(format!("{config} names another log: set log = \"{log}\" there before you start the house."));
        }
        let (generation, target) = (&order.generation.name, order.target.display().to_string());
        if self.json {
            let head = manifest.log.head;
            printed::json(&json!({ "generation": generation, "to": target, "head": head, "forgotten": forgotten }));
            return;
        }
        printed::line(format!(
            "The house of {generation} lies in {target}, up to entry {}. Start it with: daybook --data {target}",
            manifest.log.head
        ));
        if forgotten > 0 {
            printed::line(format!("{forgotten} people were forgotten since; their keys were not brought back."));
        }
    }
}

/// The same folder without `..`, as a person would write it. What is there already may be a link, so it is asked where
/// it leads; what follows is to be made, and leads nowhere else.
fn plain(path: &Path) -> anyhow::Result<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                if plain.exists() {
                    plain = fs::canonicalize(&plain).with_context(|| plain.display().to_string())?;
                }
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    Ok(plain)
}

fn refuse_a_house(target: &Path) -> anyhow::Result<()> {
    let Ok(mut entries) = fs::read_dir(target) else {
        ensure!(!target.exists(), AskedWrongly(format!("{} is no folder", target.display())));
        return Ok(());
    };
    match entries.next() {
        None => Ok(()),
        Some(_) => {
            Err(AskedWrongly(format!("{} is not empty: nothing is restored over a house", target.display())).into())
        }
    }
}

/// Whom the backups know to be forgotten, and whom the house that stands now does.
fn forgotten(store: &Store, folder: &Folder) -> anyhow::Result<BTreeSet<PersonId>> {
    let mut people = forgotten::read(store.path()).context(
        "restoring without it could bring back people who were forgotten; a new backup of the house writes it anew",
    )?;
    let vault = folder.join(VAULT);
    if vault.exists() {
        people.extend(VaultMoment::of(&vault)?.forgotten()?);
    }
    Ok(people)
}

struct Order {
    store: Store,
    generation: Generation,
    manifest: Manifest,
    passphrase: Zeroizing<String>,
    forgotten: BTreeSet<PersonId>,
    target: PathBuf,
}

impl Order {
    /// Answers how many people were forgotten since.
    fn carry_out(&self, bar: &ProgressBar) -> anyhow::Result<usize> {
        let flaws = unpack::flaws(&self.store, &self.generation, &self.manifest, bar);
        if !flaws.is_empty() {
            bail!("the backup {} is damaged, nothing was restored: {}", self.generation.name, flaws.join("; "));
        }
        let parent = self.target.parent().context("a house needs a folder of its own")?;
        let name = self.target.file_name().context("a house needs a folder of its own")?;
        make_folder(parent)?;
        let beside = parent.join(format!(".{}.restoring", name.display()));
        clear(&beside)?;
        make_folder(&beside)?;
        let done = self.fill(&beside, bar).and_then(|forgotten| {
            fs::rename(&beside, &self.target).with_context(|| self.target.display().to_string())?;
            sync_folder(parent).map(|()| forgotten)
        });
        if done.is_err() {
            clear(&beside)?;
        }
        done
    }

    fn fill(&self, folder: &Path, bar: &ProgressBar) -> anyhow::Result<usize> {
        unpack::lay_out(&self.generation, &self.manifest, &self.passphrase, folder)?;
        unpack::lay_out_blobs(&self.store, &self.manifest, folder, bar)?;
        let people: Vec<_> = self.forgotten.iter().copied().collect();
        let forgotten = forget_people(&folder.join(VAULT), &people)?;
        bar.set_message("checking the log");
        let log = folder.join(&self.manifest.log.place);
        eventlog::verify(&log, &mut |done, all| {
            bar.set_length(all);
            bar.set_position(done);
        })?;
        let digest = eventlog::digest(&log, &mut |_, _| {})?;
        ensure!(digest.hash.to_string() == self.manifest.log.digest, "the log holds other events than the house had");
        sync_folders(folder)?;
        Ok(forgotten)
    }
}

/// What an earlier try left holds open secrets.
fn clear(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| folder.display().to_string())
        }
        _ => Ok(()),
    }
}
