//! `daybook views`: how far the views are, and making them anew.

use std::sync::Arc;

use anyhow::bail;
use clap::Subcommand;
use projections::{State, Views};

use crate::{desk, folder::Folder, printed};

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

impl Verb {
    /// Does what was asked.
    pub async fn run(self, folder: &Folder) -> anyhow::Result<()> {
        folder.existing()?;
        let config = folder.config()?;
        let Some(_lock) = folder.lock()? else {
            bail!("the house is running: its views' state is at http://{}/readyz; stop it to rebuild", config.listen)
        };
        let desk = desk::open(folder, &config).await?;
        let views = Views::open(&folder.join("views"), desk.feed(), desk.seals(), projections::contexts()).await?;
        match self {
            Self::Status { json } => status(&views, json),
            Self::Rebuild { context, json } => rebuild(&views, context.as_deref(), json).await?,
        }
        desk.close().await?;
        Ok(())
    }
}

fn status(views: &Views, json: bool) {
    let lags = views.lag();
    if json {
        return printed::json(&serde_json::json!(lags));
    }
    for lag in lags {
        let state = match &lag.state {
            State::Current => "current".to_owned(),
            State::Behind { reason } => reason.clone().unwrap_or_else(|| "behind".to_owned()),
            State::Filling { .. } => "to be filled at the next start".to_owned(),
            State::Stopped { position, reason } => format!("stopped at {position}: {reason}"),
        };
        printed::line(format!("{:12} {:>12} of {:<12} {state}", lag.context, lag.position, lag.head));
    }
}

async fn rebuild(views: &Views, context: Option<&str>, json: bool) -> anyhow::Result<()> {
    let all: Vec<_> = views.lag().into_iter().map(|lag| lag.context).collect();
    let chosen = context.map_or(all, |one| vec![one]);
    let mut done = serde_json::Map::new();
    for context in chosen {
        let bar = printed::bar("filling");
        let shown = bar.clone();
        let progress = Arc::new(move |events, of| {
            shown.set_length(of);
            shown.set_position(events);
        });
        let position = views.rebuild(context, progress).await?;
        bar.finish_and_clear();
        if !json {
            printed::line(format!("{context:12} filled to {position}"));
        }
        done.insert(context.to_owned(), position.into());
    }
    if json {
        printed::json(&done.into());
    }
    Ok(())
}
