//! The views of alerts: who was told of what, and who wants to hear of what.

#[allow(clippy::module_inception, reason = "the context and its first noun have one name")]
pub mod alerts;
#[cfg(test)]
mod scenarios;
pub mod subscriptions;

use crate::Context;

/// The context and its projectors.
#[must_use]
pub fn context() -> Context {
    Context::new("alerts", vec![Box::new(alerts::Alerts), Box::new(subscriptions::Subscriptions)])
}
