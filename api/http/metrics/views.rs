//! Views and workers as they are measured: how far each has come, and whether it goes on.

use std::sync::Arc;

use commands::Desk;
use projections::{Lag, State, Views, documents::texts::Texts};
use prometheus_client::{collector::Collector, encoding::DescriptorEncoder};

use super::figures::{Encoded, gauges};
use crate::texts::report;

/// Asked at each reading.
pub struct Following {
    pub desk: Desk,
    pub views: Arc<Views>,
    pub texts: Texts,
}

impl std::fmt::Debug for Following {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Following")
    }
}

impl Collector for Following {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Encoded {
        let (encoder, lag) = (&mut encoder, self.views.lag());
        let positions = lag.iter().map(|lag| ([("context", lag.context)], lag.position));
        gauges(encoder, "view_position", "The newest event a view has seen", positions)?;
        let behind = lag.iter().map(|lag| ([("context", lag.context)], lag.head.saturating_sub(lag.position)));
        gauges(encoder, "view_lag_events", "Events a view has not seen yet", behind)?;
        let filled = lag.iter().map(|lag| ([("context", lag.context)], filled(lag)));
        gauges(encoder, "view_filled_ratio", "How much of a view that is made anew is done; 1 is all", filled)?;
        let states = lag.iter().flat_map(|lag| {
            STATES.map(|state| ([("context", lag.context), ("state", state)], u64::from(state == word(&lag.state))))
        });
        gauges(encoder, "view_state", "What a view is doing: 1 for its state, 0 for the others", states)?;
        let mut workers = self.desk.workers();
        workers.push(report(&self.texts));
        let head = self.desk.head();
        let behind = workers.iter().map(|it| ([("worker", it.name)], head.saturating_sub(it.position)));
        gauges(encoder, "worker_lag_events", "Events a worker has not dealt with yet", behind)?;
        let troubled = workers.iter().map(|it| ([("worker", it.name)], u64::from(it.trouble.is_some())));
        gauges(encoder, "worker_troubled", "Whether something keeps a worker from going on", troubled)
    }
}

const STATES: [&str; 4] = ["current", "behind", "filling", "stopped"];

const fn word(state: &State) -> &'static str {
    match state {
        State::Current => "current",
        State::Behind { .. } => "behind",
        State::Filling { .. } => "filling",
        State::Stopped { .. } => "stopped",
    }
}

fn filled(lag: &Lag) -> f64 {
    match lag.state {
        State::Filling { done, of } if of > 0 => done as f64 / of as f64,
        State::Filling { .. } => 0.0,
        _ => 1.0,
    }
}
