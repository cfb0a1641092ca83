//! A house out of a backup: first every byte is checked, then it is laid out in an empty folder.

use std::{fs, path::Path};

use anyhow::{Context as _, ensure};
use commands::strongbox::{self, BoxError};
use indicatif::ProgressBar;

use super::{
    blobs::BLOBS,
    copying::{self, make_folder},
    forgotten,
    manifest::{File, MANIFEST, Manifest},
    store::{Generation, Store},
    take::{LOG, SECRETS, WITNESS},
    tar,
};
use crate::refusal::AskedWrongly;

/// Hashes alone can be made by anybody; what was sealed says otherwise.
#[derive(Debug, thiserror::Error)]
#[error("the log is not the one that was sealed with the secrets: somebody exchanged it")]
pub struct Forged;

/// What differs from the manifest, file by file.
pub fn flaws(store: &Store, generation: &Generation, manifest: &Manifest, bar: &ProgressBar) -> Vec<String> {
    bar.set_message("reading");
    bar.set_length(manifest.files.iter().chain(&manifest.blobs).map(|file| file.bytes).sum());
    let own = manifest.files.iter().map(|file| (file, generation.path.join(&file.path)));
    let shared = manifest.blobs.iter().map(|file| (file, store.blob(&file.blake3)));
    let mut flaws: Vec<_> = own.chain(shared).filter_map(|(file, path)| flaw(file, &path, bar)).collect();
    flaws.extend(forgotten::read(store.path()).err().map(|error| format!("{error:#}")));
    flaws.extend(strangers(generation, manifest));
    flaws
}

fn flaw(file: &File, path: &Path, bar: &ProgressBar) -> Option<String> {
    match copying::hash(path, &mut |bytes| bar.inc(bytes)) {
        Ok((bytes, hash)) if bytes == file.bytes && hash.to_string() == file.blake3 => None,
        Ok((bytes, _)) if bytes != file.bytes => {
            Some(format!("{} has {bytes} bytes instead of {}", file.path, file.bytes))
        }
        Ok(_) => Some(format!("{} does not match its hash", file.path)),
        Err(error) => Some(format!("{error:#}")),
    }
}

/// What nobody wrote there.
fn strangers(generation: &Generation, manifest: &Manifest) -> Vec<String> {
    let Ok(found) = copying::files_below(&generation.path) else { return Vec::new() };
    let known = |path: &String| path == MANIFEST || manifest.files.iter().any(|file| file.path == *path);
    found.into_iter().filter(|path| !known(path)).map(|path| format!("{path} does not belong there")).collect()
}

/// Lays the house out: the log and what was sealed. `target` is there and empty.
pub fn lay_out(generation: &Generation, manifest: &Manifest, passphrase: &str, target: &Path) -> anyhow::Result<()> {
    let sealed = fs::read(generation.path.join(SECRETS)).context(SECRETS)?;
    let expected = manifest.file(SECRETS)?;
    ensure!(blake3::hash(&sealed).to_string() == expected.blake3, "{SECRETS} does not match its hash");
    let open = strongbox::open(passphrase, &sealed).map_err(|error| match error {
        BoxError::DoesNotFit => AskedWrongly("the passphrase does not fit this backup".to_owned()).into(),
        other => anyhow::Error::from(other),
    })?;
    let mut open = open.as_slice();
    let mut witnessed = false;
    while let Some(entry) = tar::next(&mut open)? {
        if entry.path == WITNESS {
            witnessed = entry.bytes.as_slice() == manifest.log.witness().as_bytes();
        } else {
            write_below(target, &entry.path, |path| copying::write(path, &entry.bytes))?;
        }
    }
    ensure!(witnessed, Forged);
    copy_below(&generation.path.join(LOG), target, &manifest.log.place, &manifest.file(LOG)?.blake3)
}

/// Lays out the files of `blobs/`.
pub fn lay_out_blobs(store: &Store, manifest: &Manifest, target: &Path, bar: &ProgressBar) -> anyhow::Result<()> {
    bar.set_message("files");
    let folder = target.join(BLOBS);
    for blob in &manifest.blobs {
        copy_below(&store.blob(&blob.blake3), &folder, &blob.path, &blob.blake3)?;
        bar.inc(blob.bytes);
    }
    Ok(())
}

fn copy_below(from: &Path, folder: &Path, path: &str, hash: &str) -> anyhow::Result<()> {
    write_below(folder, path, |to| {
        let (_, found) = copying::copy(from, to, &mut |_| {})?;
        ensure!(found.to_string() == hash, "{path} changed while it was read");
        Ok(())
    })
}

fn write_below(folder: &Path, path: &str, write: impl FnOnce(&Path) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let path = folder.join(path);
    make_folder(path.parent().unwrap_or(folder))?;
    write(&path)
}
