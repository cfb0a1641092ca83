//! A person has seen all that waited for them: one word for many alerts.

use domain::{
    AlertId,
    alerts::{
        Alert,
        alert::{Command, Refusal},
    },
};

use crate::{Caller, Desk, Failure};

/// Writes down that the caller has seen these alerts; answers how many had not been seen before. Those that are
/// somebody else's are left alone.
///
/// # Errors
/// When it cannot be written.
pub async fn acknowledge_all(desk: &Desk, caller: &Caller, alerts: &[AlertId]) -> Result<u64, Failure<Refusal>> {
    let mut changed = 0;
    for alert in alerts {
        let step = caller.step(&alert.to_string());
        match desk.run::<Alert>(alert.0, Command::Acknowledge { alert: *alert }, &step).await {
            Ok(done) => changed += u64::from(done.changed),
            Err(Failure::Refused(Refusal::NoSuchAlert)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(changed)
}
