//! Files on their way into a backup and out of it: hashed as they go, and on the disk when done.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{Read, Write},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

use anyhow::Context as _;

const BYTES_AT_ONCE: usize = 256 << 10;

/// Hears of bytes that are done.
pub type Progress<'a> = &'a mut dyn FnMut(u64);

/// Makes a folder and those above it, readable by its owner alone.
pub fn make_folder(path: &Path) -> anyhow::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).with_context(|| path.display().to_string())
}

/// A new file, readable by its owner alone.
pub fn make_file(path: &Path) -> anyhow::Result<File> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    made.with_context(|| path.display().to_string())
}

/// Writes a new file that is on the disk when this returns.
pub fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = make_file(path)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).with_context(|| path.display().to_string())
}

/// Copies into a new file that is on the disk when this returns; answers length and hash of what
/// was read.
pub fn copy(from: &Path, to: &Path, progress: Progress<'_>) -> anyhow::Result<(u64, blake3::Hash)> {
    let source = File::open(from).with_context(|| from.display().to_string())?;
    copy_from(source, to, progress).with_context(|| from.display().to_string())
}

/// The same of what is read from anywhere.
pub fn copy_from(source: impl Read, to: &Path, progress: Progress<'_>) -> anyhow::Result<(u64, blake3::Hash)> {
    let mut target = make_file(to)?;
    let copied = pour(source, |bytes| target.write_all(bytes), progress);
    let copied = copied.and_then(|copied| target.sync_all().map(|()| copied));
    copied.with_context(|| to.display().to_string())
}

/// Length and hash of a file.
pub fn hash(path: &Path, progress: Progress<'_>) -> anyhow::Result<(u64, blake3::Hash)> {
    let hashed = File::open(path).and_then(|file| pour(file, |_| Ok(()), progress));
    hashed.with_context(|| path.display().to_string())
}

fn pour(
    mut from: impl Read,
    mut to: impl FnMut(&[u8]) -> std::io::Result<()>,
    progress: Progress<'_>,
) -> std::io::Result<(u64, blake3::Hash)> {
    let (mut hasher, mut length, mut buffer) = (blake3::Hasher::new(), 0, vec![0; BYTES_AT_ONCE]);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok((length, hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
        to(&buffer[..read])?;
        length += read as u64;
        progress(read as u64);
    }
}

/// Makes the names in a folder outlive a power cut.
pub fn sync_folder(path: &Path) -> anyhow::Result<()> {
    File::open(path).and_then(|folder| folder.sync_all()).with_context(|| path.display().to_string())
}

/// The same for the folders below it, too.
pub fn sync_folders(path: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(path).with_context(|| path.display().to_string())? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    sync_folder(path)
}

/// Every file below a folder by its path from there, in order; nothing where there is no folder.
/// Names that begin with a dot are left out: they are not finished.
pub fn files_below(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    walk(folder, "", &mut files)?;
    files.sort();
    Ok(files)
}

/// How much there is to read below a folder, about: it may change meanwhile.
pub fn bytes_below(folder: &Path) -> anyhow::Result<u64> {
    let lengths = files_below(folder)?.into_iter().filter_map(|path| fs::metadata(folder.join(path)).ok());
    Ok(lengths.map(|file| file.len()).sum())
}

fn walk(folder: &Path, before: &str, files: &mut Vec<String>) -> anyhow::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| folder.display().to_string()),
    };
    for entry in entries {
        let entry = entry.with_context(|| folder.display().to_string())?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let (path, kind) = (format!("{before}{name}"), entry.file_type()?);
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file() {
            files.push(path);
        }
    }
    Ok(())
}
