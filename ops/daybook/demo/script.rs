//! The script of the past: what is done, by whom and when. Nothing of it happens here.

use std::{future::Future, pin::Pin};

use chrono::{DateTime, TimeDelta, Utc};

use super::{calendar::Calendar, dice::Dice, stage::Stage};

/// Something that is being done.
pub type Act<'a> = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>>;
/// Something to do now and then while the demo runs.
pub type Deed = for<'a> fn(&'a Stage) -> Act<'a>;

/// One thing to do, and when.
pub struct Scene {
    /// When; later, where something before it takes that long.
    pub at: DateTime<Utc>,
    /// What.
    pub act: Box<dyn for<'a> FnOnce(&'a Stage) -> Act<'a> + Send>,
}

/// Scenes, as a context writes them.
pub struct Script {
    /// The days.
    pub calendar: Calendar,
    /// The context's own dice.
    pub dice: Dice,
    scenes: Vec<Scene>,
}

impl Script {
    /// Nothing yet.
    pub const fn new(calendar: Calendar, dice: Dice) -> Self {
        Self { calendar, dice, scenes: Vec::new() }
    }

    /// Does something on a day at about this time, in minutes after midnight.
    pub fn on(&mut self, days_ago: u32, minute: u32, act: impl for<'a> FnOnce(&'a Stage) -> Act<'a> + Send + 'static) {
        let (seconds, micros) = (self.dice.between(0, 59), self.dice.between(0, 999_999));
        let at = self.calendar.at(days_ago, minute * 60 + seconds) + TimeDelta::microseconds(micros.into());
        self.scenes.push(Scene { at, act: Box::new(act) });
    }

    /// The scenes.
    pub fn into_scenes(self) -> Vec<Scene> {
        self.scenes
    }
}
