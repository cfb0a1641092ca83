//! Where the newest events stand, in memory, so that an append touches one table only and the
//! index is written when pages are bound.
//!
//! It holds every event after `floor`. Events come in before their commit: a reader looks no
//! further than its snapshot reaches, so what is not committed is not seen. They go out one binding
//! later than they could, so that a reader whose snapshot is a little old still finds them.

use std::collections::{HashMap, VecDeque};

use uuid::Uuid;

use crate::StreamName;

/// An event that is not, or only just, in the index.
pub(super) struct Placed {
    pub id: Uuid,
    pub stream: StreamName,
    pub version: u64,
}

/// The newest events.
pub(super) struct Tail {
    floor: u64,
    placed: VecDeque<Placed>,
    ids: HashMap<Uuid, u64>,
    streams: HashMap<StreamName, VecDeque<u64>>,
}

impl Tail {
    pub(super) fn new(floor: u64) -> Self {
        Self { floor, placed: VecDeque::new(), ids: HashMap::new(), streams: HashMap::new() }
    }

    /// Every event after this position is held.
    pub(super) const fn floor(&self) -> u64 {
        self.floor
    }

    /// The last position that is held.
    pub(super) fn head(&self) -> u64 {
        self.floor + self.placed.len() as u64
    }

    /// Adds the event at the position after the last one.
    pub(super) fn push(&mut self, placed: Placed) {
        let position = self.head() + 1;
        self.ids.insert(placed.id, position);
        match self.streams.get_mut(&placed.stream) {
            Some(positions) => positions.push_back(position),
            None => {
                self.streams.insert(placed.stream.clone(), VecDeque::from([position]));
            }
        }
        self.placed.push_back(placed);
    }

    /// Takes back what was not committed.
    pub(super) fn retract(&mut self, head: u64) {
        while self.head() > head {
            let Some(placed) = self.placed.pop_back() else {
                return;
            };
            self.ids.remove(&placed.id);
            self.drop_from(&placed.stream, VecDeque::pop_back);
        }
    }

    /// Lets go of what is in the index.
    pub(super) fn trim(&mut self, floor: u64) {
        while self.floor < floor {
            let Some(placed) = self.placed.pop_front() else {
                return;
            };
            self.floor += 1;
            self.ids.remove(&placed.id);
            self.drop_from(&placed.stream, VecDeque::pop_front);
        }
    }

    fn drop_from(&mut self, stream: &StreamName, pop: fn(&mut VecDeque<u64>) -> Option<u64>) {
        let emptied = self.streams.get_mut(stream).is_some_and(|positions| {
            pop(positions);
            positions.is_empty()
        });
        if emptied {
            self.streams.remove(stream);
        }
    }

    /// The event at a position.
    pub(super) fn at(&self, position: u64) -> Option<&Placed> {
        let index = position.checked_sub(self.floor)?.checked_sub(1)?;
        self.placed.get(usize::try_from(index).ok()?)
    }

    /// Where an id stands.
    pub(super) fn position_of(&self, id: Uuid) -> Option<u64> {
        self.ids.get(&id).copied()
    }

    /// Where the events of a stream stand, in order.
    pub(super) fn positions_of(&self, stream: &StreamName) -> impl Iterator<Item = u64> + use<'_> {
        self.streams.get(stream).into_iter().flatten().copied()
    }

    /// The length of a stream whose newest event is held.
    pub(super) fn length_of(&self, stream: &StreamName) -> Option<u64> {
        let newest = *self.streams.get(stream)?.back()?;
        self.at(newest).map(|placed| placed.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(stream: u128, version: u64) -> Placed {
        Placed { id: Uuid::from_u128(stream << 64 | u128::from(version)), stream: name(stream), version }
    }

    fn name(stream: u128) -> StreamName {
        StreamName::of("test.thing", Uuid::from_u128(stream))
    }

    #[test]
    fn what_is_retracted_was_never_there() {
        let mut tail = Tail::new(10);
        tail.push(placed(1, 5));
        tail.push(placed(2, 1));
        tail.push(placed(1, 6));
        tail.retract(11);
        assert_eq!((tail.head(), tail.length_of(&name(1)), tail.length_of(&name(2))), (11, Some(5), None));
        assert_eq!(tail.position_of(placed(2, 1).id), None);
        tail.push(placed(2, 1));
        assert_eq!(tail.positions_of(&name(2)).collect::<Vec<_>>(), [12]);
    }

    #[test]
    fn what_is_trimmed_is_left_to_the_index() {
        let mut tail = Tail::new(0);
        (1..=4).for_each(|version| tail.push(placed(u128::from(version % 2), version)));
        tail.trim(3);
        assert_eq!((tail.floor(), tail.head()), (3, 4));
        assert_eq!(tail.length_of(&name(1)), None);
        assert_eq!(tail.at(4).map(|placed| placed.version), Some(4));
        assert!(tail.at(3).is_none() && tail.at(5).is_none());
    }
}
