//! The reactor that turns events into alerts. The rule is pure ([`Audience`]); here is only the
//! reading, the cursor and the running.

use domain::{
    Event, EventTable, Fact, Position,
    alerts::{Alert, Audience, Reaction, Subscription},
};
use tokio_util::sync::CancellationToken;

use crate::{Desk, Failure, Fault, Follower, Worker, runtime::follow};

const CURSOR: &str = "alerts.raiser";
const FOLDED_AT_ONCE: usize = 4096;
/// Without a reaction the cursor is written now and then: to look at an event twice does no harm.
const CURSOR_EVERY: u64 = 1000;

struct Raiser {
    desk: Desk,
    audience: Audience,
    written: Position,
}

/// The reactor, ready to follow from where it stopped.
pub(crate) async fn raise_alerts(
    desk: Desk,
    worker: Worker,
    shutdown: CancellationToken,
) -> Result<impl Future<Output = ()>, Fault> {
    let from = desk.vault().cursor(CURSOR).await?;
    let audience = audience_at(&desk, from).await?;
    let raiser = Raiser { desk: desk.clone(), audience, written: from };
    Ok(follow(desk, worker, from, raiser, shutdown))
}

/// The audience as it was at a position: folded again from the log.
async fn audience_at(desk: &Desk, position: Position) -> Result<Audience, Fault> {
    let (mut audience, mut after) = (Audience::default(), 0);
    while after < position {
        let slice = desk.log().read_kinds(Audience::kinds(), after, FOLDED_AT_ONCE).await?;
        for event in slice.events.iter().filter(|event| event.position <= position) {
            audience.evolve(&Event::decode(&event.kind, &event.payload)?);
        }
        after = slice.until;
    }
    Ok(audience)
}

impl Follower for Raiser {
    async fn take(&mut self, facts: &[Fact<Event>], until: Position) -> Result<(), Fault> {
        let mut reacted = false;
        for fact in facts {
            self.audience.evolve(&fact.event);
            for reaction in self.audience.react(fact) {
                run(&self.desk, fact, reaction).await?;
                reacted = true;
            }
        }
        if reacted || until >= self.written + CURSOR_EVERY {
            self.desk.vault().set_cursor(CURSOR, until).await?;
            self.written = until;
        }
        Ok(())
    }
}

async fn run(desk: &Desk, fact: &Fact<Event>, reaction: Reaction) -> Result<(), Fault> {
    let caller = |person: domain::AccountId| desk.reaction(&[fact.id.0.as_bytes(), person.0.as_bytes()], fact.position);
    let settled = match reaction {
        Reaction::Raise { alert, person, command } => {
            desk.run::<Alert>(alert.0, command, &caller(person)).await.map_err(|failure| failure.map(|_| ()))
        }
        Reaction::Choose(choose) => {
            let (person, caller) = (choose.person, caller(choose.person));
            desk.run::<Subscription>(person.0, choose, &caller).await.map_err(|failure| failure.map(|_| ()))
        }
    };
    match settled {
        Ok(_) | Err(Failure::Refused(())) => Ok(()),
        Err(failure) => Err(failure.into_fault("others were faster")),
    }
}
