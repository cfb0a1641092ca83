//! The folder of backups: whole generations, named by the time they were begun, and the blobs that
//! they share. What is begun lies under a name with a dot and is cleared away by whoever comes next.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use rustix::fs::{FlockOperation, flock};

use super::{
    copying::{files_below, make_folder, sync_folder},
    manifest::Manifest,
};
use crate::refusal::AskedWrongly;

const LOCK: &str = "lock";
const BLOBS: &str = "blobs";
const UNFINISHED: &str = ".unfinished-";

/// A folder of backups, held for as long as it is used.
pub struct Store {
    path: PathBuf,
    _held: Option<File>,
}

/// A whole backup.
#[derive(Debug)]
pub struct Generation {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub path: PathBuf,
}

impl Store {
    /// The only one who writes there from now on; waits for others to finish.
    pub fn to_write(path: &Path) -> anyhow::Result<Self> {
        make_folder(path)?;
        let lock = File::options().write(true).create(true).truncate(false).open(path.join(LOCK));
        let held = lock.with_context(|| path.display().to_string())?;
        flock(&held, FlockOperation::LockExclusive).with_context(|| path.display().to_string())?;
        let store = Self { path: path.to_owned(), _held: Some(held) };
        store.clear_unfinished()?;
        Ok(store)
    }

    /// Nobody takes anything away there from now on.
    pub fn to_read(path: &Path) -> anyhow::Result<Self> {
        if !path.is_dir() {
            return Err(AskedWrongly(format!("there is no folder {}", path.display())).into());
        }
        // On a disk that cannot be written to, there is nobody to be held off.
        let held = File::open(path.join(LOCK)).ok();
        if let Some(held) = &held {
            flock(held, FlockOperation::LockShared).with_context(|| path.display().to_string())?;
        }
        Ok(Self { path: path.to_owned(), _held: held })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All generations, the oldest first, whole or damaged.
    pub fn generations(&self) -> anyhow::Result<Vec<Generation>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path).with_context(|| self.path.display().to_string())? {
            let entry = entry?;
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            if is_generation(&name) && entry.file_type()?.is_dir() {
                found.push(Generation { name, path: entry.path() });
            }
        }
        found.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    }

    /// The generation that was asked for, or the newest.
    pub fn chosen(&self, asked: Option<&str>) -> anyhow::Result<Generation> {
        let mut all = self.generations()?;
        let chosen = match asked {
            None => all.pop(),
            Some(name) => all.into_iter().find(|generation| generation.name == name),
        };
        let what = asked.map_or_else(|| "no backup".to_owned(), |name| format!("no backup {name}"));
        chosen.ok_or_else(|| AskedWrongly(format!("there is {what} in {}", self.path.display())).into())
    }

    /// A folder to fill, and the name it will have when it is whole.
    pub fn begin(&self, at: DateTime<Utc>) -> anyhow::Result<(String, PathBuf)> {
        let first = at.format("%Y%m%dT%H%M%SZ").to_string();
        let mut name = first.clone();
        for number in 2.. {
            if !self.path.join(&name).exists() {
                break;
            }
            name = format!("{first}-{number:02}");
        }
        let folder = self.path.join(format!("{UNFINISHED}{name}"));
        make_folder(&folder)?;
        Ok((name, folder))
    }

    /// Makes a filled folder a generation, in one step that outlives a power cut.
    pub fn publish(&self, folder: &Path, name: &str) -> anyhow::Result<()> {
        sync_folder(folder)?;
        fs::rename(folder, self.path.join(name)).with_context(|| folder.display().to_string())?;
        sync_folder(&self.path)
    }

    /// Where the blob of a hash lies.
    pub fn blob(&self, hash: &str) -> PathBuf {
        self.path.join(BLOBS).join(hash.get(..2).unwrap_or("00")).join(hash)
    }

    /// Takes the oldest whole generations away until so many are left, and then the blobs that none
    /// needs any more. Damaged generations are left to a person, and nothing they may need is taken.
    pub fn thin(&self, keep: usize) -> anyhow::Result<Vec<String>> {
        let all = self.generations()?;
        let (whole, damaged): (Vec<_>, Vec<_>) =
            all.into_iter().map(|it| (Manifest::read(&it.path), it)).partition(|(manifest, _)| manifest.is_ok());
        let surplus = whole.len().saturating_sub(keep.max(1));
        let mut removed = Vec::new();
        for (_, generation) in &whole[..surplus] {
            self.remove(generation)?;
            removed.push(generation.name.clone());
        }
        if damaged.is_empty() && !removed.is_empty() {
            let kept = whole[surplus..].iter().filter_map(|(manifest, _)| manifest.as_ref().ok());
            self.remove_blobs_but(&kept.flat_map(|it| &it.blobs).map(|blob| blob.blake3.as_str()).collect())?;
        }
        Ok(removed)
    }

    fn remove(&self, generation: &Generation) -> anyhow::Result<()> {
        // It must not be half there under its own name.
        let aside = self.path.join(format!("{UNFINISHED}{}", generation.name));
        fs::rename(&generation.path, &aside).with_context(|| generation.path.display().to_string())?;
        sync_folder(&self.path)?;
        fs::remove_dir_all(&aside).with_context(|| aside.display().to_string())
    }

    fn remove_blobs_but(&self, needed: &BTreeSet<&str>) -> anyhow::Result<()> {
        let folder = self.path.join(BLOBS);
        for path in files_below(&folder)? {
            let name = path.rsplit('/').next().unwrap_or_default();
            if !needed.contains(name) {
                fs::remove_file(folder.join(&path)).with_context(|| path.clone())?;
            }
        }
        Ok(())
    }

    fn clear_unfinished(&self) -> anyhow::Result<()> {
        for entry in fs::read_dir(&self.path).with_context(|| self.path.display().to_string())? {
            let entry = entry?;
            if entry.file_name().to_str().is_some_and(|name| name.starts_with(UNFINISHED)) {
                fs::remove_dir_all(entry.path()).with_context(|| entry.path().display().to_string())?;
            }
        }
        Ok(())
    }
}

/// `20261121T075500Z`, perhaps with a number where several were begun in one second.
fn is_generation(name: &str) -> bool {
    let (time, number) = name.split_once('-').unwrap_or((name, "2"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = time.strip_suffix('Z').and_then(|time| time.split_once('T'));
    parts.is_some_and(|(day, hour)| day.len() == 8 && hour.len() == 6 && digits(day) && digits(hour)) && digits(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_is_named_by_its_time() {
        for name in ["20261121T075500Z", "20261121T075500Z-02"] {
            assert!(is_generation(name), "{name}");
        }
        for name in ["blobs", "lock", ".unfinished-20261121T075500Z", "20261121T075500Z-", "2026-11-21", ""] {
            assert!(!is_generation(name), "{name}");
        }
    }

    #[test]
    fn what_was_begun_and_not_finished_is_no_backup_and_is_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::to_write(folder.path()).unwrap();
        let (name, begun) = store.begin(DateTime::UNIX_EPOCH).unwrap();
        assert!(store.generations().unwrap().is_empty() && begun.exists());
        drop(store);
        let store = Store::to_write(folder.path()).unwrap();
        assert!(!begun.exists() && store.chosen(Some(&name)).is_err());
    }

    #[test]
    fn two_that_are_begun_in_one_second_have_two_names_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::to_write(folder.path()).unwrap();
        let mut names = Vec::new();
        for _ in 0..3 {
            let (name, begun) = store.begin(DateTime::UNIX_EPOCH).unwrap();
            store.publish(&begun, &name).unwrap();
            names.push(name);
        }
        let found: Vec<_> = store.generations().unwrap().into_iter().map(|it| it.name).collect();
        assert_eq!((found, names.len()), (names, 3));
    }
}
