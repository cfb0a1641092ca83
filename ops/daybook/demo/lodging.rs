//! The folder a demo lives in: its own, made for it, and gone when it ends. In memory, where there
//! is room for it: what vanishes need not reach a disk first.
//!
//! Whoever runs there holds the folder itself locked, so that a later demo can tell what a killed
//! one left behind. No other folder is ever removed.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use rustix::fs::{FlockOperation, flock};
use uuid::Uuid;

use crate::{folder::DEMO_MARK, printed, refusal::AskedWrongly};

const PREFIX: &str = "daybook-demo-";
/// Files in memory, on Linux.
const MEMORY: &str = "/dev/shm";
/// A demo takes a tenth of it.
const ROOM_BYTES: u64 = 128 << 20;
const MARK: &str =
    "This is the folder of a demo (daybook demo). Nobody lives here: every name, mail and event is made up.\n";

/// The folder of a demo.
pub struct Lodging {
    path: PathBuf,
    kept: bool,
    gone: bool,
    _lock: File,
}

impl Lodging {
    /// A new folder among the temporary ones, readable by its owner alone.
    pub fn temporary() -> anyhow::Result<Self> {
        let mut failure = None;
        for quarter in quarters() {
            match Self::new_in(&quarter) {
                Ok(lodging) => return lodging.marked(),
                Err(error) => failure = Some(error),
            }
        }
        Err(failure.unwrap_or_else(|| anyhow::anyhow!("there is no folder for temporary files")))
    }

    fn new_in(quarter: &Path) -> anyhow::Result<Self> {
        loop {
            let path = quarter.join(format!("{PREFIX}{}", Uuid::new_v4().simple()));
            DirBuilder::new().mode(0o700).create(&path).with_context(|| path.display().to_string())?;
            // Another demo that cleans up just now may have taken it for a leftover.
            if let Some(lock) = locked(&path)? {
                return Ok(Self { path, kept: false, gone: false, _lock: lock });
            }
        }
    }

    /// A folder that stays; it must be new or empty.
    pub fn kept(folder: &Path) -> anyhow::Result<Self> {
        let path = std::path::absolute(folder)?;
        let refused = |why: &str| AskedWrongly(format!("--keep {}: {why}", path.display()));
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX)) {
            return Err(refused("folders of this name are removed by the next demo; choose another").into());
        }
        match DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let empty = fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_none());
                if !empty {
                    return Err(refused("there is something already; a demo begins in a folder that is new").into());
                }
            }
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        }
        let lock = locked(&path)?.ok_or_else(|| refused("another demo is in it"))?;
        Self { path, kept: true, gone: false, _lock: lock }.marked()
    }

    fn marked(self) -> anyhow::Result<Self> {
        let mark = self.path.join(DEMO_MARK);
        fs::write(&mark, MARK).with_context(|| mark.display().to_string())?;
        Ok(self)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it stays.
    pub const fn is_kept(&self) -> bool {
        self.kept
    }

    /// Ends the stay: what is temporary goes.
    pub fn leave(mut self) -> anyhow::Result<()> {
        self.gone = true;
        if self.kept { Ok(()) } else { fs::remove_dir_all(&self.path).with_context(|| self.path.display().to_string()) }
    }
}

impl Drop for Lodging {
    fn drop(&mut self) {
        if !self.kept && !self.gone {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Where folders of demos may be, the better place first: where the variable says, or else in
/// memory and among all temporary files.
fn quarters() -> Vec<PathBuf> {
    let memory = Path::new(MEMORY);
    let roomy = std::env::var_os("TMPDIR").is_none()
        && rustix::fs::statvfs(memory).is_ok_and(|it| it.f_bavail.saturating_mul(it.f_frsize) >= ROOM_BYTES);
    let memory = roomy.then(|| memory.to_owned());
    memory.into_iter().chain([std::env::temp_dir()]).collect()
}

/// Removes what demos left behind that were killed.
pub fn remove_leftovers() {
    for quarter in quarters() {
        let removed = remove_leftovers_in(&quarter);
        if removed > 0 {
            printed::note(format!("Removed what {removed} demo(s) left behind in {}", quarter.display()));
        }
    }
}

fn remove_leftovers_in(quarter: &Path) -> usize {
    let Ok(entries) = fs::read_dir(quarter) else { return 0 };
    let ours = entries.filter_map(Result::ok).filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    ours.filter(|entry| is_left(&entry.path()).is_some_and(|_lock| fs::remove_dir_all(entry.path()).is_ok())).count()
}

/// The lock of a folder of the same user's that nobody runs in any more.
fn is_left(path: &Path) -> Option<File> {
    let found = fs::symlink_metadata(path).ok()?;
    let own = found.is_dir() && found.uid() == rustix::process::getuid().as_raw();
    if own { locked(path).ok()? } else { None }
}

/// The lock of a folder; `None` when somebody else holds it, or removed the folder meanwhile.
fn locked(path: &Path) -> anyhow::Result<Option<File>> {
    let folder = match File::open(path) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    match flock(&folder, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(rustix::io::Errno::WOULDBLOCK) => return Ok(None),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    }
    let same = |there: fs::Metadata, held: fs::Metadata| (there.dev(), there.ino()) == (held.dev(), held.ino());
    let present = fs::symlink_metadata(path).ok().zip(folder.metadata().ok());
    Ok(present.is_some_and(|(there, held)| same(there, held)).then_some(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_runs_in_is_removed_and_nothing_else() {
        let temporary = tempfile::tempdir().expect("a folder");
        let folder = |name: &str| {
            let path = temporary.path().join(name);
            fs::create_dir(&path).expect("made");
            fs::write(path.join("log.sqlite"), "something").expect("written");
            path
        };
        let (dead, alive) = (folder("daybook-demo-1"), folder("daybook-demo-2"));
        let (real, elsewhere) = (folder("daybook-data"), folder("elsewhere"));
        std::os::unix::fs::symlink(&elsewhere, temporary.path().join("daybook-demo-3")).expect("linked");
        let lock = locked(&alive).expect("readable");
        assert!(lock.is_some());
        assert_eq!(remove_leftovers_in(temporary.path()), 1);
        assert!(!dead.exists() && alive.exists() && real.exists() && elsewhere.join("log.sqlite").exists());
        drop(lock);
        assert_eq!(remove_leftovers_in(temporary.path()), 1);
        assert!(!alive.exists());
    }

    #[test]
    fn a_folder_with_something_in_it_is_not_kept_to() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("precious"), "words").expect("written");
        let refused = Lodging::kept(folder.path()).map(drop).expect_err("refused");
        assert!(refused.is::<AskedWrongly>(), "{refused:#}");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
        assert!(Lodging::kept(&folder.path().join("daybook-demo-mine")).is_err());
        let kept = Lodging::kept(&folder.path().join("new")).expect("kept");
        let path = kept.path().to_owned();
        kept.leave().expect("left");
        assert!(path.join(DEMO_MARK).exists());
    }
}
