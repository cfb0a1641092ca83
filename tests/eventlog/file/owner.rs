//! Whose file it is: another program's file, a newer version's file and no database at all are
//! refused, and left as they are.

use std::fs;

use eventlog::{LogError, SqliteLog, verify};

use super::{Place, closed};

/// Where SQLite keeps the numbers by which a file says whose it is.
const USER_VERSION: usize = 60;
const APPLICATION_ID: usize = 68;

#[tokio::test]
async fn a_file_of_another_program_is_refused() {
    let (place, _) = closed(10).await;
    place.flip("", APPLICATION_ID);
    let before = fs::read(place.path()).expect("reading");
    for found in [place.open().map(drop), verify(&place.path(), &mut |_, _| {}).map(drop)] {
        assert!(matches!(&found, Err(LogError::Fault(what)) if what.contains("another program")), "{found:?}");
    }
    assert!(fs::read(place.path()).expect("reading") == before, "the file was changed");
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused() {
    let (place, _) = closed(10).await;
    let mut bytes = fs::read(place.path()).expect("reading");
    bytes[USER_VERSION + 3] = 200;
    fs::write(place.path(), bytes).expect("writing");
    let found = place.open().map(drop);
    assert!(matches!(&found, Err(LogError::Fault(what)) if what.contains("newer version")), "{found:?}");
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let place = Place::new();
    let text = "Dear diary, this is not a database.\n".repeat(300);
    fs::write(place.path(), &text).expect("writing");
    assert!(matches!(place.open().map(drop), Err(LogError::Corrupt(_))));
    assert_eq!(fs::read_to_string(place.path()).expect("reading"), text);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let place = Place::new();
    let path = place.folder.path().join("nowhere").join("log.db");
    let error = SqliteLog::open(&path).map(drop).expect_err("no folder");
    assert!(matches!(&error, LogError::Fault(what) if what.contains("nowhere")), "{error}");
    let error = verify(&place.path(), &mut |_, _| {}).expect_err("no log");
    assert!(matches!(&error, LogError::Fault(what) if what.contains("log.db")), "{error}");
    assert!(!place.path().exists());
}
