//! Secrets that lie in files, for systems that keep them so.

use std::{fs, path::Path};

use zeroize::Zeroizing;

/// The secret that a file holds, without the end of its line.
///
/// # Errors
/// A sentence about the file, when it cannot be read or is empty.
pub fn secret_in(file: &Path) -> Result<Zeroizing<String>, String> {
    let shown = file.display();
    let text = fs::read_to_string(file).map(Zeroizing::new).map_err(|error| format!("{shown}: {error}"))?;
    match text.trim_end_matches(['\r', '\n']) {
        "" => Err(format!("{shown}: the file is empty")),
        secret => Ok(Zeroizing::new(secret.to_owned())),
    }
}
