//! Given these events, when this command, then those events or that refusal.

use chrono::{DateTime, TimeZone, Utc};
use uuid::Uuid;

use super::{CommandId, Decider, KeyId, Stamp, Who};

/// A rule under test: its history so far and the stamp the next command will carry.
#[derive(Clone, Debug)]
pub struct Scenario<D> {
    state: D,
    stamp: Stamp,
}

/// An instant of a fixed day, for scenarios that need several.
#[must_use]
pub fn at(hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, hour, minute, 0).earliest().unwrap_or_default()
}

impl<D: Decider> Scenario<D> {
    /// Begins with what has happened.
    #[must_use]
    pub fn given(events: impl IntoIterator<Item = D::Event>) -> Self {
        let events: Vec<_> = events.into_iter().collect();
        let command = CommandId(Uuid::from_u128(7));
        let (who, session, key) = (Who::Stranger, None, None);
        let stamp = Stamp { at: at(12, 0), who, session, key, from: None, command, because: None };
        Self { state: D::fold(&events), stamp }
    }

    /// At another time than noon.
    #[must_use]
    pub fn at(mut self, at: DateTime<Utc>) -> Self {
        self.stamp.at = at;
        self
    }

    /// Asked by somebody.
    #[must_use]
    pub fn by(mut self, who: Who) -> Self {
        self.stamp.who = who;
        self
    }

    /// Asked with an API key.
    #[must_use]
    pub fn with_key(mut self, key: KeyId) -> Self {
        self.stamp.key = Some(key);
        self
    }

    /// What a state would answer under this scenario's stamp.
    ///
    /// # Errors
    /// The rule's refusal.
    pub fn decided(&self, state: &D, command: D::Command) -> Result<Vec<D::Event>, D::Refusal> {
        state.decide(command, &self.stamp)
    }

    /// Asks.
    pub fn when(&self, command: D::Command) -> Outcome<D> {
        Outcome(self.state.decide(command, &self.stamp))
    }
}

/// What the rule answered.
pub struct Outcome<D: Decider>(Result<Vec<D::Event>, D::Refusal>);

impl<D: Decider> Outcome<D> {
    /// Exactly these events followed.
    #[track_caller]
    pub fn then(self, expected: impl IntoIterator<Item = D::Event>) {
        let expected: Vec<_> = expected.into_iter().collect();
        assert_eq!(self.0, Ok(expected));
    }

    /// All was as asked already.
    #[track_caller]
    pub fn then_nothing(self) {
        self.then([]);
    }

    /// It was refused, for this reason.
    #[track_caller]
    pub fn then_refused(self, refusal: D::Refusal) {
        assert_eq!(self.0, Err(refusal));
    }
}
