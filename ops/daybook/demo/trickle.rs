//! While somebody looks on, something happens now and then, so that the live diary moves.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{dice::Dice, samples, stage::Stage};

const LEAST_S: u32 = 20;
const MOST_S: u32 = 60;

/// What happens by itself, and how often.
pub struct Trickle {
    /// What decides what happens, and when.
    pub dice: Dice,
    /// Seconds between two things; 20 to 60 where it is `None`.
    pub every: Option<u32>,
}

impl Trickle {
    /// Lets things happen until the house is closed. The visitor may have changed what the sample
    /// people count on (a password, an account): then nothing happens this time.
    pub async fn run(mut self, stage: Arc<Stage>, shutdown: CancellationToken) {
        let deeds = samples::now_and_then();
        while let Some(deed) = self.dice.pick(&deeds) {
            let wait_s = self.every.unwrap_or_else(|| self.dice.between(LEAST_S, MOST_S));
            let act = async {
                tokio::time::sleep(Duration::from_secs(wait_s.into())).await;
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
}
