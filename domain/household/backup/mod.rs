//! What the house remembers of its backups: each that was made, each verdict, each failure.
//!
//! Making them is deliberately absent: that is done from outside, while the house runs or not.

pub mod events;

use events::*;

use crate::{
    household::Event,
    kernel::{Decider, Stamp},
};

/// The word for a backup that gives the same house again.
pub const SOUND: &str = "sound";
/// The word for one that does not.
pub const UNSOUND: &str = "unsound";

const MOST_LETTERS: usize = 500;

/// The backups of the house.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backup {
    newest: Option<BackupMade>,
}

/// What is to be remembered.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A backup was made.
    Made(BackupMade),
    /// One was checked.
    Checked(BackupChecked),
    /// Making or checking one failed.
    Failed(BackupFailed),
}

/// Writing it down is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Never {}

impl Decider for Backup {
    const KIND: &'static str = "household.backup";
    type Command = Record;
    type Event = Event;
    type Refusal = Never;

    /// An unsound backup is a failure, too: somebody must hear of it.
    fn decide(&self, record: Record, _stamp: &Stamp) -> Result<Vec<Event>, Never> {
        Ok(match record {
            Record::Made(it) if self.newest.as_ref().is_some_and(|newest| newest.is_the_same(&it)) => vec![],
            Record::Made(it) => vec![it.into()],
            Record::Checked(it) if it.outcome == SOUND => vec![BackupChecked { reason: String::new(), ..it }.into()],
            Record::Checked(it) => {
                let checked = BackupChecked { outcome: UNSOUND.to_owned(), reason: told(&it.reason), ..it };
                let reason = format!("{} is unsound: {}", checked.generation, checked.reason);
                let failed = BackupFailed { task: CHECK.to_owned(), place: checked.place.clone(), reason };
                vec![checked.into(), failed.into()]
            }
            Record::Failed(it) => vec![BackupFailed { reason: told(&it.reason), ..it }.into()],
        })
    }

    fn evolve(&mut self, event: &Event) {
        if let Event::BackupMade(it) = event {
            self.newest = Some(it.clone());
        }
    }
}

/// A reason that fits into one line.
fn told(reason: &str) -> String {
    reason.chars().map(|letter| if crate::text::is_hidden(letter) { ' ' } else { letter }).take(MOST_LETTERS).collect()
}

#[cfg(test)]
mod scenarios;
