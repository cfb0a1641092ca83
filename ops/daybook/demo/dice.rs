//! Chance that falls the same way each time: a demo of the same seed tells the same story.
//!
//! Secrets never come from here; the house draws those itself.

/// Dice of a seed (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice for one topic: what another topic rolls does not change what falls here.
    pub fn new(seed: u64, topic: &str) -> Self {
        // FNV-1a, so that neighbouring seeds and topics share nothing.
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let bytes = seed.to_le_bytes();
        Self(bytes.iter().chain(topic.as_bytes()).copied().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: u32, most: u32) -> u32 {
        let span = u64::from(most.saturating_sub(least)) + 1;
        least + u32::try_from(self.bits() % span).unwrap_or_default()
    }

    /// Whether something happens that happens so often in a hundred times.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of several; `None` where there is none.
    pub fn pick<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        let last = u32::try_from(several.len().checked_sub(1)?).ok()?;
        several.get(usize::try_from(self.between(0, last)).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rolls(seed: u64, topic: &str) -> Vec<u32> {
        let mut dice = Dice::new(seed, topic);
        (0..20).map(|_| dice.between(0, 1000)).collect()
    }

    #[test]
    fn the_same_seed_falls_the_same_way() {
        assert_eq!(rolls(1, "identity"), rolls(1, "identity"));
        assert_ne!(rolls(1, "identity"), rolls(2, "identity"));
        assert_ne!(rolls(1, "identity"), rolls(1, "alerts"));
    }

    #[test]
    fn every_side_falls_and_no_other() {
        let mut dice = Dice::new(7, "sides");
        let fallen: std::collections::BTreeSet<_> = (0..500).map(|_| dice.between(3, 8)).collect();
        assert_eq!(fallen.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8]);
        assert!(dice.pick::<u8>(&[]).is_none());
    }
}
