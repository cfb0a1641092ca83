//! What becomes of the house's certificate is written down, so that somebody hears of it.

use domain::{Decider, household::Certificate, household::certificate::Note};
use eventlog::StreamName;

use crate::{Caller, Desk, Fault, runtime::fresh_command};

/// Writes it down; the same again is written once.
///
/// # Errors
/// When it cannot be written.
pub async fn note_certificate(desk: &Desk, note: Note) -> Result<(), Fault> {
    let stream = StreamName::keyed(Certificate::KIND, "house").map_err(|error| Fault::new("certificate", &error))?;
    let caller = Caller::house(fresh_command());
    let noted = desk.run_on::<Certificate>(stream, note, &caller, None).await;
    noted.map(drop).map_err(|failure| failure.into_fault("certificate"))
}
