//! What an error of SQLite means for the log. Damage is told apart from a full disk and from a
//! fault, because a person does something else about each.

use std::path::Path;

use rusqlite::{Error, ErrorCode, ffi};

use crate::LogError;

/// Below this much free space a failed write is put down to the full disk.
const TIGHT_BYTES: u64 = 256 << 10;

/// The answer to whoever asked, for an error of SQLite.
pub(super) fn from_sqlite(path: &Path, error: &Error) -> LogError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => LogError::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => corrupt(path, &error.to_string()),
        _ if is_malformed(error) => corrupt(path, &error.to_string()),
        _ if is_write(error) && is_tight(path) => LogError::Full,
        _ => LogError::Fault(format!("{}: {error}", path.display())),
    }
}

/// Damage, and what to do about it.
pub(super) fn corrupt(path: &Path, what: &str) -> LogError {
    let path = path.display();
    LogError::Corrupt(format!("{path}: {what}. `daybook log verify` tells more; restore a backup of the log"))
}

/// Damage of the events at these positions.
pub(super) fn corrupt_at(path: &Path, first: u64, last: u64, what: &str) -> LogError {
    let positions = if first == last { format!("position {first}") } else { format!("positions {first} to {last}") };
    corrupt(path, &format!("{positions}: {what}"))
}

/// A fault of the file system.
pub(super) fn from_io(path: &Path, error: &std::io::Error) -> LogError {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => LogError::Full,
        _ => LogError::Fault(format!("{}: {error}", path.display())),
    }
}

/// A value of another type or length than was ever written.
const fn is_malformed(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidColumnType(..)
            | Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::QueryReturnedNoRows
            | Error::Utf8Error(..)
    )
}

/// Some file systems tell of a full disk by a failed write.
fn is_write(error: &Error) -> bool {
    let writes = [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_TRUNCATE];
    error.sqlite_error().is_some_and(|error| writes.contains(&error.extended_code))
}

fn is_tight(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    rustix::fs::statvfs(folder).is_ok_and(|room| room.f_bavail.saturating_mul(room.f_frsize) < TIGHT_BYTES)
}
