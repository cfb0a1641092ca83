//! Trying a rule on what is written down: what it would have told of, had it been on. Nothing is changed by it.

use chrono::{DateTime, Utc};
use domain::{
    Position,
    alerts::watch::{Numbers, Rule, Suspicion, Watch},
};

use super::recall::{position_before, recall};
use crate::{Desk, Fault};

/// What a rule would have told of.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Everything, the oldest first.
    pub suspicions: Vec<Suspicion>,
    /// How many entries of the log it stretched over.
    pub entries: u64,
    /// The newest of them.
    pub until: Position,
}

/// Tries a rule on everything from a moment to now, as if it had been switched on then.
///
/// # Errors
/// When the log cannot be read.
pub async fn try_rule(desk: &Desk, rule: Rule, numbers: Numbers, from: DateTime<Utc>) -> Result<Trial, Fault> {
    let _turn = desk.trials().acquire().await.map_err(|closed| Fault::new("trial", &closed))?;
    let (since, until) = (position_before(desk, from).await?, desk.head());
    let mut watch = Watch::trial(rule, numbers, since);
    let mut suspicions = recall(desk, &mut watch, from, until).await?;
    suspicions.extend(watch.rest(desk.now()));
    Ok(Trial { suspicions, entries: until.saturating_sub(since), until })
}
