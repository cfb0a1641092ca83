//! Making a backup: the log and the vault of one moment, then everything else, the manifest last.
//!
//! It reads the files itself and holds nothing of the house up, whether that runs or not.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use commands::{
    Clock as _, SystemClock, VaultMoment,
    documents::{Blobs, PlaceAt},
    strongbox,
};
use eventlog::Moment;
use indicatif::ProgressBar;
use zeroize::Zeroizing;

use super::{
    blobs,
    copying::{self, files_below},
    forgotten,
    manifest::{FORMAT, File, Log, MANIFEST, Manifest, View},
    store::Store,
    tar,
};
use crate::config::{ConfigError, without_secrets};

/// The log's name in a backup.
pub const LOG: &str = "log.sqlite";
/// What only the passphrase opens.
pub const SECRETS: &str = "secrets.sealed";
/// The vault's name, in the house and among the secrets.
pub const VAULT: &str = "vault.sqlite";
/// Among the secrets, what the log holds.
pub const WITNESS: &str = "log.witness";
/// The configuration's name, in the house, among the secrets, and without them in the open.
pub const CONFIG: &str = "daybook.toml";
/// The folder of certificates and keys.
pub const TLS: &str = "tls";
/// Under any load, few commits are so close together that this many looks find none between them.
const LOOKS: usize = 2000;

/// What goes where.
pub struct Order {
    /// The data folder.
    pub house: PathBuf,
    /// Further places of its files.
    pub places: Vec<(String, PlaceAt)>,
    /// The log's file.
    pub log: PathBuf,
    /// Where the log lies in a data folder.
    pub log_place: String,
    /// The folder of backups.
    pub place: PathBuf,
    /// What seals the secrets.
    pub passphrase: Zeroizing<String>,
    /// How many are kept.
    pub keep: usize,
    /// How the views look.
    pub views: Vec<View>,
}

/// A backup that was made.
#[derive(Debug)]
pub struct Made {
    /// Its name.
    pub generation: String,
    /// The newest entry in it.
    pub head: u64,
    /// Bytes that were written for it.
    pub written_bytes: u64,
    /// How long it took.
    pub took_ms: u64,
    /// Which ones had to go.
    pub removed: Vec<String>,
    /// Files of `blobs/` that are damaged in the house.
    pub unsound_blobs: Vec<String>,
    /// Why places of files were not there.
    pub away: Vec<String>,
}

/// Makes a backup; one that fails leaves nothing behind.
pub fn take(order: &Order, bar: &ProgressBar) -> anyhow::Result<Made> {
    let (began, at) = (Instant::now(), SystemClock.now());
    let store = Store::to_write(&order.place)?;
    let (name, folder) = store.begin(at)?;
    let filled = fill(order, &store, &folder, at, bar).and_then(|manifest| {
        copying::write(&folder.join(MANIFEST), &manifest.0.to_text()?)?;
        store.publish(&folder, &name).map(|()| manifest)
    });
    let (manifest, written_bytes) = match filled {
        Ok(filled) => filled,
        Err(error) => {
            // Whoever comes next would clear it away, too; but the disk may be full now.
            let _ = fs::remove_dir_all(&folder);
            return Err(error);
        }
    };
    let removed = store.thin(order.keep)?;
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let Manifest { log, unsound_blobs, away, .. } = manifest;
    Ok(Made { generation: name, head: log.head, written_bytes, took_ms, removed, unsound_blobs, away })
}

/// Fills the folder; answers the manifest and the bytes that were written.
fn fill(
    order: &Order,
    store: &Store,
    folder: &Path,
    at: DateTime<Utc>,
    bar: &ProgressBar,
) -> anyhow::Result<(Manifest, u64)> {
    let (log, vault) = one_moment(&order.log, &order.house.join(VAULT))?;
    let forgotten = vault.forgotten()?;
    forgotten::add(&order.place, &forgotten)?;
    let own = Blobs::at(&order.house.join(blobs::BLOBS));
    let sources = own.with_places(log.log_id(), order.places.iter().cloned()).map_err(ConfigError)?;
    let secrets = secrets(order, &vault)?;
    drop(vault);
    let log = copy_log(order, log, folder, bar)?;
    let mut files = vec![file(folder, LOG)?, seal(order, secrets, &log, folder)?];
    if let Some(text) = text_of(&order.house.join(CONFIG))? {
        copying::write(&folder.join(CONFIG), without_secrets(&text)?.as_bytes())?;
        files.push(file(folder, CONFIG)?);
    }
    bar.set_message("files");
    // After the log: a blob is there before the event that names it.
    let blobs = blobs::copy_all(&sources, store, &forgotten, bar)?;
    let written_bytes = files.iter().map(|file| file.bytes).sum::<u64>() + blobs.written_bytes;
    let manifest = Manifest {
        format: FORMAT,
        daybook: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: at,
        log,
        files,
        blobs: blobs.files,
        unsound_blobs: blobs.unsound,
        away: blobs.away,
        views: order.views.clone(),
    };
    Ok((manifest, written_bytes))
}

/// The log and the vault as they stood together: nothing was appended between the two looks at the
/// log, so the vault has every key and password that the log names, and none that was dropped later.
fn one_moment(log: &Path, vault: &Path) -> anyhow::Result<(Moment, VaultMoment)> {
    let mut vault = VaultMoment::of(vault)?;
    for _ in 0..LOOKS {
        let moment = Moment::of(log)?;
        vault = vault.renewed()?;
        if moment.still_lasts()? {
            return Ok((moment, vault));
        }
    }
    bail!("the log is written to without a pause; try again when the house is calmer")
}

fn copy_log(order: &Order, moment: Moment, folder: &Path, bar: &ProgressBar) -> anyhow::Result<Log> {
    let copy = folder.join(LOG);
    let show = &mut |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    };
    bar.set_message("copying the log");
    moment.copy_to(&copy, show)?;
    let (id, head) = (moment.log_id(), moment.head());
    drop(moment);
    bar.set_message("checking the copy");
    eventlog::verify(&copy, show)?;
    let digest = eventlog::digest(&copy, show)?;
    if (digest.log_id, digest.head) != (id, head) {
        bail!("the copy of the log ends at {}, not at {head}", digest.head);
    }
    Ok(Log { id: id.to_string(), head, digest: digest.hash.to_string(), place: order.log_place.clone() })
}

/// Everything secret, in one stream: the vault, the configuration as it is, keys of certificates.
fn secrets(order: &Order, vault: &VaultMoment) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let mut open = Zeroizing::new(Vec::new());
    tar::add(&mut *open, VAULT, &vault.bytes()?)?;
    if let Some(text) = text_of(&order.house.join(CONFIG))? {
        tar::add(&mut *open, CONFIG, text.as_bytes())?;
    }
    let tls = order.house.join(TLS);
    for path in files_below(&tls)? {
        let bytes = fs::read(tls.join(&path)).map(Zeroizing::new).with_context(|| path.clone())?;
        tar::add(&mut *open, &format!("{TLS}/{path}"), &bytes)?;
    }
    Ok(open)
}

/// Seals them, and with them what the log holds: whoever puts another log there is found out.
fn seal(order: &Order, mut open: Zeroizing<Vec<u8>>, log: &Log, folder: &Path) -> anyhow::Result<File> {
    tar::add(&mut *open, WITNESS, log.witness().as_bytes())?;
    tar::end(&mut *open)?;
    copying::write(&folder.join(SECRETS), &strongbox::seal(&order.passphrase, &open)?)?;
    file(folder, SECRETS)
}

/// A file in the form of the manifest.
fn file(folder: &Path, name: &str) -> anyhow::Result<File> {
    let (bytes, hash) = copying::hash(&folder.join(name), &mut |_| {})?;
    Ok(File { path: name.to_owned(), bytes, blake3: hash.to_string() })
}

fn text_of(path: &Path) -> anyhow::Result<Option<Zeroizing<String>>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}
