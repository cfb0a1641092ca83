//! Views that stop: told to the log, so that an alert follows. The views themselves cannot write.

use commands::Desk;
use projections::Stop;
use tokio::sync::mpsc;

/// A view that stops is an event, so that somebody hears of it.
pub async fn report(desk: Desk, mut stopped: mpsc::UnboundedReceiver<Stop>) {
    while let Some(Stop { context, position, reason }) = stopped.recv().await {
        tracing::error!(context, position, reason, "a view stopped");
        if let Err(fault) = desk.note_view_stopped(context, position, &reason).await {
            tracing::error!(%fault, context, "the stop of a view could not be written down");
        }
    }
}
