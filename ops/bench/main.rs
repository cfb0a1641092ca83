//! The benchmark: what the house reaches, beside the raw disk's rate of the same run.
//!
//! `cargo run --release -p bench` prints a table, with `-- sockets`, `-- flood`, `-- door`, `-- documents` or `-- tree` behind it
//! only that part; `-- fill FOLDER` makes the large house there and measures nothing. `BENCH_EVENTS` sets the size of the large log
//! (1,000,000) and `BENCH_FOLDER` where it is made. Absolute figures are the machine's; the
//! ratios are ours.

mod disk;
mod documents;
mod door;
mod flood;
mod house;
mod http;
mod log;
mod mixed;
mod report;
mod sockets;
mod views;

use std::path::Path;

use report::Report;

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(run())
}

async fn run() -> anyhow::Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["bare", port, bytes] => sockets::run_bare(port.parse()?, bytes.parse()?).await,
        ["sockets"] => measure(Part::Sockets).await,
        ["flood"] => measure(Part::Flood).await,
        ["door"] => measure(Part::Door).await,
        ["documents"] => measure(Part::Documents).await,
        ["tree"] => measure(Part::Tree).await,
        ["fill", folder] => mixed::fill(Path::new(folder), events()).await,
        [] => measure(Part::All).await,
        _ => anyhow::bail!("there is only: bench [sockets | flood | door | documents | tree | fill FOLDER]"),
    }
}

/// What is measured.
#[derive(PartialEq)]
enum Part {
    All,
    Sockets,
    Flood,
    Door,
    Documents,
    Tree,
}

fn events() -> u64 {
    std::env::var("BENCH_EVENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000)
}

async fn measure(part: Part) -> anyhow::Result<()> {
    let events = events();
    let folder = match std::env::var_os("BENCH_FOLDER") {
        Some(folder) => tempfile::tempdir_in(folder)?,
        None => tempfile::tempdir()?,
    };
    let mut report = Report::default();
    if matches!(part, Part::All | Part::Sockets) {
        sockets::measure(folder.path(), &mut report).await?;
    }
    if matches!(part, Part::All | Part::Door) {
        door::measure(folder.path(), &mut report).await?;
    }
    if matches!(part, Part::All | Part::Flood) {
        flood::measure(folder.path(), &mut report).await?;
    }
    if matches!(part, Part::All | Part::Documents) {
        documents::measure_bytes(&folder.path().join("bytes"), &mut report).await?;
    }
    if matches!(part, Part::All | Part::Documents | Part::Tree) {
        documents::measure_tree(&folder.path().join("tree"), &mut report).await?;
    }
    if part != Part::All {
        report.print();
        return Ok(());
    }
    log::measure_writers(folder.path(), &mut report).await?;
    log::measure_bytes(folder.path(), &mut report).await?;
    let house = folder.path().join("house");
    mixed::fill(&house, events).await?;
    log::measure_reading(&house, events, &mut report).await?;
    views::measure_refill(&house, events, &mut report).await?;
    house::measure(&house, events, &mut report).await?;
    report.print();
    Ok(())
}
