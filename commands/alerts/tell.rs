//! What an alert is about, in the words of the diary and under the present name of the person.

use domain::{AccountId, EventTable, Position, identity::Account};

use crate::{Desk, Fault};

/// What an entry tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its sentence.
    pub sentence: String,
    /// The name of the person it is about; `None` where it is about nobody, or once erased.
    pub concerns: Option<String>,
}

/// What the entry at a position tells; `None` where it cannot be read.
///
/// # Errors
/// When the log cannot be read.
pub async fn tell(desk: &Desk, about: Position) -> Result<Option<Told>, Fault> {
    let Some(fact) = desk.fact(about).await? else { return Ok(None) };
    let concerns = match fact.event.concerns() {
        Some(person) => desk.load::<Account>(AccountId(person.0).0).await?.state.name.clone(),
        None => None,
    };
    Ok(Some(Told { sentence: fact.event.sentence(), concerns }))
}
