//! Who is connected now, and with what rights: known from before the first message can come until
//! after the last one was sent.
//!
//! Somebody is written down here before their rights are asked for a second time, so no session
//! can end unseen between the two.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use commands::identity::Authenticated;
use domain::{AccountId, KeyId, Role, SessionId, identity::Grants};
use socketioxide::{extract::SocketRef, socket::Sid};

use super::{elevation::Elevation, message::Trouble, places::Place, tally::Tally};

/// Who has not come all the way in after this time never will.
const HELLO: Duration = Duration::from_secs(60);
/// How long the last words to somebody may take.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Somebody who is connected.
#[derive(Clone)]
pub struct Guest {
    /// Through what.
    pub socket: SocketRef,
    /// Who it is.
    pub who: Authenticated,
    /// Whether they proved over this socket who they are.
    pub elevation: Elevation,
    since: Instant,
    /// They have come all the way in.
    pub arrived: bool,
}

/// Everybody who is connected. Cheap to clone.
#[derive(Clone, Default)]
pub struct Guests(Arc<Mutex<HashMap<Sid, Guest>>>);

impl Guests {
    /// Writes somebody down.
    pub fn come(&self, socket: SocketRef, who: Authenticated) {
        let guest = Guest { socket, who, elevation: Elevation::default(), since: Instant::now(), arrived: false };
        self.lock().insert(guest.socket.id, guest);
    }

    /// Somebody has come all the way in.
    pub fn arrived(&self, id: Sid) {
        if let Some(guest) = self.lock().get_mut(&id) {
            guest.arrived = true;
        }
    }

    /// Forgets those who went away while they said hello.
    pub fn sweep(&self) {
        self.lock().retain(|_, guest| guest.arrived || guest.since.elapsed() < HELLO);
    }

    /// Whether anybody is here.
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// Crosses somebody out.
    pub fn go(&self, id: Sid) {
        self.lock().remove(&id);
    }

    /// Somebody.
    pub fn get(&self, id: Sid) -> Option<Guest> {
        self.lock().get(&id).cloned()
    }

    /// Everybody in any session.
    pub fn in_sessions(&self) -> Vec<Guest> {
        self.lock().values().filter(|guest| guest.who.session.is_some()).cloned().collect()
    }

    /// Everybody in a session.
    pub fn in_session(&self, session: SessionId) -> Vec<Guest> {
        self.lock().values().filter(|guest| guest.who.session == Some(session)).cloned().collect()
    }

    /// Everything that is connected with a key.
    pub fn with_key(&self, key: KeyId) -> Vec<Guest> {
        self.lock().values().filter(|guest| guest.who.key == Some(key)).cloned().collect()
    }

    /// Everything that is connected with a key whose time is over.
    pub fn over(&self, now: DateTime<Utc>) -> Vec<Guest> {
        self.lock().values().filter(|guest| guest.who.until.is_some_and(|until| now >= until)).cloned().collect()
    }

    /// Everybody who is this person.
    pub fn of(&self, account: AccountId) -> Vec<Guest> {
        self.lock().values().filter(|guest| guest.who.account == account).cloned().collect()
    }

    /// Gives a person another role; all that are connected as that person.
    pub fn promote(&self, account: AccountId, role: Role) -> Vec<Guest> {
        let mut guests = self.lock();
        let theirs = guests.values_mut().filter(|guest| guest.who.account == account && guest.who.role != role);
        theirs
            .map(|guest| {
                guest.who.role = role;
                guest.clone()
            })
            .collect()
    }

    /// Gives a person other grants; all that are connected as that person.
    pub fn grant(&self, account: AccountId, grants: Grants) -> Vec<Guest> {
        let mut guests = self.lock();
        let theirs = guests.values_mut().filter(|guest| guest.who.account == account && guest.who.grants != grants);
        theirs
            .map(|guest| {
                guest.who.grants = grants;
                guest.clone()
            })
            .collect()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<Sid, Guest>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes a socket for good: its person is told why, and does not come back by themselves.
pub fn show_out(socket: &SocketRef, why: &Trouble, tally: &Tally) {
    let Some(place) = place(socket).filter(|place| place.begin_closing()).cloned() else { return };
    tally.closed(why.code);
    let told = socket.emit("problem", why).is_ok() && socket.clone().disconnect().is_ok();
    if !told {
        return place.cut();
    }
    tokio::spawn(async move {
        tokio::time::sleep(LAST_WORDS).await;
        place.cut();
    });
}

/// Cuts a socket off that does not take what it is told; it may come back and catch up.
pub fn cut_off(socket: &SocketRef, reason: &'static str, tally: &Tally) {
    if let Some(place) = place(socket).filter(|place| place.begin_closing()) {
        tally.closed(reason);
        place.cut();
    }
}

/// The place a socket takes.
pub fn place(socket: &SocketRef) -> Option<&Arc<Place>> {
    socket.req_parts().extensions.get::<Arc<Place>>()
}
