//! A rule is a pure value: the state of one stream, what may follow, and what did.

use super::{EventTable, Stamp};

/// The rule of one kind of stream. `Self` is the state, `Default` its beginning.
///
/// The shape follows the *decider* of Jérémie Chassaing (decide, evolve, initial state).
pub trait Decider: Default + Clone + Send + Sync + 'static {
    /// The first half of the stream's name, such as `identity.account`.
    const KIND: &'static str;
    /// What can be asked.
    type Command: Clone + Send + Sync + 'static;
    /// What can have happened: the event table of the context.
    type Event: EventTable;
    /// Why something asked for does not happen; its message is shown to the person.
    type Refusal: std::error::Error + PartialEq + Send + Sync + 'static;

    /// Answers a command with the events that follow from it: none, when all is as asked already.
    ///
    /// # Errors
    /// The refusal, in which case nothing happens.
    fn decide(&self, command: Self::Command, stamp: &Stamp) -> Result<Vec<Self::Event>, Self::Refusal>;

    /// Takes one event into the state. Total: an event that happened cannot be refused.
    fn evolve(&mut self, event: &Self::Event);

    /// Folds a history into a state.
    fn fold<'a>(events: impl IntoIterator<Item = &'a Self::Event>) -> Self
    where
        Self::Event: 'a,
    {
        let mut state = Self::default();
        for event in events {
            state.evolve(event);
        }
        state
    }
}
