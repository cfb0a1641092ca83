//! The watch: rules that look for what does not happen in a quiet house.
//!
//! A rule is a pure function over the log: facts in, in their order, suspicions out, with a state that stays small
//! whatever happens. So the same rule that looks while the house lives can be tried on what is written down already,
//! and says the same. Clocks, files and mail are deliberately absent, and so is whatever happened before a rule was
//! switched on: it tells of nothing that rests on entries before that.

mod backups;
mod choice;
#[cfg(test)]
mod choice_scenarios;
mod client;
mod clock;
pub mod events;
mod guessing;
mod keys;
mod rule;
mod scanning;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod scenarios_of_time;
mod spraying;
mod strangers;
mod suspicion;
mod volume;
mod window;

use chrono::{DateTime, TimeDelta, Utc};

pub use choice::{Choice, Choices, Choose, Refusal};
pub use rule::{Number, Numbers, Rule, Spec};
pub use suspicion::{Finding, Never, Raised, Suspicion, rule_of};

use crate::{
    Event,
    kernel::{Decider, EventTable, Fact, Position},
};

/// How far back a rule looks at most: from there on it can be folded again.
pub const LOOKS_BACK: TimeDelta = TimeDelta::days(35);
/// A rule tells of so many suspicions within a day, whoever they are about: a flood must not flood the log.
const MOST_A_DAY: usize = 12;

/// A rule at work.
pub(in crate::alerts) trait Detector: Send + Sync {
    /// Takes a fact; what is suspicious now.
    fn take(&mut self, fact: &Fact<Event>, numbers: Numbers) -> Option<Finding>;
    /// Counts from here on. What is usual for somebody is remembered.
    fn begin(&mut self);
    /// When something will be suspicious because nothing happened.
    fn due(&self, _numbers: Numbers) -> Option<DateTime<Utc>> {
        None
    }
    /// What is suspicious because nothing happened, at this time.
    fn overdue(&mut self, _numbers: Numbers, _now: DateTime<Utc>) -> Option<Finding> {
        None
    }
}

/// The watch of a house, or a trial of one of its rules.
pub struct Watch {
    posts: Vec<Post>,
    /// Nothing up to here is told of.
    since: Position,
    begun: bool,
    /// What admins choose is followed, but not in a trial.
    follows_choices: bool,
}

/// One rule on watch.
struct Post {
    rule: Rule,
    choice: Choice,
    detector: Box<dyn Detector>,
    told: Vec<DateTime<Utc>>,
}

impl Watch {
    /// The watch of a house that was set up at a position: before that nothing is told of.
    #[must_use]
    pub fn since(since: Position) -> Self {
        let posts = Rule::ALL.map(|rule| Post::new(rule, Choices::default().of(rule)));
        Self { posts: posts.into(), since, begun: false, follows_choices: true }
    }

    /// One rule with these numbers, as if it had been switched on at a position.
    #[must_use]
    pub fn trial(rule: Rule, numbers: Numbers, since: Position) -> Self {
        let posts = vec![Post::new(rule, Choice { on: true, numbers })];
        Self { posts, since, begun: false, follows_choices: false }
    }

    /// The names of events that must be taken from the very beginning, however long ago: choices, and what is done so
    /// rarely that the last time may be long ago.
    #[must_use]
    pub fn remembered() -> Vec<String> {
        let kept = [
            "alerts.watch_rule_",
            "household.backup_",
            "identity.key_issued.",
            "identity.key_revoked.",
            "identity.key_expired.",
            "identity.key_place_met.",
        ];
        let names = Event::names().into_iter().filter(|name| kept.iter().any(|kind| name.starts_with(kind)));
        names.map(str::to_owned).collect()
    }

    /// The names of the events it needs; all where it is `None`.
    #[must_use]
    pub fn kinds(&self) -> Option<Vec<String>> {
        let [post] = self.posts.as_slice() else { return None };
        let needs = post.rule.needs()?;
        let names = Event::names().into_iter().filter(|name| needs.iter().any(|part| name.contains(part)));
        Some(names.map(str::to_owned).collect())
    }

    /// Takes the next fact; what is suspicious now.
    pub fn take(&mut self, fact: &Fact<Event>) -> Vec<Suspicion> {
        if !self.begun && fact.position > self.since {
            self.begun = true;
            self.posts.iter_mut().for_each(Post::begin);
        }
        let mut found: Vec<_> = self.posts.iter_mut().filter_map(|post| post.overdue(fact.stamp.at)).collect();
        for post in &mut self.posts {
            if self.follows_choices {
                post.follow(&fact.event);
            }
            found.extend(post.take(fact));
        }
        if self.begun { found } else { vec![] }
    }

    /// Lets time pass up to a moment; what is suspicious because nothing happened.
    pub fn rest(&mut self, now: DateTime<Utc>) -> Vec<Suspicion> {
        if self.begun { self.posts.iter_mut().filter_map(|post| post.overdue(now)).collect() } else { vec![] }
    }

    /// When something will be suspicious because nothing happened.
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.posts.iter().filter(|post| post.choice.on).filter_map(|post| post.detector.due(post.choice.numbers)).min()
    }
}

impl Post {
    fn new(rule: Rule, choice: Choice) -> Self {
        Self { rule, choice, detector: rule.detector(), told: Vec::new() }
    }

    fn begin(&mut self) {
        self.detector.begin();
        self.told.clear();
    }

    /// Whoever changes a rule begins anew with it.
    fn follow(&mut self, event: &Event) {
        let Event::Alerts(event) = event else { return };
        let is_ours = match event {
            super::Event::WatchRuleSet(it) => it.rule == self.rule.name(),
            super::Event::WatchRuleSwitchedOff(it) => it.rule == self.rule.name(),
            _ => false,
        };
        if is_ours {
            let mut choices = Choices::of_one(self.rule, self.choice);
            choices.evolve(event);
            self.choice = choices.of(self.rule);
            self.begin();
        }
    }

    fn take(&mut self, fact: &Fact<Event>) -> Option<Suspicion> {
        let found = self.detector.take(fact, self.choice.numbers);
        self.told_of(found)
    }

    fn overdue(&mut self, now: DateTime<Utc>) -> Option<Suspicion> {
        let found = self.detector.overdue(self.choice.numbers, now);
        self.told_of(found)
    }

    fn told_of(&mut self, found: Option<Finding>) -> Option<Suspicion> {
        let found = found.filter(|_| self.choice.on)?;
        self.told.retain(|told| (found.at - *told).abs() < TimeDelta::days(1));
        if self.told.len() >= MOST_A_DAY {
            return None;
        }
        self.told.push(found.at);
        Some(Suspicion { rule: self.rule, found })
    }
}
