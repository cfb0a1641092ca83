//! What does not happen every day: a lockout, a forgotten session, a forgotten password, somebody
//! who moves out.

use anyhow::Context as _;
use commands::identity;
use domain::Role;

use super::{comings::FELIX_LEAVES, moving_in::choose_password};
use crate::demo::{
    cast::{ELSEWHERE, FELIX, GRETE, IDA, JONAS, MARA, NEW_NOTEBOOK, OFFICE, ON_THE_ROAD, Person, THEO},
    script::Script,
    stage::{Stage, done},
};

pub fn story(script: &mut Script) {
    script.on(30, 18 * 60 + 12, |stage| Box::pin(theo_may_do_more(stage)));
    script.on(27, 13 * 60 + 47, |stage| Box::pin(jonas_on_the_road(stage)));
    script.on(26, 11 * 60 + 5, |stage| Box::pin(mara_at_work(stage)));
    script.on(19, 16 * 60 + 3, |stage| Box::pin(ida_locks_herself_out(stage)));
    script.on(17, 10 * 60 + 21, |stage| Box::pin(grete_forgets(stage)));
    script.on(FELIX_LEAVES, 12 * 60 + 44, |stage| Box::pin(felix_moves_out(stage)));
    script.on(FELIX_LEAVES - 2, 23 * 60 + 8, |stage| Box::pin(felix_is_not_let_in(stage)));
    script.on(9, 20 * 60 + 17, |stage| Box::pin(grete_has_another_name(stage)));
    script.on(6, 21 * 60 + 33, |stage| Box::pin(jonas_mistypes_the_code(stage)));
    script.on(4, 19 * 60 + 25, |stage| Box::pin(somebody_guesses_at_jonas(stage)));
    script.on(2, 17 * 60 + 9, |stage| Box::pin(choose_password(stage, &THEO, "theo collects green stones")));
}

async fn theo_may_do_more(stage: &Stage) -> anyhow::Result<()> {
    let theo = account(stage, &THEO)?;
    let caller = stage.by(&MARA, &MARA.desk).await?;
    done(identity::change_role(&stage.desk, &caller, theo, Role::Member, None).await).map(drop)
}

/// A notebook that is known, from an address that is not.
async fn jonas_on_the_road(stage: &Stage) -> anyhow::Result<()> {
    stage.residents.left(&JONAS, &ON_THE_ROAD);
    stage.by(&JONAS, &ON_THE_ROAD).await?;
    stage.pass(200, 400).await?;
    let caller = stage.by(&JONAS, &ON_THE_ROAD).await?;
    done(identity::log_out(&stage.desk, &caller).await)?;
    stage.residents.left(&JONAS, &ON_THE_ROAD);
    Ok(())
}

/// Forgets to log out at work, and ends that session from her phone.
async fn mara_at_work(stage: &Stage) -> anyhow::Result<()> {
    stage.by(&MARA, &OFFICE).await?;
    stage.pass(500, 900).await?;
    let forgotten = stage.residents.stay(&MARA, &OFFICE).context("no session at work")?;
    let caller = stage.by(&MARA, &MARA.phone).await?;
    done(identity::end_session(&stage.desk, &caller, forgotten.session).await)?;
    stage.residents.left(&MARA, &OFFICE);
    Ok(())
}

/// The door closes for a minute, for two, for four; then Mara opens it.
async fn ida_locks_herself_out(stage: &Stage) -> anyhow::Result<()> {
    let wrong = ["ida climbs the oak treee", "Ida climbs the oak tree", "ida climbs the oaktree", "ida climbs"];
    for password in wrong {
        stage.type_password(&IDA, &NEW_NOTEBOOK, password).await?;
        stage.pass(8, 19).await?;
    }
    stage.pass(70, 80).await?;
    stage.type_password(&IDA, &NEW_NOTEBOOK, "ida climbs the elm tree").await?;
    stage.pass(125, 140).await?;
    stage.type_password(&IDA, &NEW_NOTEBOOK, "ida climbs a tree").await?;
    stage.pass(40, 70).await?;
    let ida = account(stage, &IDA)?;
    let caller = stage.by(&MARA, &MARA.phone).await?;
    done(identity::unlock(&stage.desk, &caller, ida).await)?;
    stage.pass(20, 40).await?;
    stage.by(&IDA, &NEW_NOTEBOOK).await.map(drop)
}

/// Mara sets another password, and Grete takes her own again.
async fn grete_forgets(stage: &Stage) -> anyhow::Result<()> {
    let (grete, new) = (account(stage, &GRETE)?, "a second word for grete");
    for password in ["grete sings in the kitschen", "grete sings in the garden"] {
        stage.type_password(&GRETE, &GRETE.phone, password).await?;
        stage.pass(20, 45).await?;
    }
    let caller = stage.by(&MARA, &MARA.phone).await?;
    done(identity::reset_password(&stage.desk, &caller, grete, new.to_owned()).await)?;
    stage.residents.has_password(&GRETE, new, None);
    stage.pass(60, 120).await?;
    choose_password(stage, &GRETE, GRETE.password).await
}

async fn felix_moves_out(stage: &Stage) -> anyhow::Result<()> {
    let felix = account(stage, &FELIX)?;
    let caller = stage.by(&MARA, &MARA.desk).await?;
    done(identity::close_account(&stage.desk, &caller, felix, None).await)?;
    stage.residents.moved_out(&FELIX);
    Ok(())
}

/// Out of habit; the house does not know him any more.
async fn felix_is_not_let_in(stage: &Stage) -> anyhow::Result<()> {
    stage.type_password(&FELIX, &FELIX.phone, FELIX.password).await.map(drop)
}

async fn grete_has_another_name(stage: &Stage) -> anyhow::Result<()> {
    let grete = account(stage, &GRETE)?;
    let caller = stage.by(&MARA, &MARA.desk).await?;
    done(identity::rename(&stage.desk, &caller, grete, "Oma Grete", None).await).map(drop)
}

async fn jonas_mistypes_the_code(stage: &Stage) -> anyhow::Result<()> {
    stage.residents.left(&JONAS, &JONAS.desk);
    let (ticket, code) = stage.type_password(&JONAS, &JONAS.desk, JONAS.password).await?;
    let code = code.context("no code came")?;
    for _ in 0..2 {
        stage.pass(9, 20).await?;
        let caller = stage.stranger(JONAS.desk.from);
        let wrong = identity::Second::Code(next_digit(&code));
        let outcome = identity::log_in(&stage.desk, &caller, &ticket.0, wrong, JONAS.desk.agent).await;
        anyhow::ensure!(outcome.is_err(), "a wrong code opened a session");
        stage.settle().await?;
    }
    stage.pass(9, 20).await?;
    stage.type_code(&JONAS, &JONAS.desk, &ticket, &code).await
}

/// The same code with the wrong last digit.
fn next_digit(code: &str) -> String {
    let (rest, last) = code.split_at(code.len().saturating_sub(1));
    format!("{rest}{}", last.parse::<u8>().map_or(0, |digit| (digit + 1) % 10))
}

/// The door closes to a stranger; on his own notebook Jonas comes in all the same.
async fn somebody_guesses_at_jonas(stage: &Stage) -> anyhow::Result<()> {
    for password in ["jonas1984", "linden lane 1", "letmein letmein"] {
        let caller = stage.stranger(ELSEWHERE);
        done(stage.residents.ask_code(&caller, JONAS.email, password, None).await)?;
        stage.pass(3, 7).await?;
    }
    stage.pass(20, 40).await?;
    stage.by(&JONAS, &JONAS.desk).await.map(drop)
}

fn account(stage: &Stage, person: &Person) -> anyhow::Result<domain::AccountId> {
    stage.residents.account(person).with_context(|| format!("{} has no account", person.name))
}
