//! How far the views are, and making them anew.

use std::sync::Arc;

use projections::{State, Views, documents::texts::Texts};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Reach,
    answer::{Answer, Answers, give},
};
use crate::refusal::AskedWrongly;

/// The words in files: they come out of the files' bytes, which only a running house reads.
const TEXTS: &str = "texts";

/// What can be asked of the views.
#[derive(Serialize, Deserialize)]
pub enum Request {
    /// How far each view is.
    Status,
    /// Make one context's view anew, or all.
    Rebuild(Option<String>),
}

/// Does what was asked.
pub async fn carry_out(reach: &Reach, request: Request, answers: &Answers) -> anyhow::Result<()> {
    let Reach { views, texts, .. } = reach;
    match request {
        Request::Status => {
            for context in contexts(views) {
                tell(views, context, answers).await;
            }
            tell_texts(texts, answers).await;
        }
        Request::Rebuild(chosen) => {
            for context in chosen_from(contexts(views), chosen.as_deref())? {
                if context == TEXTS {
                    texts.read_anew().await?;
                    tell_texts(texts, answers).await;
                    continue;
                }
                let told = answers.clone();
                // A bar that misses a step does not wait for it.
                let progress = Arc::new(move |done, of| {
                    let _ = told.try_send(Answer::Item(json!({ "done": done, "of": of })));
                });
                views.rebuild(context, progress).await?;
                tell(views, context, answers).await;
            }
        }
    }
    Ok(())
}

fn contexts(views: &Views) -> Vec<&'static str> {
    views.lag().into_iter().map(|lag| lag.context).collect()
}

fn chosen_from(all: Vec<&'static str>, chosen: Option<&str>) -> anyhow::Result<Vec<&'static str>> {
    let all: Vec<_> = all.into_iter().chain([TEXTS]).collect();
    let Some(chosen) = chosen else { return Ok(all) };
    let known = all.join(", ");
    let one = all.into_iter().find(|context| *context == chosen);
    let unknown = || AskedWrongly(format!("there is no view '{chosen}': use one of {known}"));
    Ok(vec![one.ok_or_else(unknown)?])
}

async fn tell(views: &Views, context: &str, answers: &Answers) {
    for lag in views.lag().into_iter().filter(|lag| lag.context == context) {
        let state = match &lag.state {
            State::Stopped { position, reason } => format!("stopped at {position}: {reason}"),
            State::Behind { reason: Some(reason) } => reason.clone(),
            _ if lag.position >= lag.head => "current".to_owned(),
            State::Filling { .. } => "is filled while the house runs".to_owned(),
            _ => "behind".to_owned(),
        };
        let item = json!({ "context": lag.context, "position": lag.position, "head": lag.head, "state": state });
        give(answers, item).await;
    }
}

async fn tell_texts(texts: &Texts, answers: &Answers) {
    let progress = texts.progress();
    let state = match progress.trouble {
        Some(reason) => reason,
        None if progress.position == 0 => "is read while the house runs".to_owned(),
        None if progress.read < progress.of => "is being read".to_owned(),
        None => "current".to_owned(),
    };
    give(answers, json!({ "context": TEXTS, "position": progress.read, "head": progress.of, "state": state })).await;
}
