//! A person has seen an alert.

use domain::{
    AlertId,
    alerts::{
        Alert,
        alert::{Command, Refusal},
    },
};

use crate::{Caller, Desk, Done, Failure};

/// Writes down that the caller has seen an alert.
///
/// # Errors
/// When it is not there, or not theirs.
pub async fn acknowledge(desk: &Desk, caller: &Caller, alert: AlertId) -> Result<Done, Failure<Refusal>> {
    desk.run::<Alert>(alert.0, Command::Acknowledge { alert }, caller).await
}
