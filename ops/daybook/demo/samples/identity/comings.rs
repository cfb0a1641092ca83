//! Every day: who looks in when, on what, for how long, and who mistypes.

use anyhow::Context as _;
use commands::identity;

use crate::demo::{
    cast::{Device, FELIX, GRETE, IDA, JONAS, MARA, Person, THEO},
    samples::DAYS,
    script::{Act, Script},
    stage::{Stage, done},
};

/// The last day on which Felix lives there.
pub const FELIX_LEAVES: u32 = 12;

/// When somebody usually looks in.
struct Habit {
    person: &'static Person,
    device: &'static Device,
    /// Minutes after midnight: on working days, and on others.
    between: [(u32, u32); 2],
    /// How often in a hundred days, on working days and on others.
    percent: [u32; 2],
    /// How often in a hundred times the password is mistyped.
    slips: u32,
    /// How often in a hundred times they log out; otherwise the session ends by itself.
    logs_out: u32,
}

const fn hours(from: u32, to: u32) -> (u32, u32) {
    (from * 60, to * 60 - 1)
}

static HABITS: [Habit; 9] = [
    habit(&MARA, &MARA.phone, [hours(6, 8), hours(8, 10)], [88, 70], 4, 30),
    habit(&MARA, &MARA.desk, [hours(20, 22), hours(19, 22)], [80, 60], 3, 60),
    habit(&JONAS, &JONAS.phone, [hours(7, 8), hours(9, 11)], [62, 55], 6, 15),
    habit(&JONAS, &JONAS.desk, [hours(21, 23), hours(16, 19)], [38, 45], 5, 55),
    habit(&IDA, &IDA.phone, [hours(15, 17), hours(11, 15)], [70, 60], 24, 10),
    habit(&IDA, &IDA.desk, [hours(18, 20), hours(17, 20)], [30, 30], 18, 25),
    habit(&THEO, &THEO.phone, [hours(16, 19), hours(10, 13)], [48, 55], 15, 20),
    habit(&GRETE, &GRETE.phone, [hours(9, 12), hours(9, 12)], [66, 60], 12, 90),
    habit(&FELIX, &FELIX.phone, [hours(22, 24), hours(12, 15)], [55, 50], 8, 5),
];

const fn habit(
    person: &'static Person,
    device: &'static Device,
    between: [(u32, u32); 2],
    percent: [u32; 2],
    slips: u32,
    logs_out: u32,
) -> Habit {
    Habit { person, device, between, percent, slips, logs_out }
}

pub fn story(script: &mut Script) {
    for day in (0..DAYS - 2).rev() {
        let free = usize::from(script.calendar.is_weekend(day));
        for habit in &HABITS {
            let lives_there = !std::ptr::eq(habit.person, &FELIX) || day > FELIX_LEAVES;
            // On a quiet day Grete looks in, so that no page of the diary is blank.
            let always = std::ptr::eq(habit.person, &GRETE) && day % 2 == 0;
            if lives_there && (script.dice.chance(habit.percent[free]) || always) {
                let (from, to) = habit.between[free];
                visit(script, day, from, to, habit);
            }
        }
    }
}

fn visit(script: &mut Script, day: u32, from: u32, to: u32, habit: &'static Habit) {
    let minute = script.dice.between(from, to);
    let (slips, logs_out) = (script.dice.chance(habit.slips), script.dice.chance(habit.logs_out));
    let looks = script.dice.between(1, 4);
    script.on(day, minute, move |stage| {
        Box::pin(async move {
            if slips {
                mistype(stage, habit.person, habit.device).await?;
            }
            look_around(stage, habit.person, habit.device, looks).await?;
            if logs_out { log_out(stage, habit.person, habit.device).await } else { Ok(()) }
        })
    });
}

/// Looks at a page or a few.
async fn look_around(stage: &Stage, person: &'static Person, on: &'static Device, pages: u32) -> anyhow::Result<()> {
    for _ in 0..pages {
        stage.by(person, on).await?;
        stage.pass(20, 150).await?;
    }
    Ok(())
}

async fn log_out(stage: &Stage, person: &'static Person, on: &'static Device) -> anyhow::Result<()> {
    if let Some(caller) = stage.inside(person, on).await? {
        done(identity::log_out(&stage.desk, &caller).await)?;
        stage.residents.left(person, on);
    }
    Ok(())
}

/// Leaves a letter out where nobody is logged in yet.
pub async fn mistype(stage: &Stage, person: &'static Person, on: &'static Device) -> anyhow::Result<()> {
    if stage.inside(person, on).await?.is_none() {
        let mut password = stage.residents.password(person).context("no password yet")?;
        password.pop();
        stage.type_password(person, on, &password).await?;
        stage.pass(6, 15).await?;
    }
    Ok(())
}

/// Who may come by while somebody looks on; the visitor plays Mara.
const PASSERS_BY: [(&Person, &Device); 5] =
    [(&JONAS, &JONAS.phone), (&JONAS, &JONAS.desk), (&THEO, &THEO.phone), (&IDA, &IDA.desk), (&GRETE, &GRETE.desk)];

pub fn somebody_comes_or_goes(stage: &Stage) -> Act<'_> {
    Box::pin(async move {
        let Some((person, device)) = stage.pick(&PASSERS_BY) else { return Ok(()) };
        match stage.inside(person, device).await? {
            Some(_) => log_out(stage, person, device).await,
            None => stage.log_in(person, device).await,
        }
    })
}

pub fn somebody_mistypes(stage: &Stage) -> Act<'_> {
    Box::pin(async move {
        let Some((person, device)) = stage.pick(&PASSERS_BY) else { return Ok(()) };
        if stage.inside(person, device).await?.is_some() {
            return log_out(stage, person, device).await;
        }
        mistype(stage, person, device).await?;
        stage.log_in(person, device).await
    })
}
