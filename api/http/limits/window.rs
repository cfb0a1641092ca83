//! One limit at work: so many over a time, by the generic cell rate algorithm.
//!
//! A client may ask as often as the limit says at once; each request is given back after its share
//! of the time. In the long run that is the limit; over any single stretch as long as its time it is
//! twice as much at most.

use std::{
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use governor::{Quota, RateLimiter, clock::Clock, middleware::NoOpMiddleware};

use super::{book::Book, client::Client};

const SWEEP_AGAIN: Duration = Duration::from_secs(1);

/// Tells how much time has passed; never goes back.
#[derive(Clone)]
pub struct Ticks(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Ticks {
    /// Of the machine.
    pub fn of_machine() -> Self {
        let begin = Instant::now();
        Self(Arc::new(move || begin.elapsed()))
    }

    /// Set by hand.
    #[cfg(test)]
    pub fn by_hand(hands: &Arc<std::sync::Mutex<Duration>>) -> Self {
        let hands = hands.clone();
        Self(Arc::new(move || *hands.lock().unwrap()))
    }
}

impl Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        (self.0)()
    }
}

/// How a client stands with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Requests it may make at once.
    pub left: u32,
    /// Until the next one, where there is none left.
    pub wait: Option<Duration>,
    /// Until all of them are there again.
    pub whole_again: Duration,
}

/// One limit at work.
pub struct Window {
    limiter: RateLimiter<Client, Book, Ticks, NoOpMiddleware<Duration>>,
    book: Book,
    ticks: Ticks,
    begin: Duration,
    share: Duration,
    swept: Mutex<Duration>,
    /// How many over the time.
    pub count: u32,
    /// The time, in seconds.
    pub period_s: u32,
}

impl Window {
    /// A limit of this many over this time; `None` for one of none.
    pub fn new(count: u32, period_s: u32, ticks: &Ticks) -> Option<Self> {
        let (burst, ticks) = (NonZeroU32::new(count)?, ticks.clone());
        let share = Duration::from_secs(period_s.into()) / count;
        let quota = Quota::with_period(share)?.allow_burst(burst);
        let (book, begin) = (Book::default(), ticks.now());
        let limiter = RateLimiter::new(quota, book.clone(), ticks.clone());
        Some(Self { limiter, book, ticks, begin, share, swept: Mutex::new(begin), count, period_s })
    }

    /// How a client stands, without counting anything.
    pub fn standing(&self, client: Client) -> Standing {
        let now = self.ticks.now().saturating_sub(self.begin);
        let expected = self.book.expected(self.book.entry(client)).map_or(now, Duration::from).max(now);
        let owed = expected - now;
        let all = self.share * self.count;
        let left = all.saturating_sub(owed).as_nanos() / self.share.as_nanos().max(1);
        let left = u32::try_from(left).unwrap_or(u32::MAX);
        let wait = (left == 0).then(|| owed.saturating_sub(all.saturating_sub(self.share)));
        Standing { left, wait, whole_again: owed }
    }

    /// Counts a request; whether it was within the limit.
    pub fn take(&self, client: Client) -> bool {
        if self.book.is_full() && self.may_sweep() {
            self.sweep();
        }
        self.limiter.check_key(&self.book.entry(client)).is_ok()
    }

    /// Once a second is enough: a flood must not cost a sweep for each of its requests.
    fn may_sweep(&self) -> bool {
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.ticks.now();
        let is_due = now.saturating_sub(*swept) >= SWEEP_AGAIN;
        if is_due {
            *swept = now;
        }
        is_due
    }

    /// Forgets those whose count is like new.
    pub fn sweep(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }

    /// How many clients are counted.
    pub fn clients(&self) -> usize {
        self.limiter.len()
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::{super::book::MOST_CLIENTS, *};

    fn window(count: u32, period_s: u32) -> (Window, Arc<Mutex<Duration>>) {
        let hands = Arc::default();
        (Window::new(count, period_s, &Ticks::by_hand(&hands)).unwrap(), hands)
    }

    fn client(number: u32) -> Client {
        Client::Network(Ipv4Addr::from_bits(number).into())
    }

    fn taken(window: &Window, number: u32, times: usize) -> usize {
        (0..times).filter(|_| window.take(client(number))).count()
    }

    #[test]
    fn so_many_at_once_and_then_each_after_its_share_of_the_time() {
        let (window, hands) = window(50, 3600);
        assert_eq!(window.standing(client(1)), Standing { left: 50, wait: None, whole_again: Duration::ZERO });
        assert_eq!(taken(&window, 1, 60), 50);
        let spent = window.standing(client(1));
        assert_eq!((spent.left, spent.wait), (0, Some(Duration::from_secs(72))));
        *hands.lock().unwrap() += Duration::from_secs(71);
        assert_eq!(taken(&window, 1, 1), 0);
        *hands.lock().unwrap() += Duration::from_secs(1);
        assert_eq!((window.standing(client(1)).left, taken(&window, 1, 2)), (1, 1));
        assert_eq!(taken(&window, 2, 60), 50, "others have their own");
    }

    #[test]
    fn in_the_long_run_it_is_the_limit() {
        let (window, hands) = window(200, 86_400);
        let mut let_through = 0;
        for _ in 0..10 * 24 * 60 {
            let_through += taken(&window, 1, 1);
            *hands.lock().unwrap() += Duration::from_secs(60);
        }
        assert!((2000..=2200).contains(&let_through), "{let_through}");
    }

    #[test]
    fn a_flood_of_addresses_takes_no_more_room_and_sets_nobody_back() {
        let (window, hands) = window(3, 3600);
        assert_eq!(taken(&window, 0, 5), 3);
        for number in 1..100_000 {
            window.take(client(number));
        }
        assert!(window.clients() <= MOST_CLIENTS + 64, "{}", window.clients());
        assert_eq!(taken(&window, 0, 1), 0, "whoever was here first is counted as before");
        assert_eq!(taken(&window, 1, 5), 2);
        assert_eq!(taken(&window, 500_000, 1), 0, "newcomers are a crowd");
        *hands.lock().unwrap() += Duration::from_secs(3 * 3600);
        assert_eq!(taken(&window, 500_000, 5), 3, "when the flood is over, it is over");
        assert_eq!(window.clients(), 1);
    }

    #[test]
    fn whoever_is_like_new_is_forgotten() {
        let (window, hands) = window(10, 60);
        window.take(client(1));
        window.sweep();
        assert_eq!(window.clients(), 1);
        *hands.lock().unwrap() += Duration::from_secs(12);
        window.sweep();
        assert_eq!(window.clients(), 0);
    }
}
