//! The file that is written at the first start: every key, commented, with its default.

use std::{io::Write as _, path::Path};

const TEMPLATE: &str = include_str!("daybook.toml");

/// Writes the file, unless it is there.
///
/// # Errors
/// When it cannot be written.
pub fn write_template(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Ok(mut made) => made.write_all(TEMPLATE.as_bytes()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
