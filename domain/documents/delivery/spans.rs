//! Which bytes of a file were handed over, in however many answers and in whatever order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// So many parts with gaps between them are told apart; what would be one more is not counted.
const MOST: usize = 1024;

/// Bytes of a file that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first of them, counted from 0.
    pub first: u64,
    /// The first that is not among them.
    pub end: u64,
}

/// Parts of a file that lie apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(BTreeMap<u64, u64>);

impl Spans {
    /// Adds the bytes from one on, up to another that is not among them.
    pub fn add(&mut self, mut first: u64, mut end: u64) {
        if first >= end {
            return;
        }
        let before = self.0.range(..=first).next_back().map(|(first, end)| (*first, *end));
        let touched: Vec<_> = before
            .into_iter()
            .chain(self.0.range(first..=end).map(|(first, end)| (*first, *end)))
            .filter(|(_, known_end)| *known_end >= first)
            .collect();
        if touched.is_empty() && self.0.len() >= MOST {
            return;
        }
        for (known_first, known_end) in touched {
            self.0.remove(&known_first);
            (first, end) = (first.min(known_first), end.max(known_end));
        }
        self.0.insert(first, end);
    }

    /// Them one by one, in order.
    #[must_use]
    pub fn parts(&self) -> Vec<Span> {
        self.0.iter().map(|(first, end)| Span { first: *first, end: *end }).collect()
    }

    /// These and others.
    #[must_use]
    pub fn with(mut self, others: &[Span]) -> Self {
        others.iter().for_each(|other| self.add(other.first, other.end));
        self
    }

    /// How many bytes they are.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|(first, end)| end - first).sum()
    }

    /// Whether they are all bytes of a file of this length.
    #[must_use]
    pub fn are_all_of(&self, length: u64) -> bool {
        length == 0 || self.0.first_key_value().is_some_and(|(first, end)| *first == 0 && *end >= length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(parts: &[(u64, u64)]) -> Spans {
        let mut spans = Spans::default();
        parts.iter().for_each(|(first, end)| spans.add(*first, *end));
        spans
    }

    #[test]
    fn parts_in_any_order_are_counted_once() {
        assert_eq!(spans(&[(0, 10), (5, 15), (0, 3)]).bytes(), 15);
        assert_eq!(spans(&[(20, 30), (0, 10), (10, 20)]), spans(&[(0, 30)]));
        assert_eq!(spans(&[(0, 2), (4, 6), (8, 10), (1, 9)]), spans(&[(0, 10)]));
        assert_eq!(spans(&[(5, 5), (7, 6)]), Spans::default());
    }

    #[test]
    fn only_all_bytes_are_the_whole() {
        assert!(spans(&[(5, 10), (0, 5)]).are_all_of(10));
        for parts in [&[(0, 9)][..], &[(1, 10)], &[(0, 4), (5, 10)], &[]] {
            assert!(!spans(parts).are_all_of(10), "{parts:?}");
        }
        assert!(spans(&[]).are_all_of(0));
    }

    #[test]
    fn whoever_asks_for_every_other_byte_does_not_fill_the_memory() {
        let mut many = Spans::default();
        (0..10_000).for_each(|number| many.add(number * 2, number * 2 + 1));
        assert_eq!((many.0.len(), many.bytes()), (MOST, MOST as u64));
        many.add(0, 20_000);
        assert!(many.are_all_of(20_000) && many.0.len() == 1);
    }
}
