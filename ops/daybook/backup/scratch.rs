//! A folder for a house that is looked at once. There are open secrets in it: it is gone when this
//! is, and what a killed check left behind is cleared away by the next one.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::copying::{make_file, make_folder};

const NAME: &str = "daybook-check-";
const LOCK: &str = "lock";

/// A folder for a house that is looked at once.
pub struct Scratch {
    path: PathBuf,
    _held: File,
}

impl Scratch {
    /// A new one, in the machine's folder for temporary files.
    pub fn new() -> anyhow::Result<Self> {
        Self::below(&std::env::temp_dir())
    }

    fn below(folder: &Path) -> anyhow::Result<Self> {
        clear_left_behind(folder);
        let path = folder.join(format!("{NAME}{}", commands::fresh_command().0));
        make_folder(&path)?;
        let held = make_file(&path.join(LOCK))?;
        held.lock().with_context(|| path.display().to_string())?;
        Ok(Self { path, _held: held })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            tracing::warn!(%error, folder = %self.path.display(), "the scratch folder could not be removed");
        }
    }
}

/// A folder whose lock nobody holds is nobody's any more; one without is only being made.
fn clear_left_behind(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let ours = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(NAME));
        let Some(lock) = ours.then(|| File::open(path.join(LOCK)).ok()).flatten() else { continue };
        if !matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_check_left_behind_is_cleared_and_what_is_used_stays() {
        let folder = tempfile::tempdir().unwrap();
        let used = Scratch::below(folder.path()).unwrap();
        let left = folder.path().join("daybook-check-left");
        make_folder(&left).unwrap();
        make_file(&left.join(LOCK)).unwrap();
        let other = Scratch::below(folder.path()).unwrap();
        assert!(used.path().exists() && other.path().exists() && !left.exists());
        let path = used.path().to_owned();
        drop(used);
        assert!(!path.exists());
    }
}
