//! Somebody who does not live there tries to come in: once in a while, and one night without end.

use crate::demo::{
    cast::FAR_AWAY,
    script::{Act, Script},
    stage::{Stage, done},
};

/// The night on which somebody keeps trying; the mail server is out of order then, too.
pub const FLOOD: (u32, u32) = (24, 2 * 60 + 6);
const TRIES: u32 = 130;
const NAMES: [&str; 8] = ["admin", "root", "info", "office", "test", "linden", "support", "webmaster"];

pub fn story(script: &mut Script) {
    for day in [31, 22, 15, 11, 5, 1] {
        let minute = script.dice.between(30, 5 * 60);
        script.on(day, minute, |stage| Box::pin(try_the_door(stage, 1)));
    }
    let (day, minute) = FLOOD;
    script.on(day, minute, |stage| {
        Box::pin(async move {
            stage.post.set_out_of_order(true);
            try_the_door(stage, TRIES).await?;
            stage.pass(400, 500).await?;
            stage.post.set_out_of_order(false);
            Ok(())
        })
    });
}

async fn try_the_door(stage: &Stage, times: u32) -> anyhow::Result<()> {
    for _ in 0..times {
        let name = stage.pick(&NAMES).unwrap_or(NAMES[0]);
        let (caller, email) = (stage.stranger(FAR_AWAY), format!("{name}@linden.example"));
        done(stage.residents.ask_code(&caller, &email, "123456", None).await)?;
        stage.pass(1, 2).await?;
    }
    Ok(())
}

pub fn somebody_tries_the_door(stage: &Stage) -> Act<'_> {
    Box::pin(try_the_door(stage, 1))
}
