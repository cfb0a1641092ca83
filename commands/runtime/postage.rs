//! How many letters somebody may cause: to one address, from one network, and in all. Login codes and
//! links are counted here; alerts are not, or a stranger could use up what warns of them.
//!
//! Counted by the same algorithm as requests at the door, in memory and in bounded room: recipients
//! are people of the house, and where there are too many networks to count apart, the limit of all
//! letters still holds.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, OnceLock, PoisonError},
};

use chrono::{DateTime, Utc};
use domain::{
    Network,
    household::{Limits, limits::Limit},
    mail,
};

const MOST_KEPT: usize = 4096;

/// Under whom a letter is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Cause {
    Recipient(String),
    Network(IpAddr),
    House,
}

/// The letters that were caused.
#[derive(Debug, Default)]
pub(crate) struct Postage {
    /// When the next one is expected, in microseconds, for each cause.
    expected: Mutex<HashMap<Cause, i64>>,
    exempt: OnceLock<Vec<Network>>,
}

impl Postage {
    /// Counts nothing that comes from these networks; said once, before anybody asks.
    pub fn exempt(&self, networks: Vec<Network>) {
        let _ = self.exempt.set(networks);
    }

    /// Whether nobody counts what comes from there.
    pub fn is_exempt(&self, address: IpAddr) -> bool {
        self.exempt.get().is_some_and(|networks| networks.iter().any(|network| network.holds(address)))
    }

    /// Counts a letter; the limit that holds it back, if one does, and then none counts it.
    pub fn pay(&self, limits: &Limits, to: &str, from: Option<IpAddr>, now: DateTime<Utc>) -> Result<(), Limit> {
        let mut expected = self.expected.lock().unwrap_or_else(PoisonError::into_inner);
        let now = now.timestamp_micros();
        if expected.len() >= MOST_KEPT {
            expected.retain(|_, at| *at > now);
        }
        let mut causes =
            vec![(Limit::MailPersonHour, Cause::Recipient(mail::normalised(to))), (Limit::MailHouseHour, Cause::House)];
        causes.extend(from.map(|from| (Limit::MailNetworkHour, Cause::Network(network(from)))));
        let mut next = Vec::with_capacity(causes.len());
        for (limit, cause) in causes {
            let Some(count) = limits.of(limit) else { continue };
            let period = i64::from(limit.period_s()) * 1_000_000;
            let share = period / i64::from(count);
            let due = expected.get(&cause).copied().unwrap_or(now).max(now) + share;
            if due - now > period {
                return Err(limit);
            }
            next.push((cause, due));
        }
        for (cause, due) in next {
            if expected.len() < MOST_KEPT || expected.contains_key(&cause) || cause == Cause::House {
                expected.insert(cause, due);
            }
        }
        Ok(())
    }
}

/// What one household is usually given.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn noon() -> DateTime<Utc> {
        domain::at(12, 0)
    }

    #[test]
    fn each_recipient_each_network_and_the_house_have_so_many_letters() {
        let (postage, limits) = (Postage::default(), Limits::default());
        let pay = |to: &str, from: u8| postage.pay(&limits, to, Some(IpAddr::from([10, 0, 0, from])), noon());
        assert_eq!((0..20).filter(|_| pay("ada@mail.example", 1).is_ok()).count(), 12);
        assert_eq!(pay(" Ada@mail.example", 2), Err(Limit::MailPersonHour));
        let others = (0..40).filter(|number| pay(&format!("{number}@mail.example"), 1).is_ok());
        assert_eq!(others.count(), 30 - 12);
        assert_eq!(pay("bob@mail.example", 1), Err(Limit::MailNetworkHour));
        let all = (0..=255_u8).flat_map(|from| [(from, 0), (from, 1)]);
        let sent = all.filter(|(from, letter)| pay(&format!("{from}.{letter}@mail.example"), *from).is_ok());
        assert_eq!(sent.count(), 200 - 30);
        assert_eq!(pay("eve@mail.example", 9), Err(Limit::MailHouseHour));
    }

    #[test]
    fn a_letter_is_free_again_after_its_share_of_the_hour() {
        let (postage, limits) = (Postage::default(), Limits::default());
        let pay = |at| postage.pay(&limits, "ada@mail.example", Some(HERE), at);
        while pay(noon()).is_ok() {}
        assert!(pay(noon() + Duration::seconds(299)).is_err());
        assert!(pay(noon() + Duration::seconds(300)).is_ok());
        assert!(pay(noon() + Duration::seconds(301)).is_err());
    }

    #[test]
    fn a_crowd_takes_no_more_room_than_there_is() {
        let (postage, limits) = (Postage::default(), Limits::default());
        for hour in 0..60 {
            for number in 0..200_u32 {
                let at = noon() + Duration::hours(hour);
                let from = IpAddr::from((hour as u32 * 1000 + number).to_be_bytes());
                assert_eq!(postage.pay(&limits, &format!("{hour}.{number}@mail.example"), Some(from), at), Ok(()));
            }
        }
        assert!(postage.expected.lock().unwrap().len() <= MOST_KEPT);
    }
}
