//! Connections to the log's file. One connection writes; every other one cannot. Nothing is left
//! to defaults that decides whether an answered append survives a power cut.

use std::{
    fs::{self, OpenOptions},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::fault;
use crate::LogError;

/// "Dayb": whose file this is.
const APPLICATION_ID: i64 = 0x4461_7962;
/// The schema, one step per version.
const MIGRATIONS: [&str; 1] = [include_str!("../../../migrations/log/001_log.sql")];
/// Holds the leaves of the index that one binding touches; given back in quiet times.
const WRITER_CACHE_KIB: i64 = 16 << 10;
const BUSY: Duration = Duration::from_secs(5);

/// A file that lies beside the log.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The connection that writes.
pub(super) fn to_write(path: &Path) -> Result<Connection, LogError> {
    let open = || {
        let db =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        prepare(&db, WRITER_CACHE_KIB)?;
        Ok(db)
    };
    let db = open().map_err(|error| fault::from_sqlite(path, &error))?;
    check_owner(path, &db)?;
    let set = || {
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        // Checkpoints are made between two batches, when nobody waits for an answer.
        db.pragma_update(None, "wal_autocheckpoint", 0)?;
        db.pragma_update(None, "journal_size_limit", 8 << 20)
    };
    set().map_err(|error| fault::from_sqlite(path, &error))?;
    Ok(db)
}

/// A connection that cannot write.
pub(super) fn to_read(path: &Path, cache_kib: i64) -> Result<Connection, LogError> {
    let open = || {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        prepare(&db, cache_kib)?;
        Ok(db)
    };
    open().map_err(|error| fault::from_sqlite(path, &error))
}

fn prepare(db: &Connection, cache_kib: i64) -> rusqlite::Result<()> {
    db.busy_timeout(BUSY)?;
    // Otherwise whoever leaves last takes the write-ahead log away, and it could not be missed.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    db.set_prepared_statement_cache_capacity(32);
    db.pragma_update(None, "cache_size", -cache_kib)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update(None, "mmap_size", 0)
}

/// Makes the file of a new log, which only its owner may read.
pub(super) fn create(path: &Path) -> Result<(), LogError> {
    let made = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
    made.and_then(|file| file.sync_all()).and_then(|()| sync_folder(path)).map_err(|error| fault::from_io(path, &error))
}

/// Makes the names in the log's folder outlive a power cut.
pub(super) fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}

/// Brings the schema up to date; a file without any becomes a new log.
pub(super) fn migrate(path: &Path, db: &Connection, log_id: uuid::Uuid) -> Result<(), LogError> {
    let migrate = || {
        let from: usize = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for (step, sql) in MIGRATIONS.iter().enumerate().skip(from) {
            let transaction = db.unchecked_transaction()?;
            transaction.execute_batch(sql)?;
            if step == 0 {
                let born = "INSERT INTO log VALUES (1, ?, CAST(unixepoch('subsec') * 1000000 AS INTEGER))";
                transaction.execute(born, [log_id.as_bytes().as_slice()])?;
                transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            }
            transaction.pragma_update(None, "user_version", step + 1)?;
            transaction.commit()?;
        }
        Ok(())
    };
    migrate().map_err(|error| fault::from_sqlite(path, &error))
}

/// Refuses a file of another program, or of a newer version of this one.
pub(super) fn check_owner(path: &Path, db: &Connection) -> Result<(), LogError> {
    let ask = || {
        let owner: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let version: usize = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((owner, version, tables))
    };
    let path_shown = path.display();
    match ask().map_err(|error| fault::from_sqlite(path, &error))? {
        (0, 0, 0) => Ok(()),
        (APPLICATION_ID, version, _) if (1..=MIGRATIONS.len()).contains(&version) => Ok(()),
        (APPLICATION_ID, version, _) if version > MIGRATIONS.len() => Err(LogError::Fault(format!(
            "{path_shown} was written by a newer version of this program (format {version}, known are up to {})",
            MIGRATIONS.len()
        ))),
        _ => Err(LogError::Fault(format!(
            "{path_shown} is no log: it belongs to another program, or its header is damaged"
        ))),
    }
}
