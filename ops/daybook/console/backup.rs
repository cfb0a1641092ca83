//! What a backup wants from the house: how its views look, and to be remembered.

use commands::{Caller, Desk, Failure, fresh_command, household};
use domain::household::backup::{self, events::*};
use projections::Views;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::answer::{Answers, give};

/// What can be asked for a backup.
#[derive(Serialize, Deserialize)]
pub enum Request {
    /// What each view looks like, and how far it has come.
    Imprints,
    /// Remember that one was made.
    Made(BackupMade),
    /// Remember what a check said.
    Checked(BackupChecked),
    /// Remember a failure.
    Failed(BackupFailed),
}

/// Does what was asked.
pub async fn carry_out(desk: &Desk, views: &Views, request: Request, answers: &Answers) -> anyhow::Result<()> {
    let record = match request {
        Request::Imprints => return imprints(views, answers).await,
        Request::Made(made) => backup::Record::Made(made),
        Request::Checked(checked) => backup::Record::Checked(checked),
        Request::Failed(failed) => backup::Record::Failed(failed),
    };
    let done = household::record_backup(desk, &Caller::console(fresh_command()), record).await;
    let done = done.map_err(|failure| match failure {
        Failure::Full => anyhow::anyhow!("the disk is full"),
        Failure::Fault(fault) => fault.into(),
        Failure::Conflict | Failure::Stale { .. } => anyhow::anyhow!("somebody was faster; try again"),
        Failure::Refused(never) => match never {},
    })?;
    give(answers, json!({ "position": done.position })).await;
    Ok(())
}

/// A view that is being filled has nothing to compare with, and is passed over.
async fn imprints(views: &Views, answers: &Answers) -> anyhow::Result<()> {
    for lag in views.lag() {
        let Some(reads) = views.context(lag.context) else { continue };
        if let Some(seen) = reads.imprint().await?.filter(|seen| seen.position > 0) {
            let digest = seen.digest.to_string();
            let view =
                json!({ "context": seen.context, "rules": seen.rules, "position": seen.position, "digest": digest });
            give(answers, view).await;
        }
    }
    Ok(())
}
