//! What is being fetched. All answers that the same caller gets, at the same address, of the same version are one delivery.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use domain::{
    CommandId,
    documents::{LinkId, delivery::Spans},
};
use hashlink::LruCache;

use super::{
    delivering::{Delivering, QUIET, Whose},
    held::Held,
};

/// So many are under way at once; the one that moved least lately is over before there are more.
const MOST: usize = 4096;

/// What is known of a delivery that is under way.
#[derive(Debug)]
struct UnderWay {
    what: Delivering,
    spans: Spans,
    moved_at: DateTime<Utc>,
    /// All bytes were handed over before. Those that are asked for again are another delivery once that is all of them,
    /// and else belong to the first: whoever watches a film looks at some scenes twice.
    is_told: bool,
    /// It may become a use of its link, or is about to be written down as one.
    may_count: bool,
}

/// How a delivery through a link that is used only so often begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::documents) enum Begun {
    /// It is under way already: a retry, or another range of it.
    Before,
    /// It is new, beside so many others.
    Beside(u32),
}

/// A delivery that is over, and what was handed over of it.
#[derive(Debug)]
pub(super) struct Over {
    pub(super) what: Delivering,
    pub(super) spans: Spans,
}

/// What is being fetched.
#[derive(Debug, Default)]
pub struct Deliveries(Mutex<Book>);

#[derive(Debug)]
struct Book {
    files: LruCache<Whose, UnderWay>,
    archives: Held,
}

impl Default for Book {
    fn default() -> Self {
        Self { files: LruCache::new(MOST + 1), archives: Held::default() }
    }
}

impl Book {
    /// How many may become a use of a link, one aside.
    fn beside(&self, mine: Option<&Whose>, link: Option<LinkId>, now: DateTime<Utc>) -> u32 {
        let others = self.files.iter().filter(|(whose, other)| Some(*whose) != mine && other.what.link == link);
        let others = others.filter(|(_, other)| other.may_count).count();
        u32::try_from(others + self.archives.of(link, now)).unwrap_or(u32::MAX)
    }
}

impl Deliveries {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes were handed over; answers what is over by that.
    pub(super) fn moved(&self, what: &Delivering, first: u64, end: u64, now: DateTime<Utc>) -> Vec<Over> {
        let book = &mut self.book().files;
        let under_way = book.entry(what.whose()).or_insert_with(|| UnderWay::of(what, now));
        under_way.spans.add(first, end);
        under_way.moved_at = now;
        let whole = under_way.spans.are_all_of(what.size_bytes).then(|| under_way.end());
        let crowded = if book.len() > MOST { book.remove_lru() } else { None };
        let crowded = crowded.and_then(|(_, mut under_way)| under_way.break_off());
        whole.into_iter().chain(crowded).collect()
    }

    /// Holds a use of its link ready for a delivery, before a byte of it is handed over.
    pub(in crate::documents) fn begin(&self, what: &Delivering, now: DateTime<Utc>) -> Begun {
        let (mut book, mine) = (self.book(), what.whose());
        let others = book.beside(Some(&mine), what.link, now);
        if book.files.len() >= MOST && !book.files.contains_key(&mine) {
            return Begun::Beside(u32::MAX);
        }
        let under_way = book.files.entry(mine).or_insert_with(|| UnderWay::of(what, now));
        let before = std::mem::replace(&mut under_way.may_count, true);
        under_way.moved_at = now;
        if before { Begun::Before } else { Begun::Beside(others) }
    }

    /// It is written down, or does not happen: the use of its link is nobody's any more. What never began takes no room.
    pub(in crate::documents) fn let_go(&self, whose: &Whose) {
        let book = &mut self.book().files;
        let Some(under_way) = book.get_mut(whose) else { return };
        under_way.may_count = false;
        if under_way.spans.bytes() == 0 && !under_way.is_told {
            book.remove(whose);
        }
    }

    /// Holds a use of its link ready for an archive; how many are held beside it. Each archive is fetched from its beginning, so
    /// that another one is never a part of the same.
    pub(in crate::documents) fn begin_archive(&self, archive: CommandId, link: LinkId, now: DateTime<Utc>) -> u32 {
        let mut book = self.book();
        let others = if book.archives.len() >= MOST { u32::MAX } else { book.beside(None, Some(link), now) };
        if others < u32::MAX {
            book.archives.hold(archive, link, now);
        }
        others
    }

    /// Something of an archive was handed over.
    pub(super) fn archive_moved(&self, archive: CommandId, now: DateTime<Utc>) {
        self.book().archives.moved(archive, now);
    }

    /// An archive is written down, or does not happen.
    pub(in crate::documents) fn let_archive_go(&self, archive: CommandId) {
        self.book().archives.let_go(archive);
    }

    /// Takes out those that are over by now, because nothing of them moved for long.
    pub(super) fn quiet(&self, now: DateTime<Utc>) -> Vec<Over> {
        self.take_while(|under_way| under_way.moved_at + QUIET <= now)
    }

    /// Takes out all of them.
    pub(super) fn all(&self) -> Vec<Over> {
        self.take_while(|_| true)
    }

    /// Those that moved least lately come first.
    fn take_while(&self, is_over: impl Fn(&UnderWay) -> bool) -> Vec<Over> {
        let book = &mut self.book().files;
        let mut over = Vec::new();
        while book.iter().next().is_some_and(|(_, oldest)| is_over(oldest)) {
            over.extend(book.remove_lru().and_then(|(_, mut under_way)| under_way.break_off()));
        }
        over
    }
}

impl UnderWay {
    fn of(what: &Delivering, now: DateTime<Utc>) -> Self {
        Self { what: what.clone(), spans: Spans::default(), moved_at: now, is_told: false, may_count: false }
    }

    fn end(&mut self) -> Over {
        self.is_told = true;
        Over { what: self.what.clone(), spans: std::mem::take(&mut self.spans) }
    }

    fn break_off(&mut self) -> Option<Over> {
        (!self.is_told).then(|| self.end())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::{
        AccountId, PersonId, Who,
        documents::{NodeId, SpaceId},
    };
    use uuid::Uuid;

    use super::*;
    use crate::{Caller, fresh_command};

    fn what(account: u128, size_bytes: u64) -> Delivering {
        let who = Who::Person(AccountId(Uuid::from_u128(account)));
        let caller = Caller { who, ..Caller::stranger(None, fresh_command()) };
        let (space, node) = (SpaceId(PersonId(Uuid::from_u128(9))), NodeId(Uuid::from_u128(3)));
        Delivering { caller, link: None, space, node, name: "film".into(), version: 1, size_bytes }
    }

    fn sent(over: &[Over]) -> Vec<u64> {
        over.iter().map(|over| over.spans.bytes()).collect()
    }

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn parallel_ranges_and_retries_are_one_delivery() {
        let (book, what) = (Deliveries::default(), what(1, 100));
        for (first, end) in [(50, 80), (0, 50), (40, 60)] {
            assert!(book.moved(&what, first, end, NOW).is_empty());
        }
        assert_eq!(sent(&book.moved(&what, 80, 100, NOW)), [100]);
        assert!(book.moved(&what, 0, 99, NOW).is_empty());
        assert!(book.quiet(NOW + QUIET).is_empty(), "some scenes again are no other delivery");
        assert_eq!(sent(&book.moved(&what, 0, 100, NOW)), [100], "all of it again is one");
    }

    #[test]
    fn each_caller_has_their_own() {
        let book = Deliveries::default();
        assert!(book.moved(&what(1, 100), 0, 50, NOW).is_empty());
        assert!(book.moved(&what(2, 100), 50, 100, NOW).is_empty());
        assert_eq!(sent(&book.all()), [50, 50]);
    }

    #[test]
    fn a_use_of_a_link_is_held_while_somebody_fetches_and_until_it_is_written_down() {
        let (book, ada, bob) = (Deliveries::default(), what(1, 100), what(2, 100));
        assert_eq!((book.begin(&ada, NOW), book.begin(&ada, NOW)), (Begun::Beside(0), Begun::Before));
        assert_eq!(book.begin(&bob, NOW), Begun::Beside(1));
        book.let_go(&bob.whose());
        let over = book.moved(&ada, 0, 100, NOW);
        assert_eq!((sent(&over), book.begin(&bob, NOW)), (vec![100], Begun::Beside(1)));
        book.let_go(&over[0].what.whose());
        assert_eq!(book.begin(&ada, NOW), Begun::Beside(1), "once more is another use");
        book.let_go(&ada.whose());
        book.let_go(&bob.whose());
        assert_eq!((book.begin(&bob, NOW), sent(&book.quiet(NOW + QUIET))), (Begun::Beside(0), vec![0]));
    }

    #[test]
    fn an_archive_holds_a_use_while_it_moves_and_until_it_is_written_down() {
        let (book, link) = (Deliveries::default(), LinkId(Uuid::from_u128(5)));
        let (one, two) = (CommandId(Uuid::from_u128(1)), CommandId(Uuid::from_u128(2)));
        let file = Delivering { link: Some(link), ..what(1, 100) };
        assert_eq!((book.begin_archive(one, link, NOW), book.begin(&file, NOW)), (0, Begun::Beside(1)));
        book.let_go(&file.whose());
        let later = NOW + QUIET;
        assert_eq!((book.begin_archive(two, link, later), book.begin(&file, later)), (0, Begun::Beside(1)));
        book.let_go(&file.whose());
        book.archive_moved(one, later);
        assert_eq!(book.begin(&file, later), Begun::Beside(2));
        [one, two].into_iter().for_each(|archive| book.let_archive_go(archive));
        assert_eq!((book.begin(&file, later), book.0.lock().unwrap().archives.len()), (Begun::Before, 0));
    }

    #[test]
    fn whoever_is_refused_takes_no_room() {
        let book = Deliveries::default();
        for person in 0..2 * MOST as u128 {
            assert_eq!(book.begin(&what(person, 100), NOW), Begun::Beside(0));
            book.let_go(&what(person, 100).whose());
        }
        assert!(book.all().is_empty());
    }

    #[test]
    fn what_does_not_move_for_long_is_over() {
        let (book, before) = (Deliveries::default(), QUIET - TimeDelta::seconds(1));
        book.moved(&what(1, 100), 0, 10, NOW);
        assert!(book.quiet(NOW + before).is_empty());
        book.moved(&what(1, 100), 10, 20, NOW + before);
        assert!(book.quiet(NOW + QUIET).is_empty());
        assert_eq!(sent(&book.quiet(NOW + before + QUIET)), [20]);
        assert!(book.all().is_empty());
    }

    #[test]
    fn no_more_are_under_way_than_fit() {
        let book = Deliveries::default();
        let over: Vec<_> = (0..=MOST as u128).flat_map(|person| book.moved(&what(person, 100), 0, 7, NOW)).collect();
        assert_eq!((sent(&over), book.all().len()), (vec![7], MOST));
    }
}
