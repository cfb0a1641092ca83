//! The views of alerts: who was told of what, who wants to hear of what, and what the watch found.

#[allow(clippy::module_inception, reason = "the context and its first noun have one name")]
pub mod alerts;
#[cfg(test)]
mod scenarios;
pub mod subscriptions;
pub mod watch;
#[cfg(test)]
mod watch_scenarios;

use crate::Context;

/// The context and its projectors.
#[must_use]
pub fn context() -> Context {
    let projectors: Vec<Box<dyn crate::Projector>> =
        vec![Box::new(alerts::Alerts), Box::new(subscriptions::Subscriptions), Box::new(watch::Watch)];
    Context::new("alerts", projectors)
}
