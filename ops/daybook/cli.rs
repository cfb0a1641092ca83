//! The verbs of the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use commands::documents::{READ_APART, read_words};

use crate::{backup, demo, files, folder::Folder, health, log, person, serve, show_config, views};

/// A home server that writes everything down.
#[derive(Parser)]
#[command(version, propagate_version = true)]
pub struct Cli {
    /// The data folder [default: $DAYBOOK_DATA, or ./daybook-data]
    #[arg(long, global = true, value_name = "FOLDER")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand)]
enum Verb {
    /// Run the house (what `daybook` alone does)
    Serve,
    Demo(demo::Demo),
    /// Look at the log
    #[command(subcommand)]
    Log(log::Verb),
    /// Check that the bytes of every file are as they were stored
    #[command(subcommand)]
    Files(files::Verb),
    /// Look at the views, or make them anew
    #[command(subcommand)]
    Views(views::Verb),
    /// Back the house up, or check a backup
    Backup(backup::Verb),
    /// Make a house out of a backup
    Restore(backup::Restore),
    /// Help somebody who is locked out of the dashboard
    #[command(subcommand)]
    Person(person::Verb),
    /// Ask the running house whether it is ready: 0 when it is, 1 when not
    Health(health::Asked),
    /// Look at the configuration
    #[command(subcommand)]
    Config(show_config::Verb),
    /// Read a document from the standard input: what a running house starts for itself
    #[command(name = READ_APART, hide = true)]
    ReadApart,
}

impl Cli {
    /// Does what was asked.
    pub async fn run(self) -> anyhow::Result<()> {
        let verb = self.verb.unwrap_or(Verb::Serve);
        if let Verb::ReadApart = verb {
            return Ok(read_words()?);
        }
        let folder = Folder::at(self.data.clone())?;
        match verb {
            Verb::Serve => {
                folder.refuse_demo()?;
                serve::serve(folder).await
            }
            Verb::Demo(demo) => demo.run(self.data.as_deref(), &folder).await,
            Verb::Log(verb) => verb.run(&folder).await,
            Verb::Files(verb) => verb.run(&folder).await,
            Verb::Views(verb) => verb.run(&folder).await,
            Verb::Backup(verb) => verb.run(&folder).await,
            Verb::Restore(verb) => verb.run(&folder).await,
            Verb::Person(verb) => verb.run(&folder).await,
            Verb::Health(asked) => asked.run(&folder).await,
            Verb::Config(verb) => verb.run(&folder),
            Verb::ReadApart => Ok(()),
        }
    }
}
