//! While somebody looks on, something happens now and then, so that the live diary moves.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{dice::Dice, samples, stage::Stage};

const LEAST_S: u32 = 20;
const MOST_S: u32 = 60;

/// Lets things happen until the house is closed. The visitor may have changed what the sample
/// people count on (a password, an account): then nothing happens this time.
pub async fn trickle(stage: Arc<Stage>, seed: u64, shutdown: CancellationToken) {
    let (mut dice, deeds) = (Dice::new(seed, "now and then"), samples::now_and_then());
    while let Some(deed) = dice.pick(&deeds) {
        let wait = Duration::from_secs(dice.between(LEAST_S, MOST_S).into());
        let act = async {
            tokio::time::sleep(wait).await;
            deed(&stage).await
        };
        let outcome = tokio::select! {
            () = shutdown.cancelled() => return,
            outcome = act => outcome,
        };
        if let Err(error) = outcome {
            tracing::debug!("nothing happened this time: {error:#}");
        }
    }
}
