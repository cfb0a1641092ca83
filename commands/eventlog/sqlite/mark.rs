//! The small file beside the log that tells how it was left: in use, being closed, or closed
//! cleanly and untouched since. Only a file that was left cleanly and is still the very same is
//! opened without reading all of it.

use std::{
    fs::{self, Metadata, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use uuid::Uuid;

use super::{connect, fault};
use crate::LogError;

/// How a log was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Somebody uses it, or used it when everything stopped.
    InUse,
    /// Everything lies in the file, but the file was not left yet.
    Closing,
    /// Everything lies in the file, which is as it was left.
    Clean,
    /// Everything lay in the file, which is another one now: a copy, a backup, an edit.
    Touched,
    /// Nobody left a mark: a new log, or one that came alone.
    Unknown,
}

const IN_USE: &str = "in use";
const CLOSING: &str = "closing";

fn mark_path(path: &Path) -> PathBuf {
    connect::beside(path, ".state")
}

/// How the log was left.
pub(super) fn read(path: &Path) -> Mark {
    let text = match fs::read(mark_path(path)) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Mark::Unknown,
        Err(_) => return Mark::Touched,
    };
    let mut lines = text.lines().skip(1);
    match lines.next() {
        Some(IN_USE) => Mark::InUse,
        Some(CLOSING) => Mark::Closing,
        Some(line) if fs::metadata(path).is_ok_and(|file| line == clean(&file)) => Mark::Clean,
        _ => Mark::Touched,
    }
}

/// Writes how the log is being left, so that it outlives a power cut.
pub(super) fn write(path: &Path, log_id: Uuid, mark: Mark) -> Result<(), LogError> {
    let write = || {
        let line = match mark {
            Mark::InUse => IN_USE.to_owned(),
            Mark::Closing | Mark::Touched | Mark::Unknown => CLOSING.to_owned(),
            Mark::Clean => clean(&fs::metadata(path)?),
        };
        let fresh = connect::beside(path, ".state-new");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
        file.write_all(format!("log {log_id}\n{line}\n").as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, mark_path(path))?;
        connect::sync_folder(path)
    };
    write().map_err(|error: std::io::Error| fault::from_io(path, &error))
}

/// Forgets how the log was left: it will be checked. This works on a full disk, too.
pub(super) fn remove(path: &Path) -> Result<(), LogError> {
    match fs::remove_file(mark_path(path)).and_then(|()| connect::sync_folder(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(fault::from_io(path, &error)),
        _ => Ok(()),
    }
}

/// What changes when anybody writes to the file or puts another one in its place.
fn clean(file: &Metadata) -> String {
    let modified = format!("{}.{:09}", file.mtime(), file.mtime_nsec());
    let changed = format!("{}.{:09}", file.ctime(), file.ctime_nsec());
    format!("clean: length {}, modified {modified}, changed {changed}, inode {}", file.len(), file.ino())
}
