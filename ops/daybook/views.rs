//! `daybook views`: how far the views are, and making them anew, whether the house runs or not.

use clap::Subcommand;
use serde_json::Value;

use crate::{
    console::{self, views::Request},
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
