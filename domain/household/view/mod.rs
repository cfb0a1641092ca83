//! A view that stopped following the log, written down so that somebody hears of it.

use serde::{Deserialize, Serialize};

use crate::{
    household::Event,
    kernel::{Decider, Position, Stamp},
};

/// Where a view stopped last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    stopped: Option<ViewStopped>,
}

/// A view stopped following.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViewStopped {
    /// Which one.
    pub context: String,
    /// At which entry.
    pub at: Position,
    /// Why.
    pub reason: String,
}

/// Writing it down is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Never {}

impl Decider for View {
    const KIND: &'static str = "household.view";
    type Command = ViewStopped;
    type Event = Event;
    type Refusal = Never;

    /// The same stop, met again after a restart, is written once.
    fn decide(&self, stopped: ViewStopped, _stamp: &Stamp) -> Result<Vec<Event>, Never> {
        Ok(if self.stopped.as_ref() == Some(&stopped) { vec![] } else { vec![stopped.into()] })
    }

    fn evolve(&mut self, event: &Event) {
        if let Event::ViewStopped(it) = event {
            self.stopped = Some(it.clone());
        }
    }
}

#[cfg(test)]
mod scenarios {
    use super::*;
    use crate::kernel::Scenario;

    #[test]
    fn the_same_stop_is_written_once() {
        let stop = ViewStopped { context: "history".into(), at: 9, reason: "unknown".into() };
        Scenario::<View>::given([]).when(stop.clone()).then([stop.clone().into()]);
        Scenario::<View>::given([stop.clone().into()]).when(stop).then_nothing();
    }
}
