//! How values are spread: how many there were below which bound. Counts only; the values are not kept.

/// Values by size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// Upper bounds, each included, in order.
    pub bounds: &'static [u64],
    /// How many values lie between a bound and the one before; last those above all bounds.
    pub counts: Vec<u64>,
    /// All values added up.
    pub sum: u64,
}

impl Distribution {
    /// No values yet.
    #[must_use]
    pub fn new(bounds: &'static [u64]) -> Self {
        Self { bounds, counts: vec![0; bounds.len() + 1], sum: 0 }
    }

    /// One more value.
    pub fn add(&mut self, value: u64) {
        let place = self.bounds.partition_point(|&bound| bound < value);
        if let Some(count) = self.counts.get_mut(place) {
            *count += 1;
        }
        self.sum = self.sum.saturating_add(value);
    }

    /// How many values there were.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_counted_below_the_first_bound_that_holds_it() {
        let mut values = Distribution::new(&[1, 10]);
        [0, 1, 2, 10, 11, 5000].into_iter().for_each(|value| values.add(value));
        assert_eq!((values.counts.as_slice(), values.sum, values.count()), ([2, 2, 2].as_slice(), 5024, 6));
        assert_eq!(Distribution::default().count(), 0);
    }
}
