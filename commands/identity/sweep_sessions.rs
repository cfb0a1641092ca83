//! Once a minute: sessions and keys whose time is over end, and what was last used is written down.

use chrono::Duration;
use tokio_util::sync::CancellationToken;

use super::{
    authenticate::over,
    end_session::end_quietly,
    keys::{save_uses, sweep_keys},
    unfinished::tell_unfinished,
};
use crate::{Desk, Fault};

/// Sweeps until the house shuts down.
pub(crate) async fn sweep_sessions(desk: Desk, shutdown: CancellationToken) {
    loop {
        let next = desk.now() + Duration::minutes(1);
        desk.timetable().set_next_sweep(next);
        tokio::select! {
            () = shutdown.cancelled() => break,
            () = desk.clock().until(next) => {}
        }
        if let Err(fault) = sweep(&desk).await {
            tracing::warn!(%fault, "sessions could not be swept");
        }
        if let Err(fault) = tell_unfinished(&desk).await {
            tracing::warn!(%fault, "the owners of unfinished logins could not be told");
        }
    }
    if let Err(fault) = desk.vault().touch_sessions(&desk.sessions().all()).await {
        tracing::warn!(%fault, "the use of sessions could not be written down");
    }
    if let Err(fault) = save_uses(&desk).await {
        tracing::warn!(%fault, "the use of keys could not be written down");
    }
}

async fn sweep(desk: &Desk) -> Result<(), Fault> {
    end_over(desk).await?;
    sweep_keys(desk).await
}

/// Ends all sessions whose time is over.
pub(crate) async fn end_over(desk: &Desk) -> Result<(), Fault> {
    // Whoever comes back while this looks is not too late.
    let now = desk.now();
    desk.vault().touch_sessions(&desk.sessions().all()).await?;
    for row in desk.vault().all_sessions().await? {
        if let Some(reason) = over(desk, &row, now).await? {
            end_quietly(desk, row, reason).await?;
        }
    }
    Ok(())
}
