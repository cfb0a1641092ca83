//! What people carry out of the house: the diary as a file, their own data, a log of requests. Nobody calls it back, so who
//! took what, when and from where is to be read afterwards.
//!
//! What was in it is absent: that would be the same data once more.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    identity::{Event, key_places::Never},
    kernel::{AccountId, Decider, Stamp},
};

/// What somebody took; it is never refused here, since rights were asked before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Takings;

/// What can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The diary, as lines of JSON.
    DiaryAsLines,
    /// The diary, as a table.
    DiaryAsTable,
    /// All that is known of whoever takes it.
    OwnData,
    /// The log of requests of a day, by UTC.
    Requests(NaiveDate),
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DiaryAsLines => f.write_str("the diary as lines of JSON"),
            Self::DiaryAsTable => f.write_str("the diary as a table"),
            Self::OwnData => f.write_str("all the house knows of them"),
            Self::Requests(day) => write!(f, "the requests of {}", day.format("%-d %B %Y")),
        }
    }
}

/// Write down that somebody takes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Take {
    /// Who takes it.
    pub account: AccountId,
    /// What it is.
    pub what: Taken,
}

/// Somebody took something out of the house.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataTaken {
    /// Who took it.
    pub account: AccountId,
    /// What it was, as the sentence tells it.
    pub what: String,
}

impl Decider for Takings {
    const KIND: &'static str = "identity.takings";
    type Command = Take;
    type Event = Event;
    type Refusal = Never;

    fn decide(&self, take: Take, _stamp: &Stamp) -> Result<Vec<Event>, Never> {
        Ok(vec![DataTaken { account: take.account, what: take.what.to_string() }.into()])
    }

    fn evolve(&mut self, _event: &Event) {}
}

#[cfg(test)]
mod scenarios {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::Scenario;

    #[test]
    fn each_time_is_written_down_in_words() {
        let account = AccountId(Uuid::from_u128(1));
        let taken = |what: &str| DataTaken { account, what: what.to_owned() }.into();
        let before = Scenario::<Takings>::given([taken("the diary as a table")]);
        before.when(Take { account, what: Taken::DiaryAsTable }).then([taken("the diary as a table")]);
        let day = NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day");
        before.when(Take { account, what: Taken::Requests(day) }).then([taken("the requests of 5 March 2026")]);
    }
}
