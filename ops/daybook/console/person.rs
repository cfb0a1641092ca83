//! Helping a person from the machine itself, past the front door.

use commands::{
    Caller, Desk, Done, Failure, fresh_command,
    identity::{self, Finished},
};
use domain::{AccountId, Role};
use serde::{Deserialize, Serialize};

use super::answer::{Answers, give};
use crate::refusal::AskedWrongly;

/// What can be asked for a person.
#[derive(Serialize, Deserialize)]
pub enum Request {
    /// Give a person an account.
    Add {
        /// The person's name.
        name: String,
        /// The person's mail address.
        email: String,
        /// What the person may do.
        role: Role,
        /// The first password.
        password: String,
    },
    /// Open a person's door before the lock's time.
    Unlock {
        /// The person's mail address.
        email: String,
    },
    /// Set a person's password.
    Reset {
        /// The person's mail address.
        email: String,
        /// The password from now on.
        password: String,
    },
    /// Erase a person for good.
    Erase {
        /// The person's mail address, or the id of their account.
        whom: String,
        /// The person's name, typed to confirm it.
        name: String,
    },
}

/// Does what was asked, at the desk.
pub async fn carry_out(desk: &Desk, request: Request, answers: &Answers) -> anyhow::Result<()> {
    let caller = Caller::console(fresh_command());
    let done = match request {
        Request::Add { name, email, role, password } => {
            let new = identity::NewAccount { name, email, password, role };
            identity::open_account(desk, &caller, new).await
        }
        Request::Unlock { email } => {
            let account = found(desk, &email).await?;
            identity::unlock(desk, &caller, account).await.map(|done| (account, done))
        }
        Request::Reset { email, password } => {
            let account = found(desk, &email).await?;
            identity::reset_password(desk, &caller, account, password).await.map(|done| (account, done))
        }
        Request::Erase { whom, name } => return erase(desk, &caller, &whom, &name, answers).await,
    };
    let (account, Done { position, .. }) = done.map_err(told)?;
    give(answers, serde_json::json!({ "account": account, "position": position })).await;
    Ok(())
}

/// Answers when nothing is left to do; whoever goes away before finds the certificate in the diary.
async fn erase(desk: &Desk, caller: &Caller, whom: &str, name: &str, answers: &Answers) -> anyhow::Result<()> {
    let account = match whom.parse() {
        Ok(account) => account,
        Err(_) => found(desk, whom).await?,
    };
    identity::erase(desk, caller, account, name).await.map_err(told)?;
    let Some(Finished { certificate, position }) = identity::finish_erasure(desk, account).await? else {
        anyhow::bail!("the erasure of {account} is not in the log");
    };
    let certificate = serde_json::to_value(&certificate)?;
    give(answers, serde_json::json!({ "account": account, "position": position, "certificate": certificate })).await;
    Ok(())
}

fn told<R: std::fmt::Display>(failure: Failure<R>) -> anyhow::Error {
    match failure {
        Failure::Refused(refusal) => AskedWrongly(refusal.to_string()).into(),
        Failure::Full => anyhow::anyhow!("the disk is full"),
        Failure::Fault(fault) => fault.into(),
        Failure::Conflict | Failure::Stale { .. } => anyhow::anyhow!("somebody was faster; try again"),
    }
}

async fn found(desk: &Desk, email: &str) -> anyhow::Result<AccountId> {
    let account = identity::account_at(desk, email).await?;
    account.ok_or_else(|| AskedWrongly(format!("nobody here has the address {email}")).into())
}
