//! Keys and certificates on the disk: in a folder and in files that only their owner can read, each
//! written whole or not at all.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

use anyhow::Context as _;

/// Makes the folder.
pub fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| folder.display().to_string())
}

/// Writes a file in the place of another.
pub fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_beside(path, bytes).with_context(|| path.display().to_string())
}

fn write_beside(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Reads a file; `None` where there is none.
pub fn read(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn what_is_written_is_read_by_its_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (tls, file) = (folder.path().join("tls"), folder.path().join("tls/ca.key"));
        make_folder(&tls).expect("made");
        assert_eq!(read(&file).expect("readable"), None);
        for text in ["first", "second"] {
            write(&file, text.as_bytes()).expect("written");
            assert_eq!(read(&file).expect("readable").as_deref(), Some(text.as_bytes()));
        }
        let mode = |path: &Path| path.metadata().expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&tls), mode(&file)), (0o700, 0o600));
        assert_eq!(std::fs::read_dir(&tls).expect("readable").count(), 1);
    }
}
