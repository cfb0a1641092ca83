//! `daybook log`: looking at everything that happened, and whether it is still as it was written.

use std::path::PathBuf;

use anyhow::bail;
use clap::Subcommand;
use eventlog::Check;
use serde_json::{Value, json};

use crate::{
    console::{self, log::Request},
    folder::Folder,
    printed,
};

/// Look at the log.
#[derive(Subcommand)]
pub enum Verb {
    /// Print how long the log is and what it holds
    Stat {
        /// For scripts
        #[arg(long)]
        json: bool,
    },
    /// Print one event by its position, or a stream by its name
    Show {
        /// A position, or a stream such as identity.account-...
        what: String,
        /// For scripts
        #[arg(long)]
        json: bool,
    },
    /// Print the newest events
    Tail {
        /// How many
        #[arg(short, long, default_value_t = 20)]
        number: u64,
        /// Go on as things happen
        #[arg(short, long)]
        follow: bool,
        /// For scripts
        #[arg(long)]
        json: bool,
    },
    /// Check that every event is as it was written
    Verify {
        /// For scripts
        #[arg(long)]
        json: bool,
    },
    /// Print every event as a line of JSON
    Export {
        /// Begin after this position
        #[arg(long, default_value_t = 0)]
        after: u64,
    },
}

impl Verb {
    /// Does what was asked.
    pub async fn run(self, folder: &Folder) -> anyhow::Result<()> {
        folder.existing()?;
        let (request, as_json) = match self {
            Self::Verify { json } => return verify(folder, json).await,
            Self::Stat { json } => (Request::Stat, json),
            Self::Show { what, json } => (what.parse().map_or_else(|_| Request::Stream(what), Request::At), json),
            Self::Tail { number, follow, json } => (Request::Tail { number, follow }, json),
            Self::Export { after } => (Request::Export { after }, true),
        };
        let print = |item: Value| {
            if as_json {
                printed::json(&item)
            } else {
                print_item(&item)
            }
            Ok(())
        };
        console::ask(folder, console::Request::Log(request), print).await
    }
}

fn print_item(item: &Value) {
    let text = |name: &str| item[name].as_str().unwrap_or_default();
    if item["kind"].is_string() {
        return printed::line(format!(
            "{:>8}  {}  {:8} {}  {}",
            item["position"],
            text("at"),
            text("severity"),
            text("who"),
            text("sentence")
        ));
    }
    for (key, value) in item.as_object().into_iter().flatten() {
        printed::line(format!("{key:40} {value}"));
    }
}

/// What a sound log was found to be, in words.
fn verdict(check: &Check) -> String {
    let kilobytes = check.bytes.div_ceil(1000);
    match check.events {
        0 => "The log is sound; nothing was written into it yet.".to_owned(),
        1 => format!("The one event is as it was written ({kilobytes} kB on disk)."),
        events => format!("All {events} events are as they were written ({kilobytes} kB on disk)."),
    }
}

async fn verify(folder: &Folder, as_json: bool) -> anyhow::Result<()> {
    let config = folder.config()?;
    let url = folder.log_url(&config);
    let Some(path) = url.strip_prefix("sqlite:").map(PathBuf::from) else { bail!("{url} is not kept in a file") };
    let bar = printed::bar("verifying");
    let shown = bar.clone();
    let check = tokio::task::spawn_blocking(move || {
        eventlog::verify(&path, &mut |done, total| {
            shown.set_length(total);
            shown.set_position(done);
        })
    });
    let check = check.await?;
    bar.finish_and_clear();
    let check = check?;
    if as_json {
        printed::json(&json!({ "events": check.events, "pages": check.pages, "head": check.head, "whole": true }));
    } else {
        printed::line(verdict(&check));
    }
    Ok(())
}
