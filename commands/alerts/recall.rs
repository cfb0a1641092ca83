//! Showing a watch what is written down already: from as far back as any rule looks, and what is remembered for
//! longer. Slice by slice, so that it stops when nobody waits for it any more, and holds no log in memory.

use chrono::{DateTime, Utc};
use domain::{
    Event, Fact, Position,
    alerts::watch::{LOOKS_BACK, Suspicion, Watch},
};

use crate::{Desk, Fault, runtime::read};

const EVENTS_AT_ONCE: usize = 1024;

/// The last position before a moment.
pub(super) async fn position_before(desk: &Desk, moment: DateTime<Utc>) -> Result<Position, Fault> {
    let (mut before, mut last) = (0, desk.head());
    while before < last {
        let middle = before + (last - before).div_ceil(2);
        let event = desk.log().at(middle).await?;
        if event.is_some_and(|event| event.at_us < moment.timestamp_micros()) {
            before = middle;
        } else {
            last = middle - 1;
        }
    }
    Ok(before)
}

/// Shows a watch everything up to a position, as far as it looks back from a moment; what it says to that.
pub(super) async fn recall(
    desk: &Desk,
    watch: &mut Watch,
    moment: DateTime<Utc>,
    until: Position,
) -> Result<Vec<Suspicion>, Fault> {
    let from = position_before(desk, moment - LOOKS_BACK).await?.min(until);
    let mut said = show(desk, watch, Some(Watch::remembered()), 0, from).await?;
    said.extend(show(desk, watch, watch.kinds(), from, until).await?);
    Ok(said)
}

async fn show(
    desk: &Desk,
    watch: &mut Watch,
    kinds: Option<Vec<String>>,
    mut after: Position,
    until: Position,
) -> Result<Vec<Suspicion>, Fault> {
    let mut said = Vec::new();
    while after < until {
        let slice = match &kinds {
            Some(kinds) => desk.log().read_kinds(kinds.clone(), after, EVENTS_AT_ONCE).await?,
            None => desk.log().read(after, EVENTS_AT_ONCE).await?,
        };
        for event in slice.events.iter().filter(|event| event.position <= until) {
            // An event that this version does not know is left to the views, which stop at it, loudly.
            let fact: Result<Fact<Event>, _> = read(event, desk.seals().as_ref());
            said.extend(fact.iter().flat_map(|fact| watch.take(fact)));
        }
        after = slice.until.max(after + 1);
        tokio::task::yield_now().await;
    }
    Ok(said)
}
