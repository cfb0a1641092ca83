//! A person's stars: the files and folders they want at hand.
//!
//! A star is a person's own, also on what all share: it stands on a stream of theirs and says nothing to others.

use rpds::HashTrieSetSync;
use serde::{Deserialize, Serialize};

use super::{Event, NodeId, NodeName, SpaceId};
use crate::kernel::{AccountId, Decider, Personal, Stamp};

/// The most stars of one person.
const MOST: usize = 10_000;

/// A file or folder got a person's star.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeStarred {
    /// Whose star it is.
    pub person: AccountId,
    /// In which space it lies.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
}

/// A person took their star away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeUnstarred {
    /// Whose star it was.
    pub person: AccountId,
    /// In which space it lies.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// Its name.
    pub name: Personal,
}

/// What shall have a star, or have it no more.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Whose star.
    pub person: AccountId,
    /// In which space it lies.
    pub space: SpaceId,
    /// Which one.
    pub node: NodeId,
    /// Its name.
    pub name: NodeName,
    /// Whether it shall have one.
    pub starred: bool,
}

/// Why there is no star.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Where everything has a star, nothing has.
    #[error("a person has at most 10,000 stars; take some away first")]
    TooMany,
}

/// A person's stars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stars(HashTrieSetSync<NodeId>);

impl Decider for Stars {
    const KIND: &'static str = "documents.stars";
    type Command = Ask;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, ask: Ask, _stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let Ask { person, space, node, name, starred } = ask;
        let name = Personal::of(space, name.text());
        match (starred, self.0.contains(&node)) {
            (true, true) | (false, false) => Ok(vec![]),
            (true, false) if self.0.size() >= MOST => Err(Refusal::TooMany),
            (true, false) => Ok(vec![NodeStarred { person, space, node, name }.into()]),
            (false, true) => Ok(vec![NodeUnstarred { person, space, node, name }.into()]),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::NodeStarred(it) => self.0.insert_mut(it.node),
            Event::NodeUnstarred(it) => drop(self.0.remove_mut(&it.node)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::Scenario;

    const ADA: AccountId = AccountId(Uuid::from_u128(1000));

    fn ask(number: u128, starred: bool) -> Ask {
        let (node, name) = (NodeId(Uuid::from_u128(number)), NodeName::known("a.txt"));
        Ask { person: ADA, space: SpaceId::SHARED, node, name, starred }
    }

    fn starred(number: u128) -> NodeStarred {
        let name = Personal::of(SpaceId::SHARED, "a.txt");
        NodeStarred { person: ADA, space: SpaceId::SHARED, node: NodeId(Uuid::from_u128(number)), name }
    }

    #[test]
    fn a_star_is_put_on_once_and_taken_away_once() {
        let none = Scenario::<Stars>::given([]);
        none.when(ask(1, true)).then([starred(1).into()]);
        none.when(ask(1, false)).then_nothing();
        let one = Scenario::<Stars>::given([starred(1).into()]);
        one.when(ask(1, true)).then_nothing();
        let NodeStarred { person, space, node, name } = starred(1);
        one.when(ask(1, false)).then([NodeUnstarred { person, space, node, name }.into()]);
    }

    #[test]
    fn stars_end_somewhere() {
        let all = Scenario::<Stars>::given((0..10_000).map(|number| starred(number).into()));
        all.when(ask(10_000, true)).then_refused(Refusal::TooMany);
        all.when(ask(1, true)).then_nothing();
    }
}
