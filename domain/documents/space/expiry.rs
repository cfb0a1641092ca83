//! Files with an end, and versions with one of their own. That one has ended is no event: it follows from the time, so that
//! another end, or none, brings it back.

use chrono::{DateTime, Duration, Utc};

use super::{
    NodeId, Refusal, Space, SpaceId,
    events::{ExpiryNear, ExpirySet, VersionsThinned},
    sealed, tree,
};
use crate::{
    documents::Event,
    kernel::{AccountId, Stamp},
};

/// So long before the end whoever set it is told.
const TOLD_BEFORE: Duration = Duration::days(3);
/// So many are told of at once.
const MOST_AT_ONCE: usize = 400;

/// The end of a file, or of one of its versions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Expiry {
    version: Option<u32>,
    until_us: i64,
    set_by: Option<AccountId>,
    is_told: bool,
}

/// The ends of all files that have some.
pub(super) type Expiries = rpds::HashTrieMapSync<NodeId, Vec<Expiry>>;

impl Space {
    /// Whether a file has come to its end, or the version that it is now.
    #[must_use]
    pub fn is_over(&self, node: NodeId, now: DateTime<Utc>) -> bool {
        let newest = self.newest(node).map(|(number, _)| number);
        self.has_ended(node, now, |version| version.is_none() || version == newest)
    }

    /// Whether a version of a file has come to its end, or the file itself.
    #[must_use]
    pub fn is_version_over(&self, node: NodeId, number: u32, now: DateTime<Utc>) -> bool {
        self.has_ended(node, now, |version| version.is_none_or(|version| version == number))
    }

    fn has_ended(&self, node: NodeId, now: DateTime<Utc>, is_meant: impl Fn(Option<u32>) -> bool) -> bool {
        let now_us = now.timestamp_micros();
        self.expiries(node).iter().any(|end| end.until_us <= now_us && is_meant(end.version))
    }

    fn expiries(&self, node: NodeId) -> &[Expiry] {
        self.expiries.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody is to be told that something will end soon.
    #[must_use]
    pub fn is_end_near(&self, now: DateTime<Utc>) -> bool {
        self.near(now).next().is_some()
    }

    fn near(&self, now: DateTime<Utc>) -> impl Iterator<Item = (NodeId, Expiry)> {
        let (now_us, soon_us) = (now.timestamp_micros(), (now + TOLD_BEFORE).timestamp_micros());
        let is_near = move |end: &Expiry| !end.is_told && (now_us..=soon_us).contains(&end.until_us);
        let all = self.expiries.iter().flat_map(|(node, ends)| ends.iter().map(|end| (*node, *end)));
        all.filter(move |(_, end)| is_near(end))
    }

    pub(super) fn set_expiry(
        &self,
        space: SpaceId,
        (node, version): (NodeId, Option<u32>),
        until: Option<DateTime<Utc>>,
        stamp: &Stamp,
    ) -> Result<Vec<Event>, Refusal> {
        let name = sealed(space, &self.living(space, node)?.name_or_unnamed());
        let versions = self.versions(node).ok_or(Refusal::NoFile)?;
        if version.is_some_and(|number| tree::version(versions, number).is_none()) {
            return Err(Refusal::NoSuchVersion);
        }
        let until_us = until.map(|until| until.timestamp_micros());
        let known = self.expiries(node).iter().find(|end| end.version == version);
        if known.map(|end| end.until_us) == until_us {
            return Ok(vec![]);
        }
        if until.is_some_and(|until| until <= stamp.at) {
            return Err(Refusal::PastExpiry);
        }
        Ok(vec![ExpirySet { space, node, name, until_us, set_by: stamp.who.account(), version }.into()])
    }

    /// What lies in the trash is told of when it comes back.
    pub(super) fn tell_of_ends(&self, space: SpaceId, now: DateTime<Utc>) -> Vec<Event> {
        let told = |(node, Expiry { version, until_us, set_by, .. }): (NodeId, Expiry)| {
            let name = sealed(space, &self.living(space, node).ok()?.name_or_unnamed());
            Some(ExpiryNear { space, node, name, until_us, person: set_by?, version }.into())
        };
        self.near(now).filter_map(told).take(MOST_AT_ONCE).collect()
    }

    pub(super) fn put_expiry(&mut self, it: &ExpirySet) {
        self.change_ends(it.node, |ends| {
            ends.retain(|end| end.version != it.version);
            let end = |until_us| Expiry { version: it.version, until_us, set_by: it.set_by, is_told: false };
            ends.extend(it.until_us.map(end));
        });
    }

    pub(super) fn note_told(&mut self, it: &ExpiryNear) {
        self.change_ends(it.node, |ends| {
            ends.iter_mut().filter(|end| end.version == it.version).for_each(|end| end.is_told = true);
        });
    }

    /// Versions that are gone end no more.
    pub(super) fn forget_ends(&mut self, it: &VersionsThinned) {
        let is_gone = |end: &Expiry| end.version.is_some_and(|version| it.versions.contains(&version));
        if self.expiries(it.node).iter().any(is_gone) {
            self.change_ends(it.node, |ends| ends.retain(|end| !is_gone(end)));
        }
    }

    fn change_ends(&mut self, node: NodeId, change: impl FnOnce(&mut Vec<Expiry>)) {
        let mut ends = self.expiries(node).to_vec();
        change(&mut ends);
        match ends.is_empty() {
            true => {
                self.expiries.remove_mut(&node);
            }
            false => {
                self.expiries.insert_mut(node, ends);
            }
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
        ask(Command::Expire { node: NOTE, version: None, until })
    }

    fn set(until: Option<DateTime<Utc>>) -> Event {
        let until_us = until.map(|until| until.timestamp_micros());
        ExpirySet { space: ADA, node: NOTE, name: told("note.txt"), until_us, set_by: Some(BOB), version: None }.into()
    }

    fn near() -> Event {
        let until_us = later().timestamp_micros();
        ExpiryNear { space: ADA, node: NOTE, name: told("note.txt"), until_us, person: BOB, version: None }.into()
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
        house().when(ask(Command::Expire { node: BOX, version: None, until: None })).then_refused(Refusal::NoFile);
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

    fn of_version(version: u32, until: Option<DateTime<Utc>>) -> Event {
        let until_us = until.map(|until| until.timestamp_micros());
        ExpirySet {
            space: ADA,
            node: NOTE,
            name: told("note.txt"),
            until_us,
            set_by: Some(BOB),
            version: Some(version),
        }
        .into()
    }

    #[test]
    fn a_version_ends_by_itself_and_the_file_with_it_while_it_is_the_newest() {
        let ends = |version, until| ask(Command::Expire { node: NOTE, version: Some(version), until });
        let bob = house().by(Who::Person(BOB));
        bob.when(ends(1, Some(later()))).then([of_version(1, Some(later()))]);
        bob.when(ends(2, Some(later()))).then_refused(Refusal::NoSuchVersion);
        bob.when(ends(0, Some(later()))).then_refused(Refusal::NoSuchVersion);
        bob.when(ends(1, None)).then_nothing();
        let over = |state: &Space| {
            (state.is_over(NOTE, later()), [1, 2].map(|version| state.is_version_over(NOTE, version, later())))
        };
        assert_eq!(over(&after(&[of_version(1, Some(later()))])), (true, [true, false]));
        let replaced = super::super::scenarios::replaced(2, 2);
        let ended = [of_version(1, Some(later())), replaced];
        assert_eq!(over(&after(&ended)), (false, [true, false]));
        let thinned = VersionsThinned { space: ADA, node: NOTE, name: told("note.txt"), versions: vec![1] };
        let soon = later() - TOLD_BEFORE;
        assert!(after(&ended).is_end_near(soon) && !after(&[&ended[..], &[thinned.into()]].concat()).is_end_near(soon));
    }
}
