//! Locks (RFC 4918, section 6): who writes where, for a while. They stand in memory and end by themselves.
//!
//! They keep programs that mount the house out of each other's way and guard no bytes: whatever is overwritten is a version
//! still. So the pages and the interface do not ask them, and a restart forgets them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountId, documents::SpaceId};
use uuid::Uuid;

use super::address::Address;

/// All there may be, and of one person: a program that forgets to give them back takes no more.
const MOST: usize = 4096;
const MOST_OF_ONE: usize = 512;

/// Somewhere in a space: the names from its root.
pub type Place = (SpaceId, Vec<String>);

/// A lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// What whoever writes must show.
    pub token: Uuid,
    /// Where it stands.
    pub place: Place,
    /// Whether it holds for all that lies in there, too.
    pub deep: bool,
    /// Whether others may stand beside it.
    pub shared: bool,
    /// What its holder says of themselves: XML that was read and written anew.
    pub owner: String,
    /// Who holds it.
    pub holder: AccountId,
    /// How long it lasts from when it was taken, or asked for again.
    pub lasts: TimeDelta,
    /// When it ends.
    pub until: DateTime<Utc>,
}

/// Why there is no lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoLock {
    /// One stands there already.
    Taken(Arc<Lock>),
    /// There are too many.
    TooMany,
}

/// How far a change reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What lies there is changed.
    Itself,
    /// It comes, or goes, with all that is in it: the folder it lies in is changed as well.
    Place,
}

/// Who changes something, and which tokens they show.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// Who.
    pub who: AccountId,
    /// What they show.
    pub shown: &'a [Uuid],
}

/// The locks of a house.
#[derive(Default)]
pub struct Locks(Mutex<Vec<Arc<Lock>>>);

impl Lock {
    /// Whether it holds for something.
    pub fn covers(&self, (space, names): &Place) -> bool {
        let (own, root) = &self.place;
        own == space && (root == names || self.deep && names.starts_with(root))
    }

    /// The URL at which it stands.
    pub fn root(&self) -> String {
        let (space, names) = &self.place;
        Address { space: Some((*space).into()), names: names.clone() }.href(false)
    }

    fn stands_below(&self, (space, names): &Place) -> bool {
        self.place.0 == *space && self.place.1.starts_with(names)
    }

    fn is_in_the_way(&self, place: &Place, reach: Reach) -> bool {
        let above = |(space, names): &Place| (*space, names[..names.len().saturating_sub(1)].to_vec());
        self.covers(place) || reach == Reach::Place && (self.stands_below(place) || self.place == above(place))
    }
}

impl Locks {
    /// Takes one, where none stands that does not bear it.
    pub fn take(&self, lock: Arc<Lock>, now: DateTime<Utc>) -> Result<(), NoLock> {
        let mut locks = self.standing(now);
        let meets = |other: &&Arc<Lock>| other.covers(&lock.place) || lock.deep && other.stands_below(&lock.place);
        if let Some(other) = locks.iter().filter(meets).find(|other| !(other.shared && lock.shared)) {
            return Err(NoLock::Taken(Arc::clone(other)));
        }
        let own = locks.iter().filter(|other| other.holder == lock.holder).count();
        if locks.len() >= MOST || own >= MOST_OF_ONE {
            return Err(NoLock::TooMany);
        }
        locks.push(lock);
        Ok(())
    }

    /// Lets one last anew that holds for a place.
    pub fn renew(&self, writer: Writer<'_>, place: &Place, lasts: TimeDelta, now: DateTime<Utc>) -> Option<Arc<Lock>> {
        let mut locks = self.standing(now);
        let is_it = |lock: &&mut Arc<Lock>| {
            lock.covers(place) && lock.holder == writer.who && writer.shown.contains(&lock.token)
        };
        let lock = locks.iter_mut().find(is_it)?;
        *lock = Arc::new(Lock { lasts, until: now + lasts, ..(**lock).clone() });
        Some(Arc::clone(lock))
    }

    /// Gives one back that holds for a place; answers whose it is where it is somebody else's, `None` where there is none.
    pub fn give_back(&self, who: AccountId, token: Uuid, place: &Place, now: DateTime<Utc>) -> Option<bool> {
        let mut locks = self.standing(now);
        let at = locks.iter().position(|lock| lock.token == token && lock.covers(place))?;
        let is_theirs = locks[at].holder == who;
        if is_theirs {
            locks.swap_remove(at);
        }
        Some(is_theirs)
    }

    /// All that stand in a space.
    pub fn within(&self, space: SpaceId, now: DateTime<Utc>) -> Vec<Arc<Lock>> {
        self.standing(now).iter().filter(|lock| lock.place.0 == space).cloned().collect()
    }

    /// A lock in the way of a change, which whoever makes it holds not, or does not show.
    pub fn in_the_way(&self, writer: Writer<'_>, place: &Place, reach: Reach, now: DateTime<Utc>) -> Option<Arc<Lock>> {
        let locks = self.standing(now);
        let met: Vec<_> = locks.iter().filter(|lock| lock.is_in_the_way(place, reach)).collect();
        let opens = |other: &&Arc<Lock>| other.holder == writer.who && writer.shown.contains(&other.token);
        let is_open = |lock: &Arc<Lock>| met.iter().any(|other| other.place == lock.place && opens(other));
        met.iter().find(|lock| !is_open(lock)).map(|lock| Arc::clone(lock))
    }

    /// What lay there lies there no more: its locks go with it.
    pub fn clear(&self, place: &Place, now: DateTime<Utc>) {
        self.standing(now).retain(|lock| !lock.stands_below(place));
    }

    fn standing(&self, now: DateTime<Utc>) -> MutexGuard<'_, Vec<Arc<Lock>>> {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        locks.retain(|lock| lock.until > now);
        locks
    }
}

#[cfg(test)]
mod tests {
    use domain::at;

    use super::*;

    const ADA: AccountId = AccountId(Uuid::from_u128(1));
    const BOB: AccountId = AccountId(Uuid::from_u128(2));

    fn place(path: &str) -> Place {
        (SpaceId::SHARED, path.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    fn lock(number: u128, path: &str, deep: bool, shared: bool) -> Arc<Lock> {
        let (token, lasts) = (Uuid::from_u128(number), TimeDelta::minutes(10));
        let (holder, owner) = (if shared { BOB } else { ADA }, String::new());
        Arc::new(Lock { token, place: place(path), deep, shared, owner, holder, lasts, until: at(9, 0) + lasts })
    }

    fn stops(locks: &Locks, who: AccountId, shown: &[u128], path: &str, reach: Reach) -> bool {
        let shown: Vec<_> = shown.iter().copied().map(Uuid::from_u128).collect();
        locks.in_the_way(Writer { who, shown: &shown }, &place(path), reach, at(9, 0)).is_some()
    }

    #[test]
    fn a_lock_keeps_everybody_out_who_does_not_hold_and_show_it() {
        let locks = Locks::default();
        locks.take(lock(1, "a/b", false, false), at(9, 0)).unwrap();
        assert!(stops(&locks, ADA, &[], "a/b", Reach::Itself));
        assert!(stops(&locks, BOB, &[1], "a/b", Reach::Itself), "shown by somebody else");
        assert!(!stops(&locks, ADA, &[1], "a/b", Reach::Itself));
        assert!(!stops(&locks, ADA, &[], "a", Reach::Itself) && !stops(&locks, ADA, &[], "a/b/c", Reach::Itself));
        assert!(stops(&locks, ADA, &[], "a", Reach::Place), "with all that is in it");
        assert!(stops(&locks, ADA, &[], "a/b/c", Reach::Place), "its folder changes");
        assert!(!stops(&locks, ADA, &[], "a/c", Reach::Place));
    }

    #[test]
    fn a_deep_lock_holds_for_all_below_and_a_shared_one_beside_others() {
        let locks = Locks::default();
        locks.take(lock(1, "a", true, true), at(9, 0)).unwrap();
        assert!(matches!(locks.take(lock(2, "a/b", false, false), at(9, 0)), Err(NoLock::Taken(_))));
        assert!(matches!(locks.take(lock(2, "", true, false), at(9, 0)), Err(NoLock::Taken(_))));
        locks.take(lock(2, "", false, false), at(9, 0)).unwrap();
        locks.take(lock(3, "a", false, true), at(9, 0)).unwrap();
        assert!(stops(&locks, BOB, &[], "a/b/c", Reach::Itself));
        assert!(!stops(&locks, BOB, &[3], "a", Reach::Itself), "either of the two will do");
        locks.clear(&place("a"), at(9, 0));
        assert_eq!(locks.within(SpaceId::SHARED, at(9, 0)).len(), 1);
    }

    #[test]
    fn a_lock_ends_by_itself_unless_it_is_renewed() {
        let locks = Locks::default();
        locks.take(lock(1, "a", true, false), at(9, 0)).unwrap();
        let token = Uuid::from_u128(1);
        let renew = |who, path: &str| {
            let writer = Writer { who, shown: &[token] };
            locks.renew(writer, &place(path), TimeDelta::minutes(5), at(9, 9)).is_some()
        };
        assert!(!renew(BOB, "a") && !renew(ADA, "b") && renew(ADA, "a/b"));
        assert_eq!(locks.give_back(BOB, token, &place("a"), at(9, 13)), Some(false));
        assert_eq!(locks.give_back(ADA, token, &place("b"), at(9, 13)), None);
        assert_eq!(locks.within(SpaceId::SHARED, at(9, 13)).len(), 1);
        assert_eq!(locks.within(SpaceId::SHARED, at(9, 14)).len(), 0);
        assert_eq!(locks.give_back(ADA, token, &place("a"), at(9, 14)), None);
    }

    #[test]
    fn nobody_takes_more_than_their_part() {
        let locks = Locks::default();
        let take = |number| locks.take(lock(number, &number.to_string(), false, false), at(9, 0));
        let most = MOST_OF_ONE as u128;
        (0..most).for_each(|number| take(number).unwrap());
        assert_eq!(take(most), Err(NoLock::TooMany));
    }
}
