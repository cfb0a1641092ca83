//! Backups that stopped, silently: whoever makes them every night does not look every morning.
//!
//! It begins with the first backup; a house that never made one is told elsewhere that it should.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Detector, Numbers, events::BackupOverdue, suspicion::Finding};
use crate::{
    Event,
    household::Event as House,
    household::backup::UNSOUND,
    kernel::{Fact, Position},
};

/// The rule at work.
#[derive(Clone, Debug, Default)]
pub struct Backups {
    good: Option<Good>,
    /// The one before, should the newest turn out to be none.
    before: Option<Good>,
    /// How often the present one was found to be too old: the wait doubles each time.
    told: u32,
}

/// A backup that was made, and not found to be unsound.
#[derive(Clone, Debug)]
struct Good {
    generation: String,
    at: DateTime<Utc>,
    position: Position,
    id: Uuid,
}

impl Backups {
    fn made(&mut self, generation: &str, fact: &Fact<Event>) {
        let good =
            Good { generation: generation.to_owned(), at: fact.stamp.at, position: fact.position, id: fact.id.0 };
        self.before = self.good.replace(good);
        self.told = 0;
    }

    fn unsound(&mut self, generation: &str) {
        let is = |good: &Option<Good>| good.as_ref().is_some_and(|good| good.generation == generation);
        if is(&self.good) {
            self.good = self.before.take();
            self.told = 0;
        } else if is(&self.before) {
            self.before = None;
        }
    }

    /// How old the last good backup may become before it is told of the next time.
    fn patience(&self, numbers: Numbers) -> TimeDelta {
        TimeDelta::days(i64::from(numbers.limit) << self.told.min(16))
    }
}

impl Detector for Backups {
    fn take(&mut self, fact: &Fact<Event>, _numbers: Numbers) -> Option<Finding> {
        match &fact.event {
            Event::Household(House::BackupMade(it)) => self.made(&it.generation, fact),
            Event::Household(House::BackupChecked(it)) if it.outcome == UNSOUND => self.unsound(&it.generation),
            _ => {}
        }
        None
    }

    /// What was made before is remembered: being too old is how things are now, whenever the rule was switched on.
    fn begin(&mut self) {
        self.told = 0;
    }

    fn due(&self, numbers: Numbers) -> Option<DateTime<Utc>> {
        self.good.as_ref().and_then(|good| good.at.checked_add_signed(self.patience(numbers)))
    }

    fn overdue(&mut self, numbers: Numbers, now: DateTime<Utc>) -> Option<Finding> {
        let at = self.due(numbers).filter(|due| *due <= now)?;
        let (patience, good) = (self.patience(numbers), self.good.as_ref()?);
        let days = u32::try_from(patience.num_days()).unwrap_or(u32::MAX);
        let anchor = Uuid::from_u128(good.id.as_u128() ^ u128::from(days) << 64);
        let event = BackupOverdue {
            days,
            generation: good.generation.clone(),
            made_us: good.at.timestamp_micros(),
            evidence: vec![good.position],
        };
        self.told += 1;
        Some(Finding { at, because: good.position, anchor, event: event.into() })
    }
}
