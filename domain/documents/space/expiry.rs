//! Files with an end. That one has ended is no event: it follows from the time, so that another end, or none, brings it back.

use chrono::{DateTime, Duration, Utc};

use super::{
    NodeId, Refusal, Space, SpaceId,
    events::{ExpiryNear, ExpirySet},
    sealed,
};
use crate::{
    documents::Event,
    kernel::{AccountId, Stamp},
};

/// So long before the end whoever set it is told.
const TOLD_BEFORE: Duration = Duration::days(3);
/// So many are told of at once.
const MOST_AT_ONCE: usize = 400;

/// The end of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Expiry {
    until_us: i64,
    set_by: Option<AccountId>,
    is_told: bool,
}

/// The ends of all files that have one.
pub(super) type Expiries = rpds::HashTrieMapSync<NodeId, Expiry>;

impl Space {
    /// Whether a file has come to its end.
    #[must_use]
    pub fn is_over(&self, node: NodeId, now: DateTime<Utc>) -> bool {
        self.expiries.get(&node).is_some_and(|end| end.until_us <= now.timestamp_micros())
    }

    /// Whether somebody is to be told that a file will end soon.
    #[must_use]
    pub fn is_end_near(&self, now: DateTime<Utc>) -> bool {
        self.near(now).next().is_some()
    }

    fn near(&self, now: DateTime<Utc>) -> impl Iterator<Item = (NodeId, Expiry)> {
        let (now_us, soon_us) = (now.timestamp_micros(), (now + TOLD_BEFORE).timestamp_micros());
        let is_near = move |end: &Expiry| !end.is_told && (now_us..=soon_us).contains(&end.until_us);
        self.expiries.iter().filter(move |(_, end)| is_near(end)).map(|(node, end)| (*node, *end))
    }

    pub(super) fn set_expiry(
        &self,
        space: SpaceId,
        node: NodeId,
        until: Option<DateTime<Utc>>,
        stamp: &Stamp,
    ) -> Result<Vec<Event>, Refusal> {
        let name = sealed(space, &self.living(space, node)?.name_or_unnamed());
        self.versions(node).ok_or(Refusal::NoFile)?;
        let until_us = until.map(|until| until.timestamp_micros());
        if self.expiries.get(&node).map(|end| end.until_us) == until_us {
            return Ok(vec![]);
        }
        if until.is_some_and(|until| until <= stamp.at) {
            return Err(Refusal::PastExpiry);
        }
        Ok(vec![ExpirySet { space, node, name, until_us, set_by: stamp.who.account() }.into()])
    }

    /// What lies in the trash is told of when it comes back.
    pub(super) fn tell_of_ends(&self, space: SpaceId, now: DateTime<Utc>) -> Vec<Event> {
        let told = |(node, end): (NodeId, Expiry)| {
            let (name, until_us) = (sealed(space, &self.living(space, node).ok()?.name_or_unnamed()), end.until_us);
            Some(ExpiryNear { space, node, name, until_us, person: end.set_by? }.into())
        };
        self.near(now).filter_map(told).take(MOST_AT_ONCE).collect()
    }

    pub(super) fn put_expiry(&mut self, it: &ExpirySet) {
        match it.until_us {
            Some(until_us) => {
                self.expiries.insert_mut(it.node, Expiry { until_us, set_by: it.set_by, is_told: false });
            }
            None => drop(self.expiries.remove_mut(&it.node)),
        }
    }

    pub(super) fn note_told(&mut self, node: NodeId) {
        if let Some(end) = self.expiries.get_mut(&node) {
            end.is_told = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            Command,
            events::{FileStored, NodeTrashed},
            scenarios::{ADA, BOX, NOTE, ask, house, told},
        },
        *,
    };
    use crate::kernel::{Decider as _, Scenario, Who, at};

    const BOB: AccountId = AccountId(uuid::Uuid::from_u128(8));

    fn expire(until: Option<DateTime<Utc>>) -> super::super::Ask {
        ask(Command::Expire { node: NOTE, until })
    }

    fn set(until: Option<DateTime<Utc>>) -> Event {
        let until_us = until.map(|until| until.timestamp_micros());
        ExpirySet { space: ADA, node: NOTE, name: told("note.txt"), until_us, set_by: Some(BOB) }.into()
    }

    fn near() -> Event {
        let until_us = later().timestamp_micros();
        ExpiryNear { space: ADA, node: NOTE, name: told("note.txt"), until_us, person: BOB }.into()
    }

    fn later() -> DateTime<Utc> {
        at(12, 0) + Duration::days(10)
    }

    fn after(more: &[Event]) -> Space {
        let stored = super::super::scenarios::stored(NOTE, BOX, "note.txt", 1);
        Space::fold([super::super::scenarios::made(BOX, ADA.root(), "Box"), stored].iter().chain(more))
    }

    #[test]
    fn a_file_ends_at_a_time_and_another_time_or_none_brings_it_back() {
        let bob = house().by(Who::Person(BOB));
        bob.when(expire(Some(later()))).then([set(Some(later()))]);
        bob.when(expire(Some(at(12, 0)))).then_refused(Refusal::PastExpiry);
        bob.when(expire(None)).then_nothing();
        let state = after(&[set(Some(later()))]);
        assert_eq!(
            [-1, 0, 1].map(|second| state.is_over(NOTE, later() + Duration::seconds(second))),
            [false, true, true]
        );
        assert!(!after(&[set(Some(later())), set(None)]).is_over(NOTE, later()));
        house().when(ask(Command::Expire { node: BOX, until: None })).then_refused(Refusal::NoFile);
    }

    #[test]
    fn whoever_set_it_is_told_once_before() {
        let state = after(&[set(Some(later()))]);
        let tell =
            |state: &Space, now| Scenario::<Space>::given([]).at(now).decided(state, ask(Command::TellOfEnds)).unwrap();
        let soon = later() - TOLD_BEFORE;
        assert!(tell(&state, soon - Duration::seconds(1)).is_empty() && !state.is_end_near(at(12, 0)));
        assert_eq!(tell(&state, soon), [near()]);
        assert!(tell(&after(&[set(Some(later())), near()]), soon).is_empty());
        assert!(tell(&state, later() + Duration::seconds(1)).is_empty());
        let trashed = NodeTrashed { space: ADA, node: NOTE, name: told("note.txt") };
        assert!(tell(&after(&[set(Some(later())), trashed.into()]), soon).is_empty());
    }

    #[test]
    fn another_version_has_the_same_end() {
        let stored = Event::from(FileStored {
            space: ADA,
            node: NodeId(uuid::Uuid::from_u128(77)),
            parent: BOX,
            name: told("other.txt"),
            blob: crate::documents::BlobHash([1; 32]),
            size_bytes: 1,
            media_type: String::new(),
        });
        let state = after(&[set(Some(later())), super::super::scenarios::replaced(2, 2), stored]);
        assert!(state.is_over(NOTE, later()) && !state.is_over(NodeId(uuid::Uuid::from_u128(77)), later()));
    }
}
