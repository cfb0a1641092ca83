//! `daybook`: one binary, many verbs. The command line, the configuration and the wiring; no rule
//! and no route.
//!
//! Exit codes: 0 done, 1 failed, 2 asked wrongly or configured wrongly.

mod backup;
mod cli;
mod config;
mod console;
mod demo;
mod desk;
mod entrance;
mod files;
mod folder;
mod greet;
mod health;
mod lock;
mod log;
mod notify;
mod open_files;
mod person;
mod printed;
mod refusal;
mod reload;
mod serve;
mod show_config;
mod signals;
mod tls;
mod tracing_setup;
mod views;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(workers()).enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => {
            let outcome = runtime.block_on(cli.run());
            runtime.shutdown_timeout(std::time::Duration::from_secs(5));
            outcome
        }
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            printed::error(&error);
            ExitCode::from(if error.is::<config::ConfigError>() || error.is::<refusal::AskedWrongly>() { 2 } else { 1 })
        }
    }
}

/// One thread a core, two at least: a house is small.
fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8))
}
