//! Changing a setting is an event; reading them asks the log.

use std::sync::Arc;

use domain::{
    Decider,
    household::{
        Settings,
        settings::{Change, Refusal},
    },
};
use eventlog::StreamName;

use crate::{Caller, Desk, Done, Failure, Fault, identity::unmet};

fn stream() -> Result<StreamName, Fault> {
    StreamName::keyed(Settings::KIND, "house").map_err(|error| Fault::new("settings", &error))
}

/// Hosts as mail servers know them: those in other scripts are written in ASCII (RFC 5891).
#[must_use]
pub fn hosts_in_ascii(hosts: Vec<String>) -> Vec<String> {
    let in_ascii = |host: String| {
        let bare = host.trim().trim_start_matches('@');
        if bare.is_ascii() { host } else { idna::domain_to_ascii(bare).unwrap_or(host) }
    };
    hosts.into_iter().map(in_ascii).collect()
}

/// Changes what is given, leaves the rest.
///
/// # Errors
/// When a setting does not fit, in which case none is changed.
pub async fn change_settings(
    desk: &Desk,
    caller: &Caller,
    mut change: Change,
    if_match: Option<u64>,
) -> Result<Done, Failure<Refusal>> {
    if let Some(account) = caller.account().filter(|_| change.required_factor_admins.is_some()) {
        change.unmet = unmet(desk, account).await?;
    }
    desk.run_on::<Settings>(stream()?, change, caller, if_match).await
}

/// The settings, and the length of their stream.
///
/// # Errors
/// When the log cannot be read.
pub async fn settings(desk: &Desk) -> Result<(Arc<Settings>, u64), Fault> {
    let folded = desk.load_settled::<Settings>(&stream()?).await?;
    Ok((folded.state, folded.length))
}
