//! What can happen to a link that shares something. Field order is for ever: postcard is positional.
//!
//! The token is absent, and so is a password: the vault keeps hashes of both. What was fetched through it is told as any
//! delivery is, in the stream of the link.

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use super::{LinkId, LinkPasswordId};
use crate::{
    documents::{NodeId, SpaceId},
    kernel::{AccountId, Personal, PersonalFields},
};

/// Somebody opened a file or a folder to whoever holds a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkMade {
    /// Which link.
    pub link: LinkId,
    /// Whose it is.
    pub account: AccountId,
    /// In which space that lies what it opens.
    pub space: SpaceId,
    /// The file or folder, wherever it lies.
    pub node: NodeId,
    /// What that is called.
    pub name: Personal,
    /// The version of a file; always the newest where none is named.
    pub version: Option<u32>,
    /// Whether files only come in: nothing of what lies there is shown.
    pub upload_only: bool,
    /// On what terms.
    pub terms: LinkTerms,
}

/// On what terms a link works.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkTerms {
    /// What its owner remembers it by.
    pub note: Option<Personal>,
    /// Which of the vault's hashes is its password.
    pub password: Option<LinkPasswordId>,
    /// Until when: microseconds since 1970, UTC.
    pub until_us: Option<i64>,
    /// How many times it delivers or, where files only come in, takes something.
    pub most_uses: Option<u32>,
}

/// A link works on other terms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkChanged {
    /// Which link.
    pub link: LinkId,
    /// Whose it is.
    pub account: AccountId,
    /// What it opens is called.
    pub name: Personal,
    /// On what terms, from now on.
    pub terms: LinkTerms,
}

/// A link was taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkRevoked {
    /// Which link.
    pub link: LinkId,
    /// Whose it was.
    pub account: AccountId,
    /// What it opened is called.
    pub name: Personal,
}

/// A file came in through a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkReceived {
    /// Which link.
    pub link: LinkId,
    /// Whose it is.
    pub account: AccountId,
    /// The file.
    pub node: NodeId,
    /// What it is called.
    pub name: Personal,
}

/// All of a file was fetched through a link that is used only so often, in pieces that were deliveries of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkUsed {
    /// Which link.
    pub link: LinkId,
    /// Whose it is.
    pub account: AccountId,
    /// The file.
    pub node: NodeId,
    /// Which version of it.
    pub version: u32,
    /// What it is called.
    pub name: Personal,
}

/// The owner of a link chose whether to hear of its first use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkNewsChosen {
    /// Which link.
    pub link: LinkId,
    /// Whose it is.
    pub account: AccountId,
    /// What it opens is called.
    pub name: Personal,
    /// Whether they want to.
    pub tell_first: bool,
}

/// A link of which somebody wanted to hear was used for the first time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkFirstUsed {
    /// Which link.
    pub link: LinkId,
    /// Whose it is.
    pub account: AccountId,
    /// What was fetched, or came in.
    pub name: Personal,
    /// Whether it came in.
    pub came_in: bool,
}

/// Somebody who holds a link does not know its password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkPasswordRefused {
    /// Which link.
    pub link: LinkId,
    /// Whose it is.
    pub account: AccountId,
    /// What it opens is called.
    pub name: Personal,
    /// How many there were, one after the other.
    pub failures: u32,
    /// When: microseconds since 1970, UTC.
    pub at_us: i64,
    /// For how long the link takes no password.
    pub wait_s: u32,
}

impl LinkNewsChosen {
    pub(in crate::documents) fn sentence(&self) -> String {
        let not = if self.tell_first { "is" } else { "is not" };
        format!("The first use of a link to {} {not} to be told", self.name.shown())
    }
}

impl LinkFirstUsed {
    pub(in crate::documents) fn sentence(&self) -> String {
        let how = if self.came_in { "came in" } else { "was fetched" };
        format!("{} {how} through a link, which was its first use", self.name.shown())
    }
}

impl LinkTerms {
    /// How the diary tells of them.
    #[must_use]
    pub fn in_words(&self) -> String {
        let password = if self.password.is_some() { "with a password" } else { "without a password" };
        let until = self.until_us.and_then(DateTime::from_timestamp_micros);
        let until =
            until.map_or("without an end".to_owned(), |until| until.format("until %-d %B %Y %H:%M UTC").to_string());
        match self.most_uses {
            Some(1) => format!("{password}, {until}, for one use"),
            Some(uses) => format!("{password}, {until}, for {uses} uses"),
            None => format!("{password}, {until}"),
        }
    }
}

impl PersonalFields for LinkTerms {
    fn each(&mut self, visit: &mut dyn FnMut(&mut Personal)) {
        self.note.each(visit);
    }
}
