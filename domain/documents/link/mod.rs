//! A link: whoever holds its token may fetch a file, or what lies in a folder, or put files there, and nothing else.
//!
//! It is a capability on a node, never on a path: what is renamed or moved stays shared, what lies in the trash is shut away
//! with it, what is gone for good ends it. That a link has expired or is used up is no event: it follows from the time and
//! from what was fetched, so that another term brings it back. Tokens and passwords are absent: the vault has their hashes.

mod commands;
pub mod events;
mod ids;
#[cfg(test)]
mod scenarios;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
pub use commands::{Change, Command, Refusal};
use events::*;
pub use ids::{LinkId, LinkPasswordId};

use crate::{
    documents::{
        Event, NodeId,
        delivery::{Delivered, Spans, events::FileDelivered},
    },
    kernel::{Decider, Personal, Stamp, Who},
};

/// Wrong passwords one after the other until a link takes none for a while.
pub const FREE_FAILURES: u32 = 5;
const FIRST_WAIT_S: u32 = 60;
const LONGEST_WAIT_S: u32 = 3600;
/// After so many hours without a wrong password they are counted anew.
const FORGIVEN_HOURS: i64 = 24;

/// The state of one link.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// What it opens and whose it is, once it was made.
    pub made: Option<LinkMade>,
    /// On what terms.
    pub terms: LinkTerms,
    /// It was taken back.
    pub revoked: bool,
    /// How many times something was fetched to its end, or came in.
    pub uses: u32,
    /// Whether its owner wants to hear of its first use.
    pub tell_first: bool,
    /// What was fetched of versions of files and never to its end, where uses are counted.
    parts: BTreeMap<(NodeId, u32), Spans>,
    failures: u32,
    failed_at: Option<DateTime<Utc>>,
    closed_until: Option<DateTime<Utc>>,
}

/// Why a link opens nothing, by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Void {
    /// It was never made.
    Unknown,
    /// It was taken back.
    Revoked,
    /// Its time is over.
    Expired,
    /// It was used as often as it may be.
    UsedUp,
}

/// Whether a link on these terms opens something, as far as that is up to itself.
///
/// # Errors
/// Why not.
pub fn check(
    revoked: bool,
    until: Option<DateTime<Utc>>,
    (uses, most): (u32, Option<u32>),
    now: DateTime<Utc>,
) -> Result<(), Void> {
    if revoked {
        Err(Void::Revoked)
    } else if until.is_some_and(|until| now >= until) {
        Err(Void::Expired)
    } else if most.is_some_and(|most| uses >= most) {
        Err(Void::UsedUp)
    } else {
        Ok(())
    }
}

impl Link {
    /// What it opens, and whose it is, while it works.
    ///
    /// # Errors
    /// Why it does not.
    pub fn opens(&self, now: DateTime<Utc>) -> Result<&LinkMade, Void> {
        let made = self.made.as_ref().ok_or(Void::Unknown)?;
        let until = self.terms.until_us.and_then(DateTime::from_timestamp_micros);
        check(self.revoked, until, (self.uses, self.terms.most_uses), now).map(|()| made)
    }

    /// How many uses are left; `None` where nobody counts.
    #[must_use]
    pub fn left(&self) -> Option<u32> {
        self.terms.most_uses.map(|most| most.saturating_sub(self.uses))
    }

    /// Until when it takes no password, if it does not.
    #[must_use]
    pub fn closed_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.closed_until.filter(|until| *until > now)
    }

    fn make(&self, made: LinkMade, tell_first: bool, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        if self.made.is_some() {
            return Err(Refusal::MadeAlready);
        }
        if stamp.who != Who::Person(made.account) {
            return Err(Refusal::NotOnesOwn);
        }
        fit(&made.terms, stamp)?;
        let chosen = tell_first.then(|| news_chosen(&made, made.name.clone(), true));
        Ok([made.into()].into_iter().chain(chosen).collect())
    }

    /// Its owner's to change; whoever looks after the house may take it back, too.
    fn owned(&self, as_admin: bool, stamp: &Stamp) -> Result<&LinkMade, Refusal> {
        let made = self.made.as_ref().ok_or(Refusal::NoSuchLink)?;
        let is_owner = stamp.who == Who::Person(made.account);
        if is_owner || as_admin { Ok(made) } else { Err(Refusal::NoSuchLink) }
    }

    fn change(&self, name: Personal, change: Change, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let made = self.owned(false, stamp)?;
        if self.revoked {
            return Err(Refusal::Revoked);
        }
        let terms = LinkTerms {
            note: change.note.unwrap_or_else(|| self.terms.note.clone()),
            password: change.password.unwrap_or(self.terms.password),
            until_us: change.until_us.unwrap_or(self.terms.until_us),
            most_uses: change.most_uses.unwrap_or(self.terms.most_uses),
        };
        let chosen = change.tell_first.filter(|chosen| *chosen != self.tell_first);
        let chosen = chosen.map(|chosen| news_chosen(made, name.clone(), chosen));
        if terms == self.terms {
            return Ok(chosen.into_iter().collect());
        }
        if terms.until_us != self.terms.until_us || terms.most_uses != self.terms.most_uses {
            fit(&terms, stamp)?;
        }
        let changed = LinkChanged { link: made.link, account: made.account, name, terms };
        Ok([changed.into()].into_iter().chain(chosen).collect())
    }

    fn revoke(&self, name: Personal, as_admin: bool, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        let LinkMade { link, account, .. } = *self.owned(as_admin, stamp)?;
        Ok(if self.revoked { vec![] } else { vec![LinkRevoked { link, account, name }.into()] })
    }

    /// Whoever fetched all of it in pieces, and none of them to its end, has used the link all the same.
    fn deliver(&self, delivered: Delivered) -> Vec<Event> {
        let Some(told) = delivered.told() else { return vec![] };
        let used = self.made.as_ref().filter(|_| self.comes_to_all(&told)).map(|made| {
            let (link, account, name) = (made.link, made.account, told.name.clone());
            LinkUsed { link, account, node: told.node, version: told.version, name }.into()
        });
        [told.into()].into_iter().chain(used).collect()
    }

    fn comes_to_all(&self, told: &FileDelivered) -> bool {
        let before = self.parts.get(&(told.node, told.version)).cloned().unwrap_or_default();
        !told.whole && self.terms.most_uses.is_some() && before.with(&told.spans).are_all_of(told.size_bytes)
    }

    /// The pieces before were tries, where all of it was fetched at last.
    fn note_delivery(&mut self, it: &FileDelivered) {
        let which = (it.node, it.version);
        if it.whole {
            self.parts.remove(&which);
            self.uses = self.uses.saturating_add(1);
        } else if self.terms.most_uses.is_some() {
            let before = self.parts.remove(&which).unwrap_or_default();
            self.parts.insert(which, before.with(&it.spans));
        }
    }

    /// And that it was the first use, where its owner wants to hear of that.
    fn with_news(&self, mut events: Vec<Event>) -> Vec<Event> {
        let used = events.iter().find_map(use_of).filter(|_| self.tell_first && self.uses == 0);
        if let (Some((name, came_in)), Some(LinkMade { link, account, .. })) = (used, &self.made) {
            let first = LinkFirstUsed { link: *link, account: *account, name: name.clone(), came_in };
            events.push(first.into());
        }
        events
    }

    /// While the link is closed nothing is counted, for nothing is tried.
    fn refuse_password(&self, name: Personal, stamp: &Stamp) -> Vec<Event> {
        let Some(LinkMade { link, account, .. }) = self.made else { return vec![] };
        if self.closed_until(stamp.at).is_some() {
            return vec![];
        }
        let forgiven = self.failed_at.is_none_or(|at| stamp.at >= at + Duration::hours(FORGIVEN_HOURS));
        let failures = if forgiven { 1 } else { self.failures.saturating_add(1) };
        let doublings = failures.checked_sub(FREE_FAILURES);
        let wait = |times: u32| FIRST_WAIT_S.saturating_mul(1 << times.min(6)).min(LONGEST_WAIT_S);
        let (wait_s, at_us) = (doublings.map_or(0, wait), stamp.at.timestamp_micros());
        vec![LinkPasswordRefused { link, account, name, failures, at_us, wait_s }.into()]
    }
}

fn news_chosen(made: &LinkMade, name: Personal, tell_first: bool) -> Event {
    LinkNewsChosen { link: made.link, account: made.account, name, tell_first }.into()
}

/// What a use of a link was of, and whether that came in.
fn use_of(event: &Event) -> Option<(&Personal, bool)> {
    match event {
        Event::FileDelivered(it) if it.whole => Some((&it.name, false)),
        Event::ArchiveDelivered(it) if it.is_use() => Some((&it.name, false)),
        Event::LinkUsed(it) => Some((&it.name, false)),
        Event::LinkReceived(it) => Some((&it.name, true)),
        _ => None,
    }
}

/// Terms on which it would do nothing from the beginning are a slip of the hand.
fn fit(terms: &LinkTerms, stamp: &Stamp) -> Result<(), Refusal> {
    match terms {
        LinkTerms { until_us: Some(until), .. } if *until <= stamp.at.timestamp_micros() => Err(Refusal::Past),
        LinkTerms { most_uses: Some(0), .. } => Err(Refusal::NoUse),
        _ => Ok(()),
    }
}

impl Decider for Link {
    const KIND: &'static str = "documents.link";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, command: Command, stamp: &Stamp) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Make { made, tell_first } => self.make(made, tell_first, stamp),
            Command::Change { name, change } => self.change(name, change, stamp),
            Command::Revoke { name, as_admin } => self.revoke(name, as_admin, stamp),
            Command::Deliver(delivered) => Ok(self.with_news(self.deliver(delivered))),
            Command::DeliverArchive(delivered) => {
                Ok(self.with_news(delivered.told().into_iter().map(Event::from).collect()))
            }
            Command::Receive { node, name } => {
                let LinkMade { link, account, .. } = *self.made.as_ref().ok_or(Refusal::NoSuchLink)?;
                Ok(self.with_news(vec![LinkReceived { link, account, node, name }.into()]))
            }
            Command::RefusePassword { name } => Ok(self.refuse_password(name, stamp)),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::LinkMade(it) => {
                self.terms = it.terms.clone();
                self.made = Some(it.clone());
            }
            Event::LinkChanged(it) => {
                let is_other = it.terms.password != self.terms.password;
                self.terms = it.terms.clone();
                if is_other {
                    (self.failures, self.failed_at, self.closed_until) = (0, None, None);
                }
            }
            Event::LinkNewsChosen(it) => self.tell_first = it.tell_first,
            Event::LinkRevoked(_) => self.revoked = true,
            Event::FileDelivered(it) => self.note_delivery(it),
            Event::LinkUsed(it) => {
                self.parts.remove(&(it.node, it.version));
                self.uses = self.uses.saturating_add(1);
            }
            Event::ArchiveDelivered(it) if it.is_use() => self.uses = self.uses.saturating_add(1),
            Event::LinkReceived(_) => self.uses = self.uses.saturating_add(1),
            Event::LinkPasswordRefused(it) => {
                self.failures = it.failures;
                self.failed_at = DateTime::from_timestamp_micros(it.at_us);
                self.closed_until = self.failed_at.map(|at| at + Duration::seconds(it.wait_s.into()));
            }
            _ => {}
        }
    }
}
