//! What was counted lately, for each subject apart: in bounded memory, whatever happens.
//!
//! A subject is told of when its count reaches the limit, and again only when it has doubled since, or after a day:
//! who goes on for a week is told of a few times and not at every step.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use crate::kernel::Position;

/// Subjects that are counted apart; beyond, those that were quiet the longest are forgotten.
const MOST_SUBJECTS: usize = 1024;
/// Entries that are kept of one subject; beyond, the oldest are forgotten.
const MOST_ENTRIES: usize = 256;
/// Entries that are named as what a suspicion rests on: the newest.
const MOST_EVIDENCE: usize = 20;
const TELL_AGAIN: TimeDelta = TimeDelta::hours(24);

/// Something that counts.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// When.
    pub at: DateTime<Utc>,
    /// Where the log tells of it.
    pub position: Position,
    /// Of several with the same key, the newest counts.
    pub key: u128,
    /// How many it stands for.
    pub weight: u32,
}

/// What was counted when a subject reached its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many different keys.
    pub keys: u32,
    /// How many they stand for together.
    pub weight: u32,
    /// When the first of them was.
    pub began: DateTime<Utc>,
    /// Where the newest of them are told of.
    pub evidence: Vec<Position>,
}

/// When a subject was told of last, and with which count.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told(Option<(u32, DateTime<Utc>)>);

impl Told {
    /// Whether a count is to be told of; notes that it was.
    pub fn is_due(&mut self, count: u32, limit: u32, at: DateTime<Utc>) -> bool {
        let news = self.0.is_none_or(|(told, when)| count >= told.saturating_mul(2) || (at - when).abs() >= TELL_AGAIN);
        let due = count >= limit && news;
        if due {
            self.0 = Some((count, at));
        }
        due
    }
}

/// The windows of all subjects of a rule.
#[derive(Clone, Debug, Default)]
pub struct Windows(BTreeMap<u128, Window>);

#[derive(Clone, Debug, Default)]
struct Window {
    marks: VecDeque<Mark>,
    told: Told,
}

impl Windows {
    /// Counts something for a subject; what there is to tell, if it is to be told of now.
    pub fn count(&mut self, subject: u128, mark: Mark, span: TimeDelta, limit: u32) -> Option<Tally> {
        if !self.0.contains_key(&subject) && self.0.len() >= MOST_SUBJECTS {
            self.shed();
        }
        let window = self.0.entry(subject).or_default();
        // Clocks go wrong: what seems to lie far ahead is as old as what lies far behind.
        window.marks.retain(|known| (mark.at - known.at).abs() < span && known.key != mark.key);
        if window.marks.len() >= MOST_ENTRIES {
            window.marks.pop_front();
        }
        window.marks.push_back(mark);
        let keys = u32::try_from(window.marks.len()).unwrap_or(u32::MAX);
        window.told.is_due(keys, limit, mark.at).then(|| window.tally(keys))
    }

    /// Forgets what was counted, and whom was told of.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Forgets the half that was quiet the longest.
    fn shed(&mut self) {
        let newest = |window: &Window| window.marks.back().map_or(0, |mark| mark.position);
        let mut positions: Vec<_> = self.0.values().map(newest).collect();
        positions.sort_unstable();
        let median = positions.get(positions.len() / 2).copied().unwrap_or_default();
        self.0.retain(|_, window| newest(window) > median);
    }

    /// How many subjects are remembered.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl Window {
    fn tally(&self, keys: u32) -> Tally {
        let began = self.marks.iter().map(|mark| mark.at).min().unwrap_or_default();
        let weight = self.marks.iter().fold(0_u32, |sum, mark| sum.saturating_add(mark.weight));
        let older = self.marks.len().saturating_sub(MOST_EVIDENCE);
        let evidence = self.marks.iter().skip(older).map(|mark| mark.position).collect();
        Tally { keys, weight, began, evidence }
    }
}

/// Minutes of a setting as a length of time.
pub fn minutes(span: u32) -> TimeDelta {
    TimeDelta::minutes(span.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::at;

    fn mark(position: Position, key: u128) -> Mark {
        Mark { at: at(12, 0), position, key, weight: 1 }
    }

    #[test]
    fn a_hundred_thousand_subjects_take_no_more_memory_than_there_is_for_them() {
        let mut windows = Windows::default();
        for n in 1..=100_000_u64 {
            windows.count(n.into(), mark(n, 1), minutes(10), 3);
            assert!(windows.len() <= MOST_SUBJECTS);
        }
    }

    #[test]
    fn whoever_is_busy_is_not_forgotten_for_a_crowd() {
        let mut windows = Windows::default();
        let mut found = Vec::new();
        for n in 1..=20_000_u64 {
            windows.count(u128::from(n) + 1, mark(2 * n, 1), minutes(10), 3);
            if n % 100 == 0 {
                found.extend(windows.count(0, mark(2 * n + 1, u128::from(n)), minutes(10), 100));
            }
        }
        assert_eq!(found.iter().map(|tally| tally.keys).collect::<Vec<_>>(), [100, 200]);
    }

    #[test]
    fn one_subject_is_told_of_at_growing_steps() {
        let mut windows = Windows::default();
        let told: Vec<_> = (1..=200).filter_map(|n| windows.count(7, mark(n, n.into()), minutes(10), 5)).collect();
        assert_eq!(told.iter().map(|tally| tally.keys).collect::<Vec<_>>(), [5, 10, 20, 40, 80, 160]);
        assert!(told.iter().all(|tally| tally.evidence.len() <= MOST_EVIDENCE));
        assert_eq!(told[0].evidence, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn what_is_older_than_the_window_counts_no_more() {
        let mut windows = Windows::default();
        let mut count = |minute: i64, key| {
            let at = at(12, 0) + TimeDelta::minutes(minute);
            windows.count(7, Mark { at, position: key, key: key.into(), weight: 1 }, minutes(10), 3).is_some()
        };
        assert!(!count(0, 1) && !count(9, 2) && !count(10, 3), "the first is ten minutes old");
        assert!(count(11, 4));
        assert!(!count(60, 5) && !count(61, 6) && !count(62, 7), "it was told of within a day");
        assert!(!count(24 * 60, 8) && !count(24 * 60 + 1, 9));
        assert!(!count(24 * 60 + 10, 10) && count(24 * 60 + 11, 11) || count(24 * 60 + 12, 12));
    }
}
