//! Alerts: people choose what to hear of, and see to what they were told.

use std::time::Duration;

use anyhow::Context as _;
use commands::alerts;
use domain::{AccountId, AlertId, Severity, alerts::subscription::Least};
use projections::alerts::alerts as view;

use super::{DAYS, Samples};
use crate::demo::{
    cast::{Device, GRETE, IDA, JONAS, MARA, Person},
    script::{Act, Script},
    stage::{Stage, done},
};

/// The samples of alerts.
pub const SAMPLES: Samples = Samples { context: "alerts", story, now_and_then: &[jonas_sees_to_one] };

const PATIENCE: Duration = Duration::from_secs(10);
const AT_ONCE: usize = 50;

fn story(script: &mut Script) {
    use Severity::{Critical, Notice, Warning};
    let choices: [(u32, u32, &'static Person, &'static str, Option<Severity>); 8] = [
        (DAYS, 18 * 60 + 4, &MARA, "identity", Some(Warning)),
        (DAYS, 18 * 60 + 5, &MARA, "household", Some(Notice)),
        (DAYS - 1, 21 * 60 + 14, &JONAS, "everything", Some(Warning)),
        (DAYS - 2, 15 * 60 + 51, &IDA, "identity", Some(Warning)),
        (20, 22 * 60 + 9, &JONAS, "identity", Some(Critical)),
        (16, 10 * 60 + 40, &GRETE, "everything", Some(Critical)),
        (13, 11 * 60 + 3, &GRETE, "everything", None),
        (7, 21 * 60 + 48, &JONAS, "household", None),
    ];
    for (day, minute, who, context, least) in choices {
        script.on(day, minute, move |stage| Box::pin(choose(stage, who, context, least)));
    }
    for day in (2..DAYS).rev() {
        if script.dice.chance(72) {
            let minute = script.dice.between(20 * 60 + 30, 22 * 60 + 10);
            script.on(day, minute, |stage| Box::pin(see_to(stage, &MARA, &MARA.desk, 0)));
        }
        if script.calendar.is_weekend(day) {
            let minute = script.dice.between(16 * 60, 18 * 60);
            script.on(day, minute, |stage| Box::pin(see_to(stage, &JONAS, &JONAS.desk, 1)));
        }
    }
    script.on(9, 17 * 60 + 20, |stage| Box::pin(see_to(stage, &IDA, &IDA.phone, 1)));
}

async fn choose(stage: &Stage, who: &'static Person, context: &str, least: Option<Severity>) -> anyhow::Result<()> {
    let caller = stage.by(who, &who.phone).await?;
    let account = caller.account().context("nobody chooses")?;
    let least = least.map_or(Least::Nothing, Least::From);
    done(alerts::choose(&stage.desk, &caller, account, context.to_owned(), least).await).map(drop)
}

/// Looks at the alerts and sees to all but the newest few.
async fn see_to(stage: &Stage, who: &'static Person, on: &'static Device, but: usize) -> anyhow::Result<()> {
    stage.by(who, on).await?;
    stage.pass(10, 40).await?;
    let account = stage.residents.account(who).context("no account")?;
    for alert in unseen(stage, account).await?.into_iter().skip(but) {
        acknowledge(stage, who, on, alert).await?;
        stage.pass(2, 9).await?;
    }
    Ok(())
}

async fn acknowledge(stage: &Stage, who: &'static Person, on: &'static Device, alert: AlertId) -> anyhow::Result<()> {
    let caller = stage.by(who, on).await?;
    done(alerts::acknowledge(&stage.desk, &caller, alert).await).map(drop)
}

/// What somebody has not seen yet, the newest first, as their page shows it.
async fn unseen(stage: &Stage, account: AccountId) -> anyhow::Result<Vec<AlertId>> {
    let reads = stage.views.context("alerts").context("there is no view of alerts")?;
    reads.at_least(stage.desk.head(), PATIENCE).await?;
    let query = view::Query { person: Some(account), unseen: true, limit: AT_ONCE, ..view::Query::default() };
    let page = reads.query(move |connection| view::page(connection, &query)).await?;
    Ok(page.items.into_iter().map(|alert| alert.id).collect())
}

fn jonas_sees_to_one(stage: &Stage) -> Act<'_> {
    Box::pin(async move {
        let account = stage.residents.account(&JONAS).context("no account")?;
        match unseen(stage, account).await?.pop() {
            Some(oldest) => acknowledge(stage, &JONAS, &JONAS.desk, oldest).await,
            None => choose(stage, &JONAS, "everything", Some(Severity::Warning)).await,
        }
    })
}
