//! The bytes of files, kept once for all backups under their hash: only what is missing is copied.
//!
//! A file whose name says its hash is believed and not read again once its copy is there; a damaged
//! one is never copied over a good one, and its copy from earlier stays what it was.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use commands::documents::{Blobs, InBucket, Source};
use domain::PersonId;
use indicatif::ProgressBar;

use super::{
    copying::{self, Progress, bytes_below, files_below, make_folder, sync_folder},
    manifest::{File, Manifest},
    store::Store,
};

/// The folder's name, in the house as in the backups.
pub const BLOBS: &str = "blobs";

/// What became of the house's blobs.
#[derive(Default)]
pub struct Copied {
    /// All that are in the backup.
    pub files: Vec<File>,
    /// Bytes that were not there before.
    pub written_bytes: u64,
    /// Those that are damaged in the house.
    pub unsound: Vec<String>,
    /// Why places were not there.
    pub away: Vec<String>,
}

/// Copies what is missing from all places of the house. Of a place that is away it takes over what the last backup holds, but for
/// people who were forgotten since.
pub fn copy_all(house: &Blobs, store: &Store, forgotten: &[PersonId], bar: &ProgressBar) -> anyhow::Result<Copied> {
    let (sources, away) = house.sources();
    let mut all = Copied { away, ..Copied::default() };
    let waiting = sources.into_iter().map(|source| Ok(Waiting { objects: source.objects()?, source }));
    let waiting = waiting.collect::<anyhow::Result<Vec<_>>>()?;
    bar.set_length(waiting.iter().map(Waiting::bytes).sum::<anyhow::Result<u64>>()?);
    bar.set_position(0);
    for Waiting { source, objects } in waiting {
        let progress: Progress<'_> = &mut |bytes| bar.inc(bytes);
        let copied = match source.folder() {
            Some(folder) => copy(folder, store, progress)?,
            None => copy_objects(&source, &objects, store, progress)?,
        };
        all.written_bytes += copied.written_bytes;
        all.files.extend(copied.files);
        all.unsound.extend(copied.unsound);
    }
    if !all.away.is_empty() {
        let gone: Vec<_> = forgotten.iter().map(|person| person.0.to_string()).collect();
        let is_gone = |file: &File| file.path.split('/').next().is_some_and(|space| gone.iter().any(|it| it == space));
        let last = store.generations()?.pop().and_then(|last| Manifest::read(&last.path).ok());
        all.files.extend(last.into_iter().flat_map(|last| last.blobs).filter(|file| !is_gone(file)));
    }
    // Bytes can lie at two places, or be whole at one of them.
    all.files.sort_by(|one, other| one.path.cmp(&other.path));
    all.files.dedup_by(|one, other| one.path == other.path);
    all.unsound.retain(|path| all.files.binary_search_by(|file| file.path.cmp(path)).is_err());
    Ok(all)
}

/// A place, and what lies there if it is a bucket.
struct Waiting {
    source: Source,
    objects: Vec<InBucket>,
}

impl Waiting {
    fn bytes(&self) -> anyhow::Result<u64> {
        let objects = self.objects.iter().map(|object| object.bytes).sum::<u64>();
        Ok(objects + self.source.folder().map_or(Ok(0), bytes_below)?)
    }
}

/// Copies what is missing of what lies in a bucket.
fn copy_objects(
    source: &Source,
    objects: &[InBucket],
    store: &Store,
    progress: Progress<'_>,
) -> anyhow::Result<Copied> {
    let mut copied = Copied::default();
    for object in objects {
        let (name, path) = (object.hash.to_string(), object.path());
        if is_there(store, &name, object.bytes) {
            progress(object.bytes);
            copied.files.push(File { path, bytes: object.bytes, blake3: name });
            continue;
        }
        // A house that runs takes away what it needs no more.
        let Some(stored) = source.open(object)? else { continue };
        let fresh = fresh(store)?;
        let (bytes, found) = copying::copy_from(stored, &fresh, progress).with_context(|| path.clone())?;
        copied.add(path, keep(store, &fresh, (bytes, found), Some(name))?);
    }
    Ok(copied)
}

/// Copies what is missing.
pub fn copy(folder: &Path, store: &Store, progress: Progress<'_>) -> anyhow::Result<Copied> {
    let mut copied = Copied::default();
    for path in files_below(folder)? {
        match copy_one(&folder.join(&path), store, progress) {
            Ok(blob) => copied.add(path, blob),
            // A house that runs takes away what it needs no more.
            Err(_) if !folder.join(&path).exists() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(copied)
}

impl Copied {
    fn add(&mut self, path: String, Blob { hash, bytes, written_bytes }: Blob) {
        let Some(blake3) = hash else { return self.unsound.push(path) };
        self.written_bytes += written_bytes;
        self.files.push(File { path, bytes, blake3 });
    }
}

struct Blob {
    /// `None` where it is not what its name says.
    hash: Option<String>,
    bytes: u64,
    written_bytes: u64,
}

fn copy_one(from: &Path, store: &Store, progress: Progress<'_>) -> anyhow::Result<Blob> {
    let bytes = fs::metadata(from).with_context(|| from.display().to_string())?.len();
    let named = from.file_name().and_then(|name| name.to_str()).filter(|name| is_hash(name)).map(str::to_owned);
    if let Some(hash) = named.as_ref().filter(|hash| is_there(store, hash, bytes)) {
        progress(bytes);
        return Ok(Blob { hash: Some(hash.clone()), bytes, written_bytes: 0 });
    }
    let fresh = fresh(store)?;
    let copied = copying::copy(from, &fresh, progress)?;
    keep(store, &fresh, copied, named)
}

/// Where a copy is made.
fn fresh(store: &Store) -> anyhow::Result<PathBuf> {
    let place = store.path().join(BLOBS);
    make_folder(&place)?;
    let fresh = place.join(".unfinished");
    let _ = fs::remove_file(&fresh);
    Ok(fresh)
}

/// Gives a copy the name of its hash, unless that is not the one it should have.
fn keep(
    store: &Store,
    fresh: &Path,
    (bytes, found): (u64, blake3::Hash),
    named: Option<String>,
) -> anyhow::Result<Blob> {
    let hash = found.to_string();
    if named.is_some_and(|named| named != hash) {
        fs::remove_file(fresh)?;
        return Ok(Blob { hash: None, bytes, written_bytes: 0 });
    }
    let written_bytes = if is_there(store, &hash, bytes) { 0 } else { bytes };
    let target = store.blob(&hash);
    let place = store.path().join(BLOBS);
    let folder = target.parent().unwrap_or(&place);
    make_folder(folder)?;
    fs::rename(fresh, &target)?;
    sync_folder(folder)?;
    sync_folder(&place)?;
    Ok(Blob { hash: Some(hash), bytes, written_bytes })
}

fn is_there(store: &Store, hash: &str, bytes: u64) -> bool {
    fs::metadata(store.blob(hash)).is_ok_and(|file| file.len() == bytes)
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named_by_hash(folder: &Path, bytes: &[u8]) -> String {
        let name = blake3::hash(bytes).to_string();
        fs::write(folder.join(&name), bytes).unwrap();
        name
    }

    #[test]
    fn only_what_is_missing_is_copied() {
        let (house, backups) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = Store::to_write(backups.path()).unwrap();
        named_by_hash(house.path(), b"one");
        fs::write(house.path().join("label.png"), b"four").unwrap();
        fs::write(house.path().join(".upload"), b"half").unwrap();
        assert_eq!(copy(house.path(), &store, &mut |_| {}).unwrap().written_bytes, 7);
        named_by_hash(house.path(), b"three");
        let again = copy(house.path(), &store, &mut |_| {}).unwrap();
        assert_eq!((again.written_bytes, again.files.len()), (5, 3));
    }

    #[test]
    fn a_damaged_one_is_named_and_its_good_copy_stays() {
        let (house, backups) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = Store::to_write(backups.path()).unwrap();
        let kept = named_by_hash(house.path(), b"kept");
        copy(house.path(), &store, &mut |_| {}).unwrap();
        let fresh = named_by_hash(house.path(), b"new!");
        fs::write(house.path().join(&kept), b"KEPT").unwrap();
        fs::write(house.path().join(&fresh), b"NEW!").unwrap();
        let copied = copy(house.path(), &store, &mut |_| {}).unwrap();
        assert_eq!((copied.unsound, fs::read(store.blob(&kept)).unwrap()), (vec![fresh], b"kept".to_vec()));
    }

    #[test]
    fn a_house_without_blobs_has_none() {
        let backups = tempfile::tempdir().unwrap();
        let store = Store::to_write(backups.path()).unwrap();
        assert!(copy(&backups.path().join("none"), &store, &mut |_| {}).unwrap().files.is_empty());
    }
}
