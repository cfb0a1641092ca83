//! The first days: the house is founded, everybody is given an account and chooses a password.

use anyhow::Context as _;
use commands::identity::{self, Founding, NewAccount};

use crate::demo::{
    cast::{CAST, FELIX, GRETE, IDA, JONAS, MARA, Person, THEO},
    samples::DAYS,
    script::Script,
    stage::{Stage, done},
};

const FIVE: u32 = 17 * 60;

pub fn story(script: &mut Script) {
    script.on(DAYS, FIVE + 31, |stage| Box::pin(found(stage)));
    for (minute, person) in (FIVE + 40..).step_by(3).zip(CAST.into_iter().skip(1)) {
        script.on(DAYS, minute, move |stage| Box::pin(give_account(stage, person)));
    }
    let first_logins = [
        (DAYS, 18 * 60 + 20, &JONAS),
        (DAYS, 19 * 60 + 2, &IDA),
        (DAYS - 1, 16 * 60 + 40, &THEO),
        (DAYS - 1, 22 * 60 + 50, &FELIX),
        (DAYS - 2, 10 * 60 + 35, &GRETE),
    ];
    for (day, minute, person) in first_logins {
        script.on(day, minute, move |stage| Box::pin(choose_password(stage, person, person.password)));
    }
}

async fn found(stage: &Stage) -> anyhow::Result<()> {
    let token = identity::founding_token(&stage.desk).await?.context("somebody founded the house before")?;
    let (name, email, password) = (MARA.name.into(), MARA.email.into(), MARA.first_password.into());
    let founding = Founding { token, name, email, password };
    let caller = stage.stranger(MARA.desk.from);
    let (account, _) = done(identity::found(&stage.desk, &caller, founding).await)?;
    stage.residents.moved_in(&MARA, account);
    stage.pass(20, 40).await?;
    stage.by(&MARA, &MARA.desk).await.map(drop)
}

async fn give_account(stage: &Stage, person: &'static Person) -> anyhow::Result<()> {
    let (name, email, password) = (person.name.into(), person.email.into(), person.first_password.into());
    let new = NewAccount { name, email, password, role: person.role };
    let caller = stage.by(&MARA, &MARA.desk).await?;
    let (account, _) = done(identity::open_account(&stage.desk, &caller, new).await)?;
    stage.residents.moved_in(person, account);
    Ok(())
}

/// Logs in and chooses another password.
pub async fn choose_password(stage: &Stage, person: &'static Person, new: &str) -> anyhow::Result<()> {
    let current = stage.residents.password(person).context("no password yet")?;
    stage.by(person, &person.phone).await?;
    stage.pass(30, 90).await?;
    let caller = stage.by(person, &person.phone).await?;
    done(identity::change_password(&stage.desk, &caller, current, new.to_owned()).await)?;
    stage.residents.has_password(person, new, Some(&person.phone));
    Ok(())
}
