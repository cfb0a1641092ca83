//! Filling all views from nothing.

use std::{path::Path, time::Instant};

use projections::{State, Views};
use tokio::sync::mpsc;

use crate::{
    mixed::open_desk,
    report::{Report, thousands},
};

/// From the first event to the last, all contexts at once; the files stay for what follows.
pub async fn measure_refill(house: &Path, events: u64, report: &mut Report) -> anyhow::Result<()> {
    let desk = open_desk(house).await?;
    let begin = Instant::now();
    let views = Views::open(&house.join("views"), desk.feed(), desk.seals(), projections::contexts()).await?;
    let shutdown = tokio_util::sync::CancellationToken::new();
    let (stops, mut stopped) = mpsc::unbounded_channel();
    views.start(&shutdown, &stops);
    loop {
        if let Ok(stop) = stopped.try_recv() {
            anyhow::bail!("the view {} stopped: {}", stop.context, stop.reason);
        }
        if views.lag().iter().all(|lag| lag.state == State::Current && lag.position == lag.head) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let seconds = begin.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let rate = events as f64 / seconds;
    shutdown.cancel();
    views.finished().await;
    desk.close().await?;
    let figure = format!("{} events a second", thousands(rate));
    report.row("refill all views from mixed events", "150,000 a second", figure, rate >= 150_000.0);
    Ok(())
}
