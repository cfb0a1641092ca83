//! Documents: the household keeps recipes, manuals and papers together, and everybody something for themselves.

use commands::documents;
use domain::documents::{Blob, NodeId, SpaceId};

use super::Samples;
use crate::demo::{
    cast::{Device, JONAS, MARA, Person},
    script::{Act, Script},
    stage::{Stage, done},
};

/// The samples of documents.
pub const SAMPLES: Samples = Samples { context: "documents", story, now_and_then: &[somebody_writes_the_list] };

type Who = (&'static Person, &'static Device);

const MARA_AT_DESK: Who = (&MARA, &MARA.desk);
const JONAS_AT_DESK: Who = (&JONAS, &JONAS.desk);
const MARAS_PHONE: Who = (&MARA, &MARA.phone);
const PLAN: &[u8] = include_bytes!("../../../../api/web/icon-512.png");

/// Day, minute, who, folder (none for the root), name and text.
type Paper = (u32, u32, Who, &'static str, &'static str, &'static str);

const PAPERS: [Paper; 9] = [
    (
        29,
        20 * 60 + 12,
        MARA_AT_DESK,
        "Recipes",
        "Rye bread.md",
        "# Rye bread\n\n- 500 g rye flour\n- 400 g water\n- 10 g salt\n",
    ),
    (
        29,
        20 * 60 + 31,
        MARA_AT_DESK,
        "Recipes",
        "Plum cake.md",
        "# Plum cake\n\n- 1 kg plums\n- 300 g flour\n- 150 g butter\n",
    ),
    (
        24,
        18 * 60 + 47,
        JONAS_AT_DESK,
        "Manuals",
        "Boiler.txt",
        "Press both arrows for five seconds.\nError E7: bleed the loop.\n",
    ),
    (
        19,
        21 * 60 + 5,
        MARA_AT_DESK,
        "Recipes",
        "Rye bread.md",
        "# Rye bread\n\n- 500 g rye flour\n- 420 g water\n- 12 g salt\n- caraway\n",
    ),
    (15, 9 * 60 + 22, JONAS_AT_DESK, "Papers", "Insurance 2026.txt", "Policy 4711, renewed until 31 December 2026.\n"),
    (12, 17 * 60 + 40, MARAS_PHONE, "", "Shopping list.txt", "milk\nrye flour\nlamp oil\n"),
    (9, 19 * 60 + 2, JONAS_AT_DESK, "Papers", "Meter readings.csv", "day,kWh\n2026-10-01,18234\n2026-11-01,18511\n"),
    (5, 17 * 60 + 51, MARAS_PHONE, "", "Shopping list.txt", "milk\ncandles\napples\n"),
    (2, 18 * 60 + 9, JONAS_AT_DESK, "", "Shopping list.txt", "milk\ncandles\napples\nbatteries AA\n"),
];

fn story(script: &mut Script) {
    script.on(30, 19 * 60 + 55, |stage| Box::pin(make_folders(stage)));
    for (day, minute, who, folder, name, text) in PAPERS {
        script.on(day, minute, move |stage| {
            Box::pin(async move { put(stage, who, SpaceId::SHARED, folder, name, text.as_bytes()).await })
        });
    }
    script.on(22, 20 * 60 + 18, |stage| {
        Box::pin(async move { put(stage, MARA_AT_DESK, SpaceId::SHARED, "Papers", "Floor plan.png", PLAN).await })
    });
    script.on(11, 20 * 60 + 44, |stage| Box::pin(keep_for_oneself(stage)));
    script.on(4, 21 * 60 + 16, |stage| Box::pin(tidy_up(stage)));
}

async fn make_folders(stage: &Stage) -> anyhow::Result<()> {
    for name in ["Recipes", "Manuals", "Papers"] {
        let caller = stage.by(MARA_AT_DESK.0, MARA_AT_DESK.1).await?;
        let root = SpaceId::SHARED.root();
        done(documents::make_folder(&stage.desk, &caller, SpaceId::SHARED, root, name).await)?;
        stage.pass(5, 20).await?;
    }
    Ok(())
}

async fn keep_for_oneself(stage: &Stage) -> anyhow::Result<()> {
    let Some(account) = stage.residents.account(&MARA) else { return Ok(()) };
    let space = SpaceId::from(account);
    put(stage, MARA_AT_DESK, space, "", "Ideas for Jonas's birthday.txt", b"a telescope?\n").await
}

/// An old draft goes into the trash.
async fn tidy_up(stage: &Stage) -> anyhow::Result<()> {
    put(stage, JONAS_AT_DESK, SpaceId::SHARED, "Papers", "Letter to the landlord (draft).txt", b"Dear Ms Aster,\n")
        .await?;
    stage.pass(60, 200).await?;
    let caller = stage.by(JONAS_AT_DESK.0, JONAS_AT_DESK.1).await?;
    let folder = folder(stage, SpaceId::SHARED, "Papers").await?;
    let draft = documents::look_up(&stage.desk, SpaceId::SHARED, folder, "Letter to the landlord (draft).txt").await?;
    match draft {
        Some(draft) => done(documents::trash_node(&stage.desk, &caller, SpaceId::SHARED, draft).await).map(drop),
        None => Ok(()),
    }
}

async fn folder(stage: &Stage, space: SpaceId, name: &str) -> anyhow::Result<NodeId> {
    let root = space.root();
    if name.is_empty() {
        return Ok(root);
    }
    Ok(documents::look_up(&stage.desk, space, root, name).await?.unwrap_or(root))
}

async fn put(stage: &Stage, who: Who, space: SpaceId, within: &str, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let caller = stage.by(who.0, who.1).await?;
    let incoming = stage.desk.blobs().receive(space);
    incoming.add(bytes.to_vec().into()).await?;
    let blob: Blob = incoming.finish().await?;
    let kind = match name.rsplit('.').next() {
        Some("md") => "text/markdown",
        Some("csv") => "text/csv",
        Some("png") => "image/png",
        _ => "text/plain",
    };
    let place = (folder(stage, space, within).await?, name);
    done(documents::store_file(&stage.desk, &caller, space, place, (blob, kind.to_owned())).await).map(drop)
}

/// The list is never the same for long.
fn somebody_writes_the_list(stage: &Stage) -> Act<'_> {
    Box::pin(async move {
        let text = format!("milk\napples\nbatteries AA\n{} eggs\n", stage.roll(6, 30));
        put(stage, MARAS_PHONE, SpaceId::SHARED, "", "Shopping list.txt", text.as_bytes()).await
    })
}
