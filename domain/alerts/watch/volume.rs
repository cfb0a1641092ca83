//! Somebody who does far more than they usually do: a stolen session, a key that leaked, a program gone wrong.
//!
//! Usual is the busiest hour of the last four weeks, of each person and of each of their keys. Marking alerts as seen is left out: that comes in
//! heaps by its nature.

use std::collections::{BTreeMap, VecDeque};

use uuid::Uuid;

use super::{Detector, Numbers, events::VolumeSuspected, suspicion::Finding, window::Told};
use crate::{
    Event,
    alerts::Event as Alerts,
    kernel::{CommandId, Fact, Position},
};

/// People and keys that are counted; a house has fewer.
const MOST_PEOPLE: usize = 1024;
const DAYS: usize = 28;
const HOUR_S: i64 = 3600;

/// The rule at work.
#[derive(Clone, Debug, Default)]
pub struct Volume(BTreeMap<Uuid, Habit>);

/// What one person does, or a program with a key of theirs.
#[derive(Clone, Debug, Default)]
struct Habit {
    /// The present hour since 1970, and how many commands there were in it.
    hour: i64,
    commands: u32,
    first: Position,
    last: Option<CommandId>,
    /// The busiest hour of each of the last days.
    days: VecDeque<(i64, u32)>,
    told: Told,
}

impl Habit {
    /// Begins another hour; the one that is over is usual from now on.
    fn turn(&mut self, hour: i64, position: Position) {
        let day = self.hour.div_euclid(24);
        match self.days.back_mut() {
            Some((known, busiest)) if *known == day => *busiest = (*busiest).max(self.commands),
            _ => self.days.push_back((day, self.commands)),
        }
        let today = hour.div_euclid(24);
        self.days.retain(|(day, _)| (today - day).abs() <= DAYS as i64);
        (self.hour, self.commands, self.first) = (hour, 0, position);
    }

    fn usual(&self) -> u32 {
        self.days.iter().map(|(_, busiest)| *busiest).max().unwrap_or_default()
    }
}

impl Volume {
    fn habit(&mut self, person: Uuid) -> &mut Habit {
        if !self.0.contains_key(&person) && self.0.len() >= MOST_PEOPLE {
            self.0.clear();
        }
        self.0.entry(person).or_default()
    }
}

impl Detector for Volume {
    fn take(&mut self, fact: &Fact<Event>, numbers: Numbers) -> Option<Finding> {
        let account = fact.stamp.who.account()?;
        if matches!(fact.event, Event::Alerts(Alerts::AlertAcknowledged(_))) {
            return None;
        }
        let (hour, position) = (fact.stamp.at.timestamp().div_euclid(HOUR_S), fact.position);
        let habit = self.habit(fact.stamp.key.map_or(account.0, |key| key.0));
        if habit.hour != hour {
            habit.turn(hour, position);
        }
        // What follows from one command stands together.
        if habit.last.replace(fact.stamp.command) == Some(fact.stamp.command) {
            return None;
        }
        habit.commands += 1;
        let (commands, usual) = (habit.commands, habit.usual());
        let limit = numbers.limit.max(usual.saturating_mul(numbers.span));
        // Of a key that is new nobody knows what is usual: programs are busy by their nature.
        let is_known = fact.stamp.key.is_none() || habit.days.len() > 1;
        let due = is_known && habit.told.is_due(commands, limit, fact.stamp.at);
        let evidence = vec![habit.first, position];
        let event =
            VolumeSuspected { account, key: fact.stamp.key, commands, usual, from: fact.stamp.from.clone(), evidence };
        due.then(|| Finding::of(fact, event.into()))
    }

    /// What is usual for somebody is remembered; who is busy just now is counted from here on.
    fn begin(&mut self) {
        for habit in self.0.values_mut() {
            (habit.commands, habit.told) = (0, Told::default());
        }
    }
}
