//! `daybook files`: whether the bytes of every file are as they were stored, whether the house runs or not.

use anyhow::bail;
use clap::Subcommand;
use serde_json::Value;

use crate::{
    console::{self, files::Request},
    folder::Folder,
    printed,
};

/// Look after the bytes of files.
#[derive(Subcommand)]
pub enum Verb {
    /// Read every version of every file, and check that it is as it was stored
    Verify {
        /// For scripts
        #[arg(long)]
        json: bool,
    },
}

impl Verb {
    /// Does what was asked.
    pub async fn run(self, folder: &Folder) -> anyhow::Result<()> {
        let Self::Verify { json: as_json } = self;
        let bar = printed::bar("verifying");
        let (mut flaws, mut away) = (0, 0);
        let print = |item: Value| {
            if let (Some(done), Some(of)) = (item["done"].as_u64(), item["of"].as_u64()) {
                bar.set_length(of);
                bar.set_position(done);
                return Ok(());
            }
            flaws = item["flaws"].as_u64().unwrap_or(flaws);
            away = item["away"].as_u64().unwrap_or(away);
            bar.suspend(|| if as_json { printed::json(&item) } else { print_item(&item) });
            Ok(())
        };
        let asked = console::ask(folder, console::Request::Files(Request::Verify), print).await;
        bar.finish_and_clear();
        asked?;
        if flaws > 0 {
            bail!("some files are not as they were stored; their bytes may be in a backup");
        }
        if away > 0 {
            bail!("{away} versions could not be looked at: they lie at no place that is there at the moment");
        }
        Ok(())
    }
}

fn print_item(item: &Value) {
    let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
    if let Some(reason) = item["place"].as_str() {
        printed::note(reason);
        return;
    }
    match (item["flaw"].as_str(), item["flaws"].as_u64()) {
        (Some("away"), _) => {}
        (Some(flaw), _) => {
            let (space, path, version) = (text("space"), text("path"), &item["version"]);
            printed::line(format!("{flaw}: {path}, version {version}, in the space {space} ({})", text("hash")));
        }
        (None, Some(0)) if !item["away"].is_null() => {}
        (None, Some(0)) => {
            let kilobytes = item["bytes"].as_u64().unwrap_or_default().div_ceil(1000);
            printed::line(match item["blobs"].as_u64() {
                Some(0) => "There is no file yet.".to_owned(),
                Some(1) => format!("One content is as it was stored ({kilobytes} kB on disk)."),
                _ => format!("All {} contents are as they were stored ({kilobytes} kB on disk).", item["blobs"]),
            });
        }
        _ => printed::line(format!("{} of {} contents are not as they were stored.", item["flaws"], item["blobs"])),
    }
}
