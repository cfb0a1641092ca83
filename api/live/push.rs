//! What the hub tells of its own accord: changes, once a view shows them, and whose rights ended.
//!
//! Where there is too much to tell, a snapshot is told instead and the view rests for a while: a
//! screen shows no more than that, and sockets are not flooded.

use std::{sync::Arc, time::Duration};

use commands::identity::{grants_of, lacking};
use domain::{
    Event, EventTable as _, Position,
    household::Event as Household,
    identity::{
        Event as Identity,
        key::events::{KeyExpired, KeyRevoked},
    },
};
use socketioxide::extract::SocketRef;
use tokio::time::Instant;

use super::{
    channel::Channel,
    elevation::Lowered,
    guests::{Guest, show_out},
    hub::{Hub, tell_lowered},
    message::Trouble,
    request::Wish,
    topics::{Source, Stretch, Topic, audience},
};
use crate::http::{Problem, factor_needed};

/// Changes that are told one by one in one go.
const MOST_AT_ONCE: u64 = 64;
/// From so many on a view rests for a moment, so that the next ones gather.
const MANY: u64 = 16;
const MOMENT: Duration = Duration::from_millis(100);
/// How long it rests after a snapshot, or a failure.
const WHILE: Duration = Duration::from_secs(1);
const EVENTS_AT_ONCE: usize = 512;
/// The events by which somebody's rights change, or what was told is not to be known any more.
const RIGHTS: [&str; 10] = [
    "identity.session_ended.v1",
    "identity.proof_ended.v1",
    "identity.account_closed.v1",
    "identity.role_changed.v1",
    "identity.key_revoked.v1",
    "identity.key_expired.v1",
    "identity.erasure_completed.v1",
    "identity.access_set.v1",
    "identity.factors_reset.v1",
    "household.factor_required.v1",
];

fn key_ended() -> Trouble {
    Trouble::new("key_ended", "the key was revoked, or its time is over")
}

impl Hub {
    /// Tells what a view shows by now.
    pub(super) async fn push(&mut self, view: &'static str) {
        let (Some(after), Some(reads)) = (self.told.get(view).copied(), self.front.views.context(view)) else { return };
        let until = reads.position();
        let much = until.saturating_sub(after);
        if much == 0 {
            return;
        }
        let told = if much > MOST_AT_ONCE {
            self.tell_anew(view, until).await
        } else {
            self.tell_changes(view, &Stretch { after, until }).await
        };
        let rest = match &told {
            Ok(()) if much <= MANY => None,
            Ok(()) if much <= MOST_AT_ONCE => Some(MOMENT),
            Ok(()) | Err(_) => Some(WHILE),
        };
        self.resting.remove(view);
        if let Some(rest) = rest {
            self.resting.insert(view, Instant::now() + rest);
        }
        match told {
            Ok(()) => drop(self.told.insert(view, until)),
            Err(problem) => tracing::warn!(view, problem.detail, "changes cannot be told yet"),
        }
    }

    async fn tell_changes(&mut self, view: &'static str, stretch: &Stretch) -> Result<(), Problem> {
        let mut told = Vec::new();
        for topic in self.topics_of(view) {
            for change in topic.changes(&self.front, stretch).await? {
                told.push((topic.name(), change));
            }
        }
        for (name, change) in told {
            for audience in change.heard_by {
                if let Some(channel) = self.channels.get_mut(&(name, audience)) {
                    channel.tell(change.sequence, change.body.clone(), &self.front.sockets.tally);
                }
            }
        }
        Ok(())
    }

    async fn tell_anew(&mut self, view: &'static str, as_of: Position) -> Result<(), Problem> {
        let follows = |channel: &&mut Channel| channel.topic.source() == Source::View(view);
        for channel in self.channels.values_mut().filter(follows) {
            let snapshot = channel.topic.snapshot(&self.front, channel.audience, as_of).await?;
            channel.begin_anew(&snapshot, &self.front.sockets.tally);
        }
        Ok(())
    }

    /// The topics of a view that have a channel.
    fn topics_of(&self, view: &'static str) -> Vec<&'static dyn Topic> {
        let mut topics: Vec<&'static dyn Topic> = Vec::new();
        for channel in self.channels.values().filter(|channel| channel.topic.source() == Source::View(view)) {
            if !topics.iter().any(|topic| topic.name() == channel.topic.name()) {
                topics.push(channel.topic);
            }
        }
        topics
    }

    /// Closes the sockets of those whose rights ended, and tells others what they may see now.
    pub(super) async fn see_to_rights(&mut self) {
        let head = self.front.desk.head();
        if self.guests.is_empty() {
            self.rights = head;
        }
        while self.rights < head {
            let kinds = RIGHTS.map(str::to_owned).to_vec();
            match self.front.desk.feed().read_kinds(kinds, self.rights, EVENTS_AT_ONCE).await {
                Ok(slice) => {
                    for event in &slice.events {
                        if let Ok(fact) = self.front.desk.read(event) {
                            self.heed(&fact.event).await;
                        }
                    }
                    self.rights = slice.until.max(self.rights);
                }
                Err(error) => {
                    tracing::error!(%error, "the log cannot be asked whose rights ended");
                    tokio::time::sleep(MOMENT).await;
                    return;
                }
            }
        }
    }

    async fn heed(&mut self, event: &Event) {
        match event {
            Event::Identity(Identity::SessionEnded(it)) => {
                let detail = format!("the session has ended: {}", it.reason);
                self.show_all_out(self.guests.in_session(it.session), &Trouble::new("session_ended", detail));
            }
            Event::Identity(Identity::ProofEnded(it)) => {
                let in_it = |guest: &Guest| guest.who.session == Some(it.session);
                tell_lowered(&self.guests.lower(in_it), &Lowered::ENDED);
            }
            Event::Identity(Identity::AccountClosed(it)) => {
                self.show_all_out(self.guests.of(it.account), &Trouble::new("session_ended", "the account was closed"));
            }
            Event::Identity(
                Identity::KeyRevoked(KeyRevoked { key, .. }) | Identity::KeyExpired(KeyExpired { key, .. }),
            ) => {
                self.show_all_out(self.guests.with_key(*key), &key_ended());
            }
            Event::Identity(Identity::AccessSet(it)) => match grants_of(&self.front.desk, it.account).await {
                Ok(grants) => {
                    for guest in self.guests.grant(it.account, grants) {
                        self.seat_anew(&guest).await;
                    }
                }
                Err(fault) => tracing::error!(%fault, "what somebody may see is not known"),
            },
            Event::Identity(Identity::RoleChanged(it)) => {
                tell_lowered(&self.guests.lower(|guest| guest.who.account == it.account), &Lowered::ENDED);
                for guest in self.guests.promote(it.account, it.role) {
                    self.seat_anew(&guest).await;
                }
                self.see_to_factors().await;
            }
            Event::Identity(Identity::FactorsReset(_)) | Event::Household(Household::FactorRequired(_)) => {
                self.see_to_factors().await;
            }
            Event::Identity(Identity::ErasureCompleted(_)) => self.forget().await,
            other => debug_assert!(!RIGHTS.contains(&other.name())),
        }
    }

    /// Closes the sockets of those who must set up a factor before anything else.
    async fn see_to_factors(&mut self) {
        for guest in self.guests.in_sessions() {
            match lacking(&self.front.desk, guest.who.account, guest.who.role).await {
                Ok(None) => {}
                Ok(Some(lacks)) => {
                    let problem = factor_needed(lacks);
                    self.show_all_out(vec![guest], &Trouble::new(problem.code, problem.detail));
                }
                Err(fault) => tracing::error!(%fault, "what somebody has to set up is not known"),
            }
        }
    }

    /// Closes the sockets of keys whose time is over, though nobody wrote that down yet.
    pub(super) fn see_to_keys(&mut self) {
        let over = self.guests.over(self.front.desk.clock().now());
        self.show_all_out(over, &key_ended());
    }

    /// What was told holds the name of somebody who was erased: everything is told anew.
    async fn forget(&mut self) {
        for (view, as_of) in self.told.clone() {
            if let Err(problem) = self.tell_anew(view, as_of).await {
                tracing::warn!(view, problem.detail, "a view cannot be told anew; who listens to it has to ask again");
                self.channels.retain(|_, channel| channel.topic.source() != Source::View(view));
            }
        }
    }

    fn show_all_out(&mut self, guests: Vec<Guest>, why: &Trouble) {
        for guest in guests {
            self.leave_all(guest.socket.id);
            show_out(&guest.socket, why, &self.front.sockets.tally);
        }
    }

    /// Somebody may see more, or less: what they listen to begins anew as they may see it now.
    async fn seat_anew(&mut self, guest: &Guest) {
        let (id, mut topics) = (guest.socket.id, Vec::new());
        for channel in self.channels.values_mut() {
            if audience(channel.topic, &guest.who) != Some(channel.audience)
                && channel.leave(id, &self.front.sockets.tally)
            {
                topics.push(channel.topic);
            }
        }
        for topic in topics {
            match self.first_words(guest, Wish { topic, after: None }).await {
                Ok((audience, first)) => self.join((topic.name(), audience), &guest.socket, &first),
                Err(problem) => {
                    let _ = guest.socket.emit("problem", &Trouble::new(problem.code, problem.detail));
                }
            }
        }
    }

    fn join(&mut self, key: (&'static str, super::topics::Audience), socket: &SocketRef, first: &[Arc<str>]) {
        if let Some(channel) = self.channels.get_mut(&key) {
            channel.join(socket, first, &self.front.sockets.tally);
        }
    }
}
