//! How far the files in a folder have come, for whoever looks in from outside while a house may be
//! running. Only looks: no lock, no repair, no log.

use std::{fs, io, path::Path};

use rusqlite::Connection;
use serde::Serialize;

use super::{Context, file::read_checkpoint, pool::TO_READ, shelf::files_of};

/// One file of a context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Which context.
    pub context: &'static str,
    /// The file's name.
    pub file: String,
    /// The newest event it has seen; `None` where it cannot be read or is being filled.
    pub position: Option<u64>,
    /// It was made by another version's projectors.
    pub outgrown: bool,
    /// Its size.
    pub size_bytes: u64,
}

/// The files of these contexts; none for a context that was never filled.
///
/// # Errors
/// When the folder cannot be read.
pub fn standing(folder: &Path, contexts: &[Context]) -> io::Result<Vec<Standing>> {
    let mut found = Vec::new();
    for context in contexts {
        for path in files_of(context.name(), folder)? {
            let file = path.file_name().unwrap_or_default().display().to_string();
            let outgrown = Path::new(&file).file_stem() != Path::new(&context.file_name()).file_stem();
            let (position, size_bytes) = (position(&path), fs::metadata(&path)?.len());
            found.push(Standing { context: context.name(), file, position, outgrown, size_bytes });
        }
    }
    Ok(found)
}

fn position(path: &Path) -> Option<u64> {
    let connection = Connection::open_with_flags(path, TO_READ).ok()?;
    let complete = path.extension().is_some_and(|extension| extension == "sqlite");
    read_checkpoint(&connection).ok().filter(|_| complete).map(|checkpoint| checkpoint.position)
}
