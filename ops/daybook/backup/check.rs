//! `daybook backup check`: the backup is restored into a scratch folder, every view is replayed from
//! it, and what comes out is compared with what the house had. The verdict goes to the house.

use std::{path::Path, sync::Arc};

use anyhow::{Context as _, bail};
use commands::{Cost, Desk, DeskParts, FolderPost, Hasher, SystemClock, Vault, documents::Blobs};
use indicatif::ProgressBar;
use projections::{AskError, Views};
use zeroize::Zeroizing;

use super::{
    copying::make_folder,
    manifest::{Manifest, View},
    scratch::Scratch,
    store::{Generation, Store},
    take::VAULT,
    unpack::{self, Forged},
};

/// What is checked.
pub struct Check {
    /// The backups.
    pub store: Store,
    /// The one.
    pub generation: Generation,
    /// What opens its secrets.
    pub passphrase: Zeroizing<String>,
}

/// What a check found.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The newest entry.
    pub head: u64,
    /// What differs; nothing where it is sound.
    pub flaws: Vec<String>,
    /// The views that look as they did in the house.
    pub same: Vec<String>,
    /// The views that were replayed and cannot be compared: their rules have changed since.
    pub replayed: Vec<String>,
}

impl Check {
    /// Checks it. A flaw is a verdict, no error.
    pub async fn run(self, bar: &ProgressBar) -> anyhow::Result<Verdict> {
        let manifest = match Manifest::read(&self.generation.path) {
            Ok(manifest) => manifest,
            Err(error) => return Ok(Verdict { flaws: vec![format!("{error:#}")], ..Verdict::default() }),
        };
        let (scratch, shown, told) = (Scratch::new()?, bar.clone(), manifest.clone());
        let folder = scratch.path().join("house");
        let laid = tokio::task::spawn_blocking(move || {
            let flaws = unpack::flaws(&self.store, &self.generation, &told, &shown);
            if flaws.is_empty() {
                make_folder(&folder)?;
                return match unpack::lay_out(&self.generation, &told, &self.passphrase, &folder) {
                    Ok(()) => Ok(log_flaws(&folder.join(&told.log.place), &told, &shown)),
                    Err(error) if error.is::<Forged>() => Ok(vec![error.to_string()]),
                    Err(error) => Err(error),
                };
            }
            anyhow::Ok(flaws)
        });
        let mut verdict = Verdict { head: manifest.log.head, flaws: laid.await??, ..Verdict::default() };
        if verdict.flaws.is_empty() {
            verdict
                .flaws
                .extend(manifest.unsound_blobs.iter().map(|path| format!("{path} is missing: it was damaged")));
            verdict.flaws.extend(manifest.away.iter().map(|why| format!("files may be missing: {why}")));
            replay(scratch.path(), &manifest, &mut verdict, bar).await?;
        }
        Ok(verdict)
    }
}

fn log_flaws(log: &Path, manifest: &Manifest, bar: &ProgressBar) -> Vec<String> {
    let show = &mut |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    };
    bar.set_message("checking the log");
    let checked = eventlog::verify(log, show).and_then(|_| eventlog::digest(log, show));
    match checked {
        Err(error) => vec![error.to_string()],
        Ok(found) if found.head != manifest.log.head => {
            vec![format!("the log ends at {}, not at {}", found.head, manifest.log.head)]
        }
        Ok(found) if found.hash.to_string() != manifest.log.digest || found.log_id.to_string() != manifest.log.id => {
            vec!["the log holds other events than the house had".to_owned()]
        }
        Ok(_) => vec![],
    }
}

async fn replay(scratch: &Path, manifest: &Manifest, verdict: &mut Verdict, bar: &ProgressBar) -> anyhow::Result<()> {
    let desk = desk(&scratch.join("house"), manifest).await?;
    let contexts = projections::contexts();
    let rules: Vec<_> = contexts.iter().map(|context| (context.name(), context.hash())).collect();
    let views = Views::open(&scratch.join("views"), desk.feed(), desk.seals(), contexts).await?;
    bar.set_message("replaying");
    for (context, rules) in rules {
        let shown = bar.clone();
        let progress = Arc::new(move |done, all| {
            shown.set_length(all);
            shown.set_position(done);
        });
        match views.rebuild(context, progress).await {
            Ok(position) if position == manifest.log.head => {}
            // A scratch disk that is full says nothing about the backup.
            Ok(position) => bail!("the view {context} could only be replayed up to {position}"),
            Err(stopped @ AskError::Stopped(_)) => {
                verdict.flaws.push(stopped.to_string());
                continue;
            }
            Err(error) => return Err(error.into()),
        }
        let then = manifest.views.iter().find(|view| view.context == context && view.rules == rules);
        match then {
            None => verdict.replayed.push(context.to_owned()),
            Some(then) if looks_as_then(&views, then, manifest.log.head, scratch).await? => {
                verdict.same.push(context.to_owned());
            }
            Some(_) => verdict.flaws.push(format!("the view {context} shows something else than in the house")),
        }
    }
    drop(views);
    desk.close().await.context("the scratch house")
}

/// The house went on while it was copied, so a view is compared as it was where it was looked at.
async fn looks_as_then(views: &Views, then: &View, head: u64, scratch: &Path) -> anyhow::Result<bool> {
    let reads = if then.position == head {
        views.context(&then.context).context("a view is gone")?
    } else {
        views.fill_until(&then.context, then.position, scratch).await?
    };
    Ok(reads.digest().await?.to_string() == then.digest)
}

/// The desk of the scratch house: nobody works there, it only opens what is sealed.
async fn desk(folder: &Path, manifest: &Manifest) -> anyhow::Result<Desk> {
    let log = eventlog::open(&format!("sqlite:{}", folder.join(&manifest.log.place).display())).await?;
    let parts = DeskParts {
        log,
        vault: Vault::open(&folder.join(VAULT)).await?,
        clock: Arc::new(SystemClock),
        hasher: Hasher::new(Cost::default())?,
        post: Arc::new(FolderPost::new(folder.join("mail"))),
        drawer: FolderPost::new(folder.join("mail")),
        own_address: "http://localhost".to_owned(),
        blobs: Blobs::at(&folder.join("blobs")),
    };
    Ok(Desk::open(parts).await?)
}
