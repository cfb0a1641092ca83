//! The types a socket can subscribe to: the one list of them, and what each has to know.
//!
//! A new type is a file beside this one and a line in [`TOPICS`]. Sockets are absent here, and so
//! are sequences: a topic says what is so and what changed, the hub tells it to whom it concerns.

mod alerts;
mod entries;
mod sessions;
mod settings;
mod status;

use std::{collections::BTreeMap, sync::Arc};

use commands::identity::Authenticated;
use domain::{AccountId, Event, Fact, Position, Role, identity::Access};
use futures_util::future::BoxFuture;
use serde::Serialize;

use super::stream::Snapshot;
use crate::{front::Front, http::Problem};

const EVENTS_AT_ONCE: usize = 512;

/// All types.
pub const TOPICS: [&dyn Topic; 5] =
    [&entries::Entries, &alerts::Alerts, &sessions::Sessions, &settings::Settings, &status::Status];

/// Who hears the same of a topic: what is told is rendered once for each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Who looks after the house.
    Admins,
    /// Everybody else who is logged in.
    Others,
    /// One person.
    Person(AccountId),
}

/// What a topic follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The view of this context: it is told once the view shows it.
    View(&'static str),
    /// The clock: it is looked at once a second.
    Clock,
}

/// Something that changed.
pub struct Change {
    /// The entry of the log that changed it.
    pub sequence: Position,
    /// Who hears of it.
    pub heard_by: Vec<Audience>,
    /// What it says, as JSON.
    pub body: Arc<str>,
}

/// A stretch of the log that a view shows by now.
pub struct Stretch {
    /// What comes after this position ...
    pub after: Position,
    /// ... up to this one.
    pub until: Position,
}

impl Stretch {
    /// What happened there. An event that this version does not know is left to the views, which
    /// stop at it.
    async fn facts(&self, front: &Front) -> Result<Vec<Fact<Event>>, Problem> {
        let (feed, mut after, mut facts) = (front.desk.feed(), self.after, Vec::new());
        while after < self.until {
            let slice = feed.read(after, EVENTS_AT_ONCE).await.map_err(|error| Problem::broken(&error))?;
            let events = slice.events.iter().filter(|event| event.position <= self.until);
            facts.extend(events.filter_map(|event| front.desk.read(event).ok()));
            // A reader is never told less than where it stands.
            after = slice.until.max(after + 1);
        }
        Ok(facts)
    }
}

/// An answer that is on its way.
pub type Soon<'a, T> = BoxFuture<'a, Result<T, Problem>>;

/// A change as it is told, and where it stands in the log.
pub type Told = (Position, Arc<str>);

/// One type.
pub trait Topic: Sync {
    /// What it is called in `subscribe` and as an event.
    fn name(&self) -> &'static str;

    /// What it follows.
    fn source(&self) -> Source;

    /// The context it belongs to, which must be open to whoever listens.
    fn context(&self) -> &'static str;

    /// With whom somebody hears the same; `None` where they may not hear it. Ask [`audience`].
    fn audience(&self, who: &Authenticated) -> Option<Audience>;

    /// How everything is, for an audience: at least as of this position of its view.
    fn snapshot<'a>(&'a self, front: &'a Front, audience: Audience, as_of: Position) -> Soon<'a, Snapshot>;

    /// What a stretch of the log changed. Whoever follows the clock has nothing to say here.
    fn changes<'a>(&'a self, front: &'a Front, stretch: &'a Stretch) -> Soon<'a, Vec<Change>>;

    /// What somebody missed who has heard everything up to a position, as of a later one; `None`
    /// where nobody knows any more, or it is too much to tell.
    fn missed<'a>(
        &'a self,
        _front: &'a Front,
        _audience: Audience,
        _after: Position,
        _as_of: Position,
    ) -> Soon<'a, Option<Vec<Told>>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// With whom somebody hears a topic who may look at its context; nobody else hears it.
pub fn audience(topic: &dyn Topic, who: &Authenticated) -> Option<Audience> {
    let may = who.rights().access(topic.context()) >= Access::Look;
    may.then(|| topic.audience(who)).flatten()
}

/// The topic of a name.
pub fn named(name: &str) -> Option<&'static dyn Topic> {
    TOPICS.into_iter().find(|topic| topic.name() == name)
}

/// Who sees everything is told everything; others what is theirs.
fn admins_or_person(who: &Authenticated) -> Option<Audience> {
    Some(if who.role == Role::Admin { Audience::Admins } else { Audience::Person(who.account) })
}

/// Who sees every field, and who does not.
fn admins_or_others(who: &Authenticated) -> Option<Audience> {
    Some(if who.role == Role::Admin { Audience::Admins } else { Audience::Others })
}

/// The things that facts changed, each once, with whose it is: of several facts about one, the last counts.
fn each_once<Id: Ord>(
    facts: &[Fact<Event>],
    touched: impl Fn(&Fact<Event>) -> Option<(Id, AccountId)>,
) -> Vec<(Position, Id, AccountId)> {
    let told = |fact: &Fact<Event>| touched(fact).map(|(id, person)| (id, (fact.position, person)));
    let last: BTreeMap<_, _> = facts.iter().filter_map(told).collect();
    let mut last: Vec<_> = last.into_iter().map(|(id, (sequence, person))| (sequence, id, person)).collect();
    last.sort_unstable_by_key(|(sequence, ..)| *sequence);
    last
}

fn rendered(value: &impl Serialize) -> Result<Arc<str>, Problem> {
    serde_json::to_string(value).map(Arc::from).map_err(|error| Problem::broken(&error))
}
