//! What can happen to an alert. Field order is for ever: postcard is positional.

use serde::{Deserialize, Serialize};

use crate::kernel::{AccountId, AlertId, Personal, Position};

/// A person shall hear of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertRaised {
    /// Its id.
    pub alert: AlertId,
    /// Who shall hear of it.
    pub person: AccountId,
    /// The entry it is about.
    pub about: Position,
    /// The stored name of that entry.
    pub kind: String,
    /// The severity of that entry, as a word.
    pub severity: String,
    /// When it was raised: microseconds since 1970, UTC.
    pub raised_at_us: i64,
}

/// The mail server took the mail, or it lies in the folder of letters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertDelivered {
    /// Which alert.
    pub alert: AlertId,
    /// Who was told.
    pub person: AccountId,
    /// The entry it is about.
    pub about: Position,
    /// The mail, by the first alert in it.
    pub mail: AlertId,
    /// It lies in the folder: there was no mail server.
    pub in_folder: bool,
}

/// Outgrown: it did not tell a mail from a letter in the folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertDeliveredV1 {
    /// Which alert.
    pub alert: AlertId,
    /// Who was told.
    pub person: AccountId,
    /// The entry it is about.
    pub about: Position,
    /// The mail, by the first alert in it.
    pub mail: AlertId,
}

impl From<AlertDeliveredV1> for AlertDelivered {
    fn from(AlertDeliveredV1 { alert, person, about, mail }: AlertDeliveredV1) -> Self {
        Self { alert, person, about, mail, in_folder: false }
    }
}

impl AlertDelivered {
    /// Where the letter went, for the diary.
    #[must_use]
    pub fn sentence(&self) -> String {
        let way = if self.in_folder { "lies in the mail folder of the house" } else { "was mailed" };
        format!("The alert about entry {} {way}", self.about)
    }
}

/// The mail server did not take the mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertFailed {
    /// Which alert.
    pub alert: AlertId,
    /// Who shall hear of it.
    pub person: AccountId,
    /// The entry it is about.
    pub about: Position,
    /// How many tries so far.
    pub attempts: u32,
    /// When it is tried again: microseconds since 1970, UTC.
    pub retry_at_us: i64,
    /// What the server said; servers like to repeat the address.
    pub reason: Personal,
}

/// Delivery was tried for a day and given up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertAbandoned {
    /// Which alert.
    pub alert: AlertId,
    /// Who was not told.
    pub person: AccountId,
    /// The entry it is about.
    pub about: Position,
    /// How many tries there were.
    pub attempts: u32,
}

/// The person has seen it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertAcknowledged {
    /// Which alert.
    pub alert: AlertId,
    /// Who has seen it.
    pub person: AccountId,
    /// The entry it is about.
    pub about: Position,
}
