//! Clients ask, time passes, limits change: who is let through.

use std::{sync::Mutex, time::Duration};

use domain::{Decider, household::limits::LimitSet};

use super::*;

struct Door {
    limiter: Limiter,
    hands: Arc<Mutex<Duration>>,
}

impl Door {
    fn new() -> Self {
        let hands = Arc::default();
        Self { limiter: Limiter::with(Ticks::by_hand(&hands), vec!["192.0.2.0/24".parse().unwrap()]), hands }
    }

    fn after(&self, seconds: u64) {
        *self.hands.lock().unwrap() += Duration::from_secs(seconds);
    }

    /// How many of so many requests are let through.
    fn lets(&self, limits: &[Limit], from: &str, times: usize) -> usize {
        let counted: Vec<_> = limits.iter().map(|limit| (*limit, at(from))).collect();
        (0..times).filter(|_| self.limiter.count(&counted, false).is_ok()).count()
    }
}

fn at(address: &str) -> Client {
    Client::Network(super::super::client_address::counted_as(address.parse().unwrap()))
}

fn set(limit: Limit, count: u32) -> Limits {
    let set = domain::household::Event::from(LimitSet { limit: limit.word().into(), count });
    Limits::fold([&set])
}

const STRANGER: [Limit; 2] = [Limit::StrangerHour, Limit::StrangerDay];

#[test]
fn a_stranger_has_fifty_an_hour_and_two_hundred_a_day() {
    let door = Door::new();
    assert_eq!(door.lets(&STRANGER, "10.0.0.1", 100), 50);
    assert_eq!(door.lets(&STRANGER, "10.0.0.2", 100), 50, "others have their own");
    let mut day = 50;
    for _ in 0..23 {
        door.after(3600);
        day += door.lets(&STRANGER, "10.0.0.1", 100);
    }
    assert!((350..=400).contains(&day), "at most twice the limit in any one day: {day}");
    let mut next = 0;
    for _ in 0..240 {
        door.after(3600);
        next += door.lets(&STRANGER, "10.0.0.1", 100);
    }
    assert!((1990..=2010).contains(&next), "and the limit in the long run: {next} in ten days");
}

#[test]
fn whoever_is_refused_by_one_limit_uses_nothing_up_of_another() {
    let door = Door::new();
    door.lets(&STRANGER, "10.0.0.1", 5000);
    door.after(3600);
    assert_eq!(door.lets(&STRANGER, "10.0.0.1", 5000), 50, "the day's is not used up by refusals");
}

#[test]
fn a_network_of_the_newer_addresses_is_one_client_and_a_whole_slash_48_is_eight() {
    let door = Door::new();
    assert_eq!(door.lets(&[Limit::LoginHour], "2001:db8:0:1::1", 20), 20);
    assert_eq!(door.lets(&[Limit::LoginHour], "2001:db8:0:1:ffff::2", 20), 10);
    let mut others = 0;
    for number in 2..2000 {
        others += door.lets(&[Limit::LoginHour], &format!("2001:db8:0:{number:x}::1"), 1);
    }
    assert_eq!(others, 30 * 8 - 30);
    let written = door.limiter.clients().find(|(limit, _)| *limit == Limit::LoginHour).unwrap().1;
    assert_eq!(written, 1 + others as u64 + 1, "and no more of its networks are written down");
    assert_eq!(door.lets(&[Limit::LoginHour], "2001:db8:1::1", 50), 30);
}

#[test]
fn a_change_counts_at_once_and_leaves_the_others_alone() {
    let door = Door::new();
    door.lets(&STRANGER, "10.0.0.1", 60);
    door.lets(&[Limit::LoginHour], "10.0.0.1", 60);
    door.limiter.follow(&set(Limit::LoginHour, 5));
    assert_eq!(door.lets(&[Limit::LoginHour], "10.0.0.1", 60), 5);
    assert_eq!(door.lets(&STRANGER, "10.0.0.1", 60), 0);
    door.limiter.follow(&set(Limit::StrangerHour, 0));
    assert_eq!(door.lets(&[Limit::StrangerHour], "10.0.0.1", 6000), 6000, "0 is no limit");
    assert_eq!(door.lets(&[Limit::LoginHour], "10.0.0.1", 60), 30, "the usual one is in force again");
}

#[test]
fn those_with_a_reserve_have_the_least_that_can_be_set_on_top() {
    let door = Door::new();
    let counted = [(Limit::LoginHour, at("127.0.0.1"))];
    let let_through = (0..100).filter(|_| door.limiter.count(&counted, true).is_ok()).count();
    assert_eq!(let_through, 30 + 5);
}

#[test]
fn exempt_networks_are_known() {
    let door = Door::new();
    assert!(door.limiter.is_exempt("192.0.2.7".parse().unwrap()));
    assert!(!door.limiter.is_exempt("192.0.3.7".parse().unwrap()));
}

#[test]
fn whoever_must_wait_is_let_through_when_told() {
    let door = Door::new();
    let counted = [(Limit::LoginHour, at("10.0.0.1"))];
    while door.limiter.count(&counted, false).is_ok() {}
    let again_s = door.limiter.count(&counted, false).unwrap_err().told.again_s;
    assert_eq!(again_s, 120);
    door.after(again_s - 1);
    assert!(door.limiter.count(&counted, false).is_err());
    door.after(1);
    assert!(door.limiter.count(&counted, false).is_ok());
}
