//! Letting a folder, or all of a space, be as it was at an earlier moment; and looking first at what that would change.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    Decider as _, Fact, Position,
    documents::{
        Event, NodeId, Space, SpaceId,
        space::{Command, Refusal, Rewind},
    },
};

use eventlog::StreamName;

use super::enter::{enter, run};
use crate::{Caller, Desk, Done, Failure, Fault, runtime::read};

/// Which moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A time; what happened at it has happened.
    At(DateTime<Utc>),
    /// Before all that was done together with the entry of the log at this position: so a rewind is undone.
    Before(Position),
}

/// What letting a folder be as it was would change.
#[derive(Clone, Debug)]
pub struct Preview {
    /// What would change.
    pub rewind: Rewind,
    /// The space as it is.
    pub now: Arc<Space>,
    /// The space as it was.
    pub past: Arc<Space>,
    /// The moment as a time.
    pub to: DateTime<Utc>,
}

/// Looks at what would change; changes nothing.
///
/// # Errors
/// When the folder is not there, or was not there then.
pub async fn preview_rewind(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    folder: NodeId,
    moment: Moment,
) -> Result<Preview, Failure<Refusal>> {
    enter(caller, space)?;
    let (past, to) = past(desk, space, moment).await?;
    let now = desk.load::<Space>(space.0.0).await?.state;
    // A large tree takes a while, and nobody else is to wait for it.
    let compared = tokio::task::spawn_blocking(move || (now.rewind(space, folder, &past), now, past));
    let (rewind, now, past) = compared.await.map_err(Fault::from)?;
    Ok(Preview { rewind: rewind.map_err(Failure::Refused)?, now, past, to })
}

/// Lets the folder be as it was.
///
/// # Errors
/// When the folder is not there, or was not there then.
pub async fn rewind_folder(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    folder: NodeId,
    moment: Moment,
) -> Result<Done, Failure<Refusal>> {
    enter(caller, space)?;
    let (past, to) = past(desk, space, moment).await?;
    // As long as two large trees are compared, this thread is nobody else's.
    let (desk, caller, waiting) = (desk.clone(), caller.clone(), tokio::runtime::Handle::current());
    let doing = async move { run(&desk, &caller, space, Command::Rewind { folder, past, to }).await };
    tokio::task::spawn_blocking(move || waiting.block_on(doing)).await.map_err(Fault::from)?
}

type IsLate = dyn Fn(&Fact<Event>) -> bool + Send;

async fn past(desk: &Desk, space: SpaceId, moment: Moment) -> Result<(Arc<Space>, DateTime<Utc>), Fault> {
    let (is_late, to): (Box<IsLate>, _) = match moment {
        Moment::At(to) => (Box::new(move |fact| fact.stamp.at > to), to),
        Moment::Before(position) => {
            let entry = desk.log().at(position).await?;
            let entry = entry.filter(|entry| entry.stream == StreamName::of(Space::KIND, space.0.0));
            let entry = entry.map(|entry| read::<domain::Event>(&entry, desk.seals().as_ref())).transpose()?;
            let (command, to) = entry.map_or((None, desk.now()), |it| (Some(it.stamp.command), it.stamp.at));
            let is_late = move |fact: &Fact<Event>| fact.position >= position || Some(fact.stamp.command) == command;
            (Box::new(is_late), to)
        }
    };
    Ok((Arc::new(desk.load_before::<Space>(space.0.0, is_late).await?), to))
}
