//! Plays the script: five weeks in a few seconds, up to the present.

use std::time::Duration;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use commands::{Clock as _, SystemClock};
use indicatif::ProgressBar;

use super::{
    calendar::Calendar,
    cast::{Device, GRETE, IDA, MARA, Person, ZONE},
    samples::{self, DAYS},
    stage::Stage,
};

/// Who is logged in at the end, one of each role, and on what.
pub static AT_THE_END: [(&Person, &Device); 3] = [(&MARA, &MARA.desk), (&IDA, &IDA.phone), (&GRETE, &GRETE.phone)];

/// Scenes of the last minutes are left out, so that none of them reaches into the future.
const LAST_SCENE: TimeDelta = TimeDelta::minutes(15);
const LAST_LOGINS: TimeDelta = TimeDelta::minutes(9);
const PATIENCE: Duration = Duration::from_secs(60);

/// When the story of a present moment begins.
pub fn beginning(now: DateTime<Utc>) -> DateTime<Utc> {
    Calendar::ending(now, ZONE).at(DAYS, (17 * 60 + 30) * 60)
}

/// Plays everything that happened until now, and lets the clock run.
pub async fn play(stage: &Stage, seed: u64, now: DateTime<Utc>, bar: &ProgressBar) -> anyhow::Result<()> {
    let mut scenes = samples::scenes(Calendar::ending(now, ZONE), seed);
    scenes.retain(|scene| scene.at < now - LAST_SCENE);
    bar.set_length(scenes.len().try_into().unwrap_or_default());
    stage.settle().await?;
    for scene in scenes {
        stage.reach(scene.at.max(stage.now())).await?;
        let at = stage.now();
        (scene.act)(stage).await.with_context(|| format!("the sample history of {at}"))?;
        stage.settle().await?;
        bar.inc(1);
    }
    bar.set_message("opening its door");
    stage.reach(stage.now().max(now - LAST_LOGINS)).await?;
    for (person, device) in &AT_THE_END {
        stage.by(person, device).await?;
        stage.pass(40, 70).await?;
    }
    stage.reach(stage.now().max(now)).await?;
    for (person, device) in &AT_THE_END {
        stage.by(person, device).await?;
    }
    stage.settle().await?;
    SystemClock.until(stage.now()).await;
    stage.clock.run();
    shown(stage).await
}

/// Waits until every view shows all of it.
async fn shown(stage: &Stage) -> anyhow::Result<()> {
    let head = stage.desk.head();
    for lag in stage.views.lag() {
        if let Some(reads) = stage.views.context(lag.context) {
            reads.at_least(head, PATIENCE).await?;
        }
    }
    Ok(())
}
