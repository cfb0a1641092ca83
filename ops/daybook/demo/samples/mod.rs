//! What happens in the demo house: each context writes its own scenes, with its real commands.
//!
//! A new context adds one file here and one line to [`ALL`]. What it lets happen in the past goes
//! into its `story`, what may happen while somebody looks into `now_and_then`.

mod alerts;
mod documents;
mod household;
mod identity;

use super::{
    calendar::Calendar,
    dice::Dice,
    script::{Deed, Scene, Script},
};

/// How many days before the present one the house was founded.
pub const DAYS: u32 = 35;

/// The samples of one context.
pub struct Samples {
    /// Whose they are.
    pub context: &'static str,
    /// Writes the scenes of the past.
    pub story: fn(&mut Script),
    /// What may happen while somebody looks; what stands here twice happens twice as often.
    pub now_and_then: &'static [Deed],
}

/// The samples of every context; at the same time the earlier ones here come first.
const ALL: [Samples; 4] = [identity::SAMPLES, household::SAMPLES, documents::SAMPLES, alerts::SAMPLES];

/// All scenes of the past, in the order of time.
pub fn scenes(calendar: Calendar, seed: u64) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for samples in ALL {
        let mut script = Script::new(calendar, Dice::new(seed, samples.context));
        (samples.story)(&mut script);
        scenes.extend(script.into_scenes());
    }
    scenes.sort_by_key(|scene| scene.at);
    scenes
}

/// Everything that may happen while somebody looks.
pub fn now_and_then() -> Vec<Deed> {
    ALL.iter().flat_map(|samples| samples.now_and_then).copied().collect()
}

#[cfg(test)]
mod tests {
    use chrono::Utc;

    use super::*;
    use crate::demo::cast::ZONE;

    fn times(seed: u64) -> Vec<chrono::DateTime<Utc>> {
        let calendar = Calendar::ending(domain::at(12, 0), ZONE);
        scenes(calendar, seed).iter().map(|scene| scene.at).collect()
    }

    #[test]
    fn the_same_seed_writes_the_same_script() {
        assert_eq!(times(1), times(1));
        assert_ne!(times(1), times(2));
    }

    #[test]
    fn something_happens_every_day() {
        let calendar = Calendar::ending(domain::at(12, 0), ZONE);
        for seed in 0..20 {
            let times = times(seed);
            for day in 0..=DAYS {
                let (begin, end) = (calendar.at(day, 0), calendar.at(day, 24 * 3600));
                assert!(times.iter().any(|at| (begin..end).contains(at)), "seed {seed}: nothing {day} days ago");
            }
        }
    }
}
