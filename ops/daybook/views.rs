//! `daybook views`: how far the views are, and making them anew, whether the house runs or not.

use std::sync::Arc;

use clap::Subcommand;
use projections::{State, Views};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    cli::AskedWrongly,
    console::{self, Answer, Answers},
    folder::Folder,
    printed,
};

/// Look at the views, or make them anew.
#[derive(Subcommand)]
pub enum Verb {
    /// Print how far each view is
    Status {
        /// For scripts
        #[arg(long)]
        json: bool,
    },
    /// Make views anew from the log: one context's, or all
    Rebuild {
        /// Which context
        context: Option<String>,
        /// For scripts
        #[arg(long)]
        json: bool,
    },
}

/// The same, as the house is asked.
#[derive(Serialize, Deserialize)]
pub enum Request {
    /// How far each view is.
    Status,
    /// Make one context's view anew, or all.
    Rebuild(Option<String>),
}

impl Verb {
    /// Does what was asked.
    pub async fn run(self, folder: &Folder) -> anyhow::Result<()> {
        let (request, as_json) = match self {
            Self::Status { json } => (Request::Status, json),
            Self::Rebuild { context, json } => (Request::Rebuild(context), json),
        };
        let bar = printed::bar("filling");
        let print = |item: Value| {
            if let (Some(done), Some(of)) = (item["done"].as_u64(), item["of"].as_u64()) {
                bar.set_length(of);
                bar.set_position(done);
            } else if as_json {
                printed::json(&item);
            } else {
                bar.suspend(|| print_item(&item));
            }
            Ok(())
        };
        let asked = console::ask(folder, console::Request::Views(request), print).await;
        bar.finish_and_clear();
        asked
    }
}

fn print_item(item: &Value) {
    let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
    printed::line(format!("{:12} {:>12} of {:<12} {}", text("context"), item["position"], item["head"], text("state")));
}

/// Does what was asked.
pub async fn carry_out(views: &Views, request: Request, answers: &Answers) -> anyhow::Result<()> {
    match request {
        Request::Status => {
            for context in contexts(views) {
                give(views, context, answers).await;
            }
        }
        Request::Rebuild(chosen) => {
            for context in chosen_from(contexts(views), chosen.as_deref())? {
                let told = answers.clone();
                // A bar that misses a step does not wait for it.
                let progress = Arc::new(move |done, of| {
                    let _ = told.try_send(Answer::Item(json!({ "done": done, "of": of })));
                });
                views.rebuild(context, progress).await?;
                give(views, context, answers).await;
            }
        }
    }
    Ok(())
}

fn contexts(views: &Views) -> Vec<&'static str> {
    views.lag().into_iter().map(|lag| lag.context).collect()
}

fn chosen_from(all: Vec<&'static str>, chosen: Option<&str>) -> anyhow::Result<Vec<&'static str>> {
    let Some(chosen) = chosen else { return Ok(all) };
    let known = all.join(", ");
    let one = all.into_iter().find(|context| *context == chosen);
    let unknown = || AskedWrongly(format!("there is no view '{chosen}': use one of {known}"));
    Ok(vec![one.ok_or_else(unknown)?])
}

async fn give(views: &Views, context: &str, answers: &Answers) {
    for lag in views.lag().into_iter().filter(|lag| lag.context == context) {
        let state = match &lag.state {
            State::Stopped { position, reason } => format!("stopped at {position}: {reason}"),
            State::Behind { reason: Some(reason) } => reason.clone(),
            _ if lag.position >= lag.head => "current".to_owned(),
            State::Filling { .. } => "is filled while the house runs".to_owned(),
            _ => "behind".to_owned(),
        };
        let item = json!({ "context": lag.context, "position": lag.position, "head": lag.head, "state": state });
        let _ = answers.send(Answer::Item(item)).await;
    }
}
