//! Whether the bytes of every file are as they were stored.

use std::time::Duration;

use anyhow::Context as _;
use commands::{
    Desk,
    documents::{Wrong, needed_blobs, verify_blob},
};
use domain::documents::SpaceId;
use projections::{Views, documents as view};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::answer::{Answers, give};

/// How long the view may take to know of everything.
const PATIENCE: Duration = Duration::from_secs(600);

/// What can be asked of the files.
#[derive(Serialize, Deserialize)]
pub enum Request {
    /// Read all of them, and compare.
    Verify,
}

/// Does what was asked.
pub async fn carry_out(desk: &Desk, views: &Views, request: Request, answers: &Answers) -> anyhow::Result<()> {
    let Request::Verify = request;
    let reads = views.context("documents").context("there is no view of documents")?;
    reads.at_least(desk.head(), PATIENCE).await?;
    let mut all = Vec::new();
    for space in reads.query(view::spaces).await? {
        all.extend(needed_blobs(desk, space).await?);
    }
    let of: u64 = all.iter().map(|needed| needed.blob.size_bytes).sum();
    let (blobs, mut done, mut flaws, mut away) = (all.len(), 0, 0_u64, 0_u64);
    for reason in desk.blobs().look_at_places().await?.into_iter().filter_map(|place| place.left_bytes.err()) {
        give(answers, json!({ "place": reason })).await;
    }
    for needed in all {
        if let Some(flaw) = verify_blob(desk, needed).await? {
            let (what, counted) = match flaw.wrong {
                Wrong::Missing => ("missing", &mut flaws),
                Wrong::Damaged => ("damaged", &mut flaws),
                Wrong::Away => ("away", &mut away),
            };
            *counted += 1;
            let space =
                if needed.space == SpaceId::SHARED { "shared".to_owned() } else { needed.space.0.0.to_string() };
            let item = json!({ "flaw": what, "space": space, "path": flaw.path, "file": needed.node.0,
                "version": needed.version, "hash": needed.blob.hash.to_string() });
            give(answers, item).await;
        }
        done += needed.blob.size_bytes;
        if !give(answers, json!({ "done": done, "of": of })).await {
            return Ok(());
        }
    }
    let mut outcome = json!({ "blobs": blobs, "bytes": of, "flaws": flaws });
    if away > 0 {
        outcome["away"] = away.into();
    }
    give(answers, outcome).await;
    Ok(())
}
