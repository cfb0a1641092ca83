//! What became of a backup is written down, so that somebody hears of a failure.

use domain::{
    Decider as _,
    household::{Backup, backup},
};
use eventlog::StreamName;

use crate::{Caller, Desk, Done, Failure, Fault};

/// Writes down that a backup was made, was checked, or failed.
///
/// # Errors
/// When it cannot be written.
pub async fn record_backup(
    desk: &Desk,
    caller: &Caller,
    record: backup::Record,
) -> Result<Done, Failure<backup::Never>> {
    let stream = StreamName::keyed(Backup::KIND, "house").map_err(|error| Fault::new("backup", &error))?;
    desk.run_on::<Backup>(stream, record, caller, None).await
}
