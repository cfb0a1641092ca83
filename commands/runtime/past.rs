//! What happened on a stream, from its beginning: for whoever asks how it was, or when something was. Nothing of it is kept.

use domain::{Decider, Fact};
use eventlog::StreamName;
use uuid::Uuid;

use super::{Desk, Fault, read};

const EVENTS_AT_ONCE: usize = 1024;

impl Desk {
    /// The state of a stream before the first of its events for which something holds.
    pub(crate) async fn load_before<D: Decider>(
        &self,
        id: Uuid,
        mut is_late: impl FnMut(&Fact<D::Event>) -> bool,
    ) -> Result<D, Fault> {
        let (mut state, stream, mut length) = (D::default(), StreamName::of(D::KIND, id), 0);
        loop {
            let events = self.log().load(stream.clone(), length, EVENTS_AT_ONCE).await?;
            for event in &events {
                let fact = read::<D::Event>(event, self.seals().as_ref())?;
                if is_late(&fact) {
                    return Ok(state);
                }
                state.evolve(&fact.event);
                length = event.version;
            }
            if events.len() < EVENTS_AT_ONCE {
                return Ok(state);
            }
        }
    }

    /// Shows all that happened on a stream, in order.
    pub(crate) async fn show_all<D: Decider>(
        &self,
        id: Uuid,
        mut each: impl FnMut(&Fact<D::Event>),
    ) -> Result<(), Fault> {
        let show = |fact: &Fact<D::Event>| {
            each(fact);
            false
        };
        self.load_before::<D>(id, show).await.map(drop)
    }
}
