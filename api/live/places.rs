//! How many sockets there may be: from one address (or household's network), and in all.
//!
//! A place is taken when a connection asks to be one and is free again when the last part of the
//! connection is gone; nobody has to remember to give it back.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crate::http::Cut;

/// How much of sockets there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SocketLimits {
    /// Sockets of one address; 0 is no limit.
    pub per_address: u32,
    /// Sockets in all.
    pub in_all: u32,
    /// How often each is asked whether it is still there.
    pub ping: Duration,
}

impl Default for SocketLimits {
    fn default() -> Self {
        Self { per_address: 32, in_all: 8192, ping: Duration::from_secs(25) }
    }
}

/// Messages a socket may send in a second, over a while, and at once.
const MESSAGES_A_SECOND: f64 = 10.0;
const MESSAGES_AT_ONCE: f64 = 40.0;

/// The places there are.
#[derive(Clone, Debug)]
pub struct Places(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    limits: SocketLimits,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    in_all: u32,
    by_address: HashMap<IpAddr, u32>,
    /// Those that began by polling and may go on over another connection.
    by_name: HashMap<String, Weak<Place>>,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlace {
    /// The address has as many as it may.
    Address,
    /// The house has as many as it may.
    InAll,
}

/// One socket's place. Every part of its connection holds it.
#[derive(Debug)]
pub struct Place {
    places: Places,
    address: IpAddr,
    budget: Mutex<Budget>,
    closing: AtomicBool,
    is_cut: AtomicBool,
    name: OnceLock<String>,
    line: Mutex<Option<Cut>>,
}

#[derive(Debug)]
struct Budget {
    messages: f64,
    at: Instant,
}

impl Places {
    /// All of them free.
    pub fn new(limits: SocketLimits) -> Self {
        Self(Arc::new(Inner { limits, taken: Mutex::default() }))
    }

    /// The limits.
    pub fn limits(&self) -> SocketLimits {
        self.0.limits
    }

    /// How many are taken.
    pub fn taken(&self) -> u32 {
        self.lock().in_all
    }

    /// Takes one.
    pub fn take(&self, address: IpAddr) -> Result<Arc<Place>, NoPlace> {
        let SocketLimits { per_address, in_all, .. } = self.0.limits;
        let mut taken = self.lock();
        let theirs = taken.by_address.get(&address).copied().unwrap_or_default();
        if per_address > 0 && theirs >= per_address {
            return Err(NoPlace::Address);
        }
        if taken.in_all >= in_all {
            return Err(NoPlace::InAll);
        }
        taken.in_all += 1;
        taken.by_address.insert(address, theirs + 1);
        drop(taken);
        Ok(Arc::new(Place::of(self.clone(), address)))
    }

    /// The place of a socket that began by polling.
    pub fn named(&self, name: &str) -> Option<Arc<Place>> {
        self.lock().by_name.get(name)?.upgrade()
    }

    /// Takes note of what a socket that polls is called.
    pub fn name(&self, place: &Arc<Place>, name: &str) {
        if place.name.set(name.to_owned()).is_ok() {
            self.lock().by_name.insert(name.to_owned(), Arc::downgrade(place));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    fn of(places: Places, address: IpAddr) -> Self {
        let budget = Mutex::new(Budget { messages: MESSAGES_AT_ONCE, at: Instant::now() });
        let (closing, is_cut, name, line) = Default::default();
        Self { places, address, budget, closing, is_cut, name, line }
    }

    /// The socket goes over this connection from now on.
    pub fn goes_over(&self, line: Option<Cut>) {
        *self.line.lock().unwrap_or_else(PoisonError::into_inner) = line;
    }

    /// Cuts the connection the socket goes over; where it polls, its next request is refused.
    pub fn cut(&self) {
        self.is_cut.store(true, Ordering::Relaxed);
        if let Some(line) = self.line.lock().unwrap_or_else(PoisonError::into_inner).take() {
            line.now();
        }
    }

    /// Counts a message; whether there was one left to send.
    pub fn may_speak(&self) -> bool {
        self.may_speak_at(Instant::now())
    }

    fn may_speak_at(&self, now: Instant) -> bool {
        let mut budget = self.budget.lock().unwrap_or_else(PoisonError::into_inner);
        let earned = now.saturating_duration_since(budget.at).as_secs_f64() * MESSAGES_A_SECOND;
        budget.at = now;
        budget.messages = ((budget.messages + earned).min(MESSAGES_AT_ONCE) - 1.0).max(-1.0);
        budget.messages >= 0.0
    }

    /// Whether it was cut.
    pub fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Relaxed)
    }

    /// Whether it is the first to close this socket.
    pub fn begin_closing(&self) -> bool {
        !self.closing.swap(true, Ordering::Relaxed)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        taken.in_all = taken.in_all.saturating_sub(1);
        if let Some(name) = self.name.get() {
            taken.by_name.remove(name);
        }
        if let Some(theirs) = taken.by_address.get_mut(&self.address) {
            *theirs -= 1;
            if *theirs == 0 {
                taken.by_address.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(per_address: u32, in_all: u32) -> Places {
        Places::new(SocketLimits { per_address, in_all, ..SocketLimits::default() })
    }

    const ONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    #[test]
    fn an_address_and_the_house_have_so_many_places() {
        let places = places(2, 3);
        let (first, _second) = (places.take(ONE).unwrap(), places.take(ONE).unwrap());
        assert_eq!(places.take(ONE).unwrap_err(), NoPlace::Address);
        let _third = places.take(OTHER).unwrap();
        assert_eq!(places.take(OTHER).unwrap_err(), NoPlace::InAll);
        drop(first);
        assert!(places.take(ONE).is_ok());
        assert_eq!(places.taken(), 2);
    }

    #[test]
    fn no_limit_is_no_limit() {
        let places = places(0, 100);
        let held: Vec<_> = (0..100).map(|_| places.take(ONE).unwrap()).collect();
        assert_eq!(places.taken(), 100);
        drop(held);
        assert_eq!((places.taken(), places.lock().by_address.len()), (0, 0));
    }

    #[test]
    fn whoever_says_too_much_has_nothing_left_to_say_for_a_while() {
        let (place, begin) = (places(1, 1).take(ONE).unwrap(), Instant::now());
        assert_eq!((0..60).filter(|_| place.may_speak_at(begin)).count(), 40);
        let later = begin + Duration::from_secs(1);
        assert_eq!((0..60).filter(|_| place.may_speak_at(later)).count(), 9);
    }
}
