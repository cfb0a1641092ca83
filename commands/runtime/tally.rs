//! How many commands there were, by kind and outcome, for whoever measures the house.

use std::{collections::BTreeMap, sync::Mutex};

use super::{Done, Failure};

/// Counts since the start.
#[derive(Debug, Default)]
pub struct CommandTally(Mutex<BTreeMap<(&'static str, &'static str), u64>>);

/// One count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandCount {
    /// The kind of stream, such as `identity.account`.
    pub kind: &'static str,
    /// `changed`, `unchanged`, `refused`, `conflict`, `stale`, `full` or `fault`.
    pub outcome: &'static str,
    /// How many.
    pub count: u64,
}

impl CommandTally {
    pub(super) fn count<R>(&self, kind: &'static str, outcome: &Result<Done, Failure<R>>) {
        let outcome = match outcome {
            Ok(Done { changed: true, .. }) => "changed",
            Ok(_) => "unchanged",
            Err(Failure::Refused(_)) => "refused",
            Err(Failure::Conflict) => "conflict",
            Err(Failure::Stale { .. }) => "stale",
            Err(Failure::Full) => "full",
            Err(Failure::Fault(_)) => "fault",
        };
        if let Ok(mut counts) = self.0.lock() {
            *counts.entry((kind, outcome)).or_default() += 1;
        }
    }

    /// All counts.
    #[must_use]
    pub fn counts(&self) -> Vec<CommandCount> {
        let counts = self.0.lock().map(|counts| counts.clone()).unwrap_or_default();
        counts.into_iter().map(|((kind, outcome), count)| CommandCount { kind, outcome, count }).collect()
    }
}
