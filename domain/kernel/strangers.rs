//! The keys that seal what strangers leave: their network addresses and the mail addresses they type.
//!
//! Strangers share keys by month and by chance: 4096 a month, so that a flood of them cannot fill the vault.
//! Destroying one forgets a few strangers of one month; a month that is a year past is forgotten whole.
//! Which stranger falls to which key is deliberately absent: whoever holds the house's secret knows it.

use chrono::{DateTime, Datelike, Utc};
use uuid::Uuid;

use super::PersonId;

/// How many keys the strangers of one month share.
pub const KEYS_A_MONTH: u16 = 4096;
/// How many months before the present one are remembered.
pub const MONTHS_KEPT: u32 = 12;

/// What the ids of these keys begin with, and no other's.
const MARK: u128 = 2 << 96;

/// Months since the year 0.
fn month_of(at: DateTime<Utc>) -> u32 {
    u32::try_from(at.year()).unwrap_or_default() * 12 + at.month0()
}

impl PersonId {
    /// The strangers who share a key in the month of a moment; of a number, the remainder counts.
    #[must_use]
    pub fn of_strangers(at: DateTime<Utc>, number: u16) -> Self {
        let number = u128::from(number % KEYS_A_MONTH);
        Self(Uuid::from_u128(MARK | u128::from(month_of(at)) << 64 | number))
    }

    /// Whether it is strangers whom this key stands for.
    #[must_use]
    pub const fn is_strangers(self) -> bool {
        let id = self.0.as_u128();
        id == Self::STRANGERS.0.as_u128() || id >> 96 == MARK >> 96
    }

    /// Whether what these strangers left is to be forgotten by now.
    #[must_use]
    pub fn is_outdated(self, now: DateTime<Utc>) -> bool {
        let month = u32::try_from(self.0.as_u128() >> 64 & u128::from(u32::MAX)).unwrap_or_default();
        self.is_strangers() && self != Self::STRANGERS && month + MONTHS_KEPT < month_of(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> DateTime<Utc> {
        format!("{text}T12:00:00Z").parse().expect("a time")
    }

    #[test]
    fn strangers_share_keys_by_month_and_number() {
        let one = PersonId::of_strangers(day("2026-11-21"), 7);
        assert_eq!(one, PersonId::of_strangers(day("2026-11-01"), 7 + KEYS_A_MONTH));
        assert_ne!(one, PersonId::of_strangers(day("2026-12-01"), 7));
        assert_ne!(one, PersonId::of_strangers(day("2026-11-21"), 8));
        assert!(one.is_strangers() && PersonId::STRANGERS.is_strangers());
        assert!(!PersonId::HOUSE.is_strangers() && !PersonId(Uuid::from_u128(u128::MAX)).is_strangers());
    }

    #[test]
    fn a_month_is_forgotten_when_it_is_a_year_past() {
        let november = PersonId::of_strangers(day("2026-11-30"), 4095);
        assert!(!november.is_outdated(day("2026-11-30")));
        assert!(!november.is_outdated(day("2027-11-30")));
        assert!(november.is_outdated(day("2027-12-01")));
        assert!(!PersonId::STRANGERS.is_outdated(day("2099-01-01")));
        assert!(!PersonId(Uuid::from_u128(9)).is_outdated(day("2099-01-01")));
    }
}
