//! Household: the house is set up, and its settings are changed and changed back.

use commands::household;
use domain::household::settings::Change;

use super::{DAYS, Samples};
use crate::demo::{
    cast::{Device, HOUSE, JONAS, MARA, Person, ZONE},
    script::{Act, Script},
    stage::{Stage, done},
};

/// The samples of the household.
pub const SAMPLES: Samples = Samples { context: "household", story, now_and_then: &[somebody_gathers_alerts] };

fn story(script: &mut Script) {
    let (mara, jonas) = ((&MARA, &MARA.desk), (&JONAS, &JONAS.desk));
    script.on(DAYS, 17 * 60 + 34, move |stage| Box::pin(set_up(stage)));
    let changes: [(u32, u32, (&'static Person, &'static Device), Change); 7] = [
        (28, 20 * 60 + 41, jonas, gathered_for(30)),
        (25, 7 * 60 + 58, mara, gathered_for(5)),
        (21, 19 * 60 + 6, mara, in_zone("Europe/Lisbon")),
        (14, 18 * 60 + 32, mara, in_zone(ZONE.name())),
        (8, 19 * 60 + 13, jonas, named("Demo house at Linden Lane, with cat")),
        (8, 21 * 60 + 2, mara, named(HOUSE)),
        (3, 20 * 60 + 26, jonas, gathered_for(10)),
    ];
    for (day, minute, who, change) in changes {
        script.on(day, minute, move |stage| Box::pin(set(stage, who, change)));
    }
}

async fn set_up(stage: &Stage) -> anyhow::Result<()> {
    let mara = (&MARA, &MARA.desk);
    set(stage, mara, named(HOUSE)).await?;
    stage.pass(15, 40).await?;
    set(stage, mara, in_zone(ZONE.name())).await?;
    stage.pass(15, 40).await?;
    let sender = Change { mail_sender: Some("daybook@linden.example".to_owned()), ..Change::default() };
    set(stage, mara, sender).await
}

fn named(name: &str) -> Change {
    Change { name: Some(name.to_owned()), ..Change::default() }
}

fn in_zone(zone: &str) -> Change {
    Change { time_zone: Some(zone.to_owned()), ..Change::default() }
}

fn gathered_for(minutes: u32) -> Change {
    Change { alert_digest_minutes: Some(minutes), ..Change::default() }
}

async fn set(stage: &Stage, (who, on): (&'static Person, &'static Device), change: Change) -> anyhow::Result<()> {
    let caller = stage.by(who, on).await?;
    done(household::change_settings(&stage.desk, &caller, change, None).await).map(drop)
}

/// Whatever it is now, it is something else afterwards.
fn somebody_gathers_alerts(stage: &Stage) -> Act<'_> {
    Box::pin(async move {
        let (settings, _) = household::settings(&stage.desk).await?;
        let minutes = if settings.alert_digest_minutes == 10 { 15 } else { 10 };
        set(stage, (&JONAS, &JONAS.desk), gathered_for(minutes)).await
    })
}
