//! `daybook log`: looking at everything that happened, and whether it is still as it was written.

use std::path::PathBuf;

use anyhow::bail;
use clap::Subcommand;
use commands::Desk;
use domain::EventTable as _;
use eventlog::{Recorded, StreamName};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    cli::AskedWrongly,
    console::{self, Answer, Answers},
    folder::Folder,
    printed,
};

const EVENTS_AT_ONCE: usize = 1024;

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

/// The same, as the house is asked.
#[derive(Serialize, Deserialize)]
pub enum Request {
    /// How long the log is and what it holds.
    Stat,
    /// The event at a position.
    At(u64),
    /// The events of a stream.
    Stream(String),
    /// The newest events, and perhaps those to come.
    Tail {
        /// How many.
        number: u64,
        /// Go on as things happen.
        follow: bool,
    },
    /// All events after a position.
    Export {
        /// The position.
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
        printed::line(format!("All {} events are as they were written ({} pages).", check.events, check.pages));
    }
    Ok(())
}

/// Does what was asked, at the desk.
pub async fn carry_out(desk: &Desk, request: Request, answers: &Answers) -> anyhow::Result<()> {
    match request {
        Request::Stat => stat(desk, answers).await,
        Request::At(position) => {
            let event = desk.log().at(position).await?;
            let event = event.ok_or_else(|| AskedWrongly(format!("there is no event at {position}")))?;
            give(answers, entry(desk, &event)).await;
            Ok(())
        }
        Request::Stream(name) => stream(desk, &name, answers).await,
        Request::Tail { number, follow } => {
            let from = desk.head().saturating_sub(number);
            let until = events_after(desk, from, answers).await?;
            if follow { follow_on(desk, until, answers).await } else { Ok(()) }
        }
        Request::Export { after } => events_after(desk, after, answers).await.map(drop),
    }
}

async fn give(answers: &Answers, item: Value) -> bool {
    answers.send(Answer::Item(item)).await.is_ok()
}

/// All events after a position up to the newest; answers how far it came.
async fn events_after(desk: &Desk, mut after: u64, answers: &Answers) -> anyhow::Result<u64> {
    while after < desk.head() {
        let slice = desk.log().read(after, EVENTS_AT_ONCE).await?;
        for event in &slice.events {
            if !give(answers, entry(desk, event)).await {
                return Ok(desk.head());
            }
        }
        after = slice.until;
    }
    Ok(after)
}

async fn follow_on(desk: &Desk, mut after: u64, answers: &Answers) -> anyhow::Result<()> {
    let mut bell = desk.log().bell();
    loop {
        tokio::select! {
            () = answers.closed() => return Ok(()),
            rung = bell.wait_for(|newest| *newest > after) => drop(rung?),
        }
        after = events_after(desk, after, answers).await?;
    }
}

async fn stream(desk: &Desk, name: &str, answers: &Answers) -> anyhow::Result<()> {
    let name: StreamName = name.parse().map_err(|error| AskedWrongly(format!("{error}")))?;
    let mut after = 0;
    loop {
        let events = desk.log().load(name.clone(), after, EVENTS_AT_ONCE).await?;
        let Some(last) = events.last() else { break };
        after = last.version;
        for event in &events {
            give(answers, entry(desk, event)).await;
        }
    }
    if after == 0 { Err(AskedWrongly(format!("there is no stream {name}")).into()) } else { Ok(()) }
}

async fn stat(desk: &Desk, answers: &Answers) -> anyhow::Result<()> {
    let mut kinds = std::collections::BTreeMap::<String, u64>::new();
    let mut after = 0;
    while after < desk.head() {
        let slice = desk.log().read(after, EVENTS_AT_ONCE).await?;
        for event in &slice.events {
            *kinds.entry(event.kind.to_string()).or_default() += 1;
        }
        after = slice.until;
    }
    let mut item = serde_json::Map::new();
    item.insert("log".to_owned(), desk.log().log_id().to_string().into());
    item.insert("events".to_owned(), after.into());
    item.extend(kinds.into_iter().map(|(kind, count)| (kind, count.into())));
    give(answers, item.into()).await;
    Ok(())
}

/// An event as it is printed; one that this version does not know is printed without what it says.
fn entry(desk: &Desk, event: &Recorded) -> Value {
    let (stream, at) = (event.stream.to_string(), chrono::DateTime::from_timestamp_micros(event.at_us));
    let mut entry = json!({
        "position": event.position, "stream": stream, "version": event.version, "id": event.id,
        "kind": &*event.kind, "at": at,
    });
    match desk.read(event) {
        Ok(fact) => {
            entry["severity"] = fact.event.severity().word().into();
            entry["sentence"] = fact.event.sentence().into();
            entry["who"] = fact.stamp.who.word().into();
            entry["account"] = json!(fact.stamp.who.account());
            entry["concerns"] = json!(fact.event.concerns());
            entry["session"] = json!(fact.stamp.session);
            entry["from"] = json!(fact.stamp.from.as_ref().map(domain::Personal::shown));
            entry["because"] = json!(fact.stamp.because);
        }
        Err(error) => entry["unreadable"] = error.to_string().into(),
    }
    entry
}
