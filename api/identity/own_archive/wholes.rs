//! Short files of an archive: who one is, what one may do, how one comes in, what one wants to hear of; and what is what.

use std::collections::BTreeMap;

use commands::identity;
use domain::identity::rights::CONTEXTS;
use projections::{alerts::subscriptions, identity::accounts};
use serde::Serialize;
use serde_json::json;

use super::{
    super::{access::AccessWord, account::Account, factors},
    files::Source,
};
use crate::http::{Person, Problem};

const READ_ME: &str = "\
All that this house knows of you, written in JSON.

account.json          who you are here
rights.json           what you may do in each part of the house
ways-to-log-in.json   your authenticator apps, passkeys and how many recovery codes are left
hears-of.json         what you want to hear of
sessions.json         where you were logged in, the newest first
keys.json             your keys for programs, the newest first
alerts.json           what you were told, the newest first
diary.json            what you did and what was about you, the oldest first
files/                your own files, each in its newest version
trash/                those in your trash

No secret is in here: passwords, codes and keys are kept in a form that nobody can read, the house included.
What others did is theirs and not in here, unless it was about you.
";

/// Their names and texts.
pub async fn of(source: &Source, person: &Person) -> Result<Vec<(&'static str, String)>, Problem> {
    let head = format!("{READ_ME}\nPacked at {} (UTC).\n", source.front.desk.clock().now().format("%Y-%m-%d %H:%M"));
    let rights: BTreeMap<_, AccessWord> =
        CONTEXTS.iter().map(|context| (context.name, person.rights.access(context.name).into())).collect();
    let account = source.account;
    let reads = source.front.view("alerts", source.at_least).await?;
    let choices = reads.query(move |connection| subscriptions::of_person(connection, account)).await?;
    let choices: Vec<_> = choices
        .into_iter()
        .map(|choice| json!({ "context": choice.context, "least": choice.least.unwrap_or("nothing") }))
        .collect();
    Ok(vec![
        ("README.txt", head),
        ("account.json", pretty(&account_of(source).await?)?),
        ("rights.json", pretty(&rights)?),
        ("ways-to-log-in.json", pretty(&factors::of(&source.front, source.at_least, account).await?)?),
        ("hears-of.json", pretty(&choices)?),
    ])
}

async fn account_of(source: &Source) -> Result<Account, Problem> {
    let account = source.account;
    let reads = source.front.view("identity", source.at_least).await?;
    let found = reads.query(move |connection| accounts::one(connection, account)).await?;
    let found = found.ok_or_else(|| Problem::missing("no_such_account", "there is no such account"))?;
    let presence = identity::presence(&source.front.desk).await?.get(&account).copied().unwrap_or_default();
    Ok(Account::from((found, presence)))
}

fn pretty(told: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string_pretty(told).map(|text| text + "\n").map_err(|error| Problem::broken(&error))
}
