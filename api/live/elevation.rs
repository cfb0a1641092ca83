//! Elevation: an admin proves over their socket who they are, by an answer to a challenge that is made with the PIN and
//! does not hold it. What it opens, how long it lasts and the exact bytes are told at the [top](super).
//!
//! Whether an answer is right, and what a wrong one means, is decided where every other proof is. Here is only who was
//! asked what, and how long ago they spoke; both end with the socket.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use commands::{
    Caller, Failure, fresh_command,
    identity::{self, PinChallenge, ProofRefusal, ShownProof},
};
use domain::{Role, Who};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use socketioxide::{
    extract::{AckSender, SocketRef, TryData},
    socket::Sid,
};

use super::{
    connect::{Awaited, Reception, Reply, note_refusal, stranger},
    guests::{Guest, Guests},
    message::{DONE, Trouble},
};

/// Minutes without a message after which a socket is elevated no more.
const IDLE_MINUTES: i64 = 30;
/// Minutes for which a challenge waits for its answer.
const CHALLENGE_MINUTES: i64 = 2;

/// What a socket was asked, and whether it is elevated.
#[derive(Clone, Default)]
pub struct Elevation {
    asked: Option<(String, DateTime<Utc>)>,
    spoke: Option<DateTime<Utc>>,
}

/// What a socket wants.
#[derive(Clone, Copy)]
enum Step {
    Challenge,
    Elevate,
    Lower,
}

/// The body of `elevate`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    challenge: String,
    proof: String,
}

/// The answer to `challenge`.
#[derive(Serialize)]
struct Asked {
    ok: bool,
    challenge: String,
    salt: String,
    iterations: u32,
    until: DateTime<Utc>,
}

/// The answer to `elevate`.
#[derive(Serialize)]
struct Elevated {
    ok: bool,
    elevated_until: DateTime<Utc>,
    proved_until: Option<DateTime<Utc>>,
}

/// Tells a socket that it is elevated no more.
#[derive(Serialize)]
pub struct Lowered {
    elevated: bool,
    reason: &'static str,
}

impl Lowered {
    /// Nobody spoke.
    pub const IDLE: Self = Self { elevated: false, reason: "idle" };
    /// It was asked for, or the person's rights changed.
    pub const ENDED: Self = Self { elevated: false, reason: "ended" };
}

impl Elevation {
    fn until(spoke: DateTime<Utc>) -> DateTime<Utc> {
        spoke + Duration::minutes(IDLE_MINUTES)
    }

    /// Whether it is no more from now on, and was.
    pub fn lower(&mut self) -> bool {
        self.spoke.take().is_some()
    }

    /// The same where nobody spoke for a while.
    pub fn lower_idle(&mut self, now: DateTime<Utc>) -> bool {
        self.spoke.is_some_and(|spoke| now >= Self::until(spoke)) && self.lower()
    }

    /// Its socket said something.
    pub fn speak(&mut self, now: DateTime<Utc>) {
        self.spoke = self.spoke.map(|spoke| spoke.max(now));
    }

    /// Another challenge takes the place of the one before.
    fn ask(&mut self, challenge: String, until: DateTime<Utc>) {
        self.asked = Some((challenge, until));
    }

    /// Whether this was asked; it is no more, whatever the answer.
    fn take(&mut self, shown: &str, now: DateTime<Utc>) -> bool {
        self.asked.take().is_some_and(|(asked, until)| asked == shown && now < until)
    }
}

impl Reception {
    /// Hears what a socket wants of its elevation.
    pub fn listen_for_elevation(self: &Arc<Self>, socket: &SocketRef) {
        let steps = [("challenge", Step::Challenge), ("elevate", Step::Elevate), ("lower", Step::Lower)];
        for (event, step) in steps {
            let reception = self.clone();
            socket.on(event, move |socket: SocketRef, body: TryData<Value>, awaited: Awaited, ack: AckSender| {
                let reception = reception.clone();
                async move {
                    if reception.may_go_on(&socket) {
                        let (id, reply) = (socket.id, Reply::new(socket.clone(), ack, awaited));
                        reception.see_to(&socket, id, step, body.0.unwrap_or_default(), reply).await;
                    }
                }
            });
        }
    }

    async fn see_to(&self, socket: &SocketRef, id: Sid, step: Step, body: Value, reply: Reply) {
        let Some(caller) = self.admin(socket) else {
            note_refusal(&self.front, socket, "not_allowed");
            return reply.refuse(&Trouble::new("not_allowed", "this is for an admin in a session"));
        };
        match step {
            Step::Challenge => match self.challenge(id, &caller).await {
                Ok(asked) => reply.say(&asked),
                Err(why) => reply.refuse(&why),
            },
            Step::Elevate => match self.elevate(id, &caller, body).await {
                Ok(elevated) => reply.say(&elevated),
                Err(why) => reply.refuse(&why),
            },
            Step::Lower => {
                self.guests.change(id, Elevation::lower);
                match identity::end_proof(&self.front.desk, &caller).await {
                    Ok(_) => reply.say(&DONE),
                    Err(failure) => reply.refuse(&trouble(failure)),
                }
            }
        }
    }

    /// Who asks, where it is an admin in a session.
    fn admin(&self, socket: &SocketRef) -> Option<Caller> {
        let who = self.guests.get(socket.id)?.who;
        let (role, session) = (Some(who.role).filter(|role| *role == Role::Admin)?, who.session?);
        let (who, session, command) = (Who::Person(who.account), Some(session), fresh_command());
        Some(Caller { who, role: Some(role), session, command, ..stranger(socket) })
    }

    async fn challenge(&self, id: Sid, caller: &Caller) -> Result<Asked, Trouble> {
        let asked = identity::challenge_pin(&self.front.desk, caller).await.map_err(|fault| trouble(fault.into()))?;
        let no_pin = || Trouble::new("no_pin", "set an admin PIN first: PUT /api/identity/pin");
        let PinChallenge { challenge, salt, iterations } = asked.ok_or_else(no_pin)?;
        let until = self.front.desk.clock().now() + Duration::minutes(CHALLENGE_MINUTES);
        self.guests.change(id, |elevation| elevation.ask(challenge.clone(), until));
        Ok(Asked { ok: true, challenge, salt, iterations, until })
    }

    async fn elevate(&self, id: Sid, caller: &Caller, body: Value) -> Result<Elevated, Trouble> {
        let malformed =
            || Trouble::new("body_malformed", "send { challenge, proof }, the proof as 64 hexadecimal digits");
        let Answer { challenge, proof } = serde_json::from_value(body).map_err(|_| malformed())?;
        let proof = identity::read_answer(&proof).ok_or_else(malformed)?;
        let now = self.front.desk.clock().now();
        if self.guests.change(id, |elevation| elevation.take(&challenge, now)) != Some(true) {
            let detail = "this socket was not asked that, or not lately, or it was answered; ask for another challenge";
            return Err(Trouble::new("challenge_void", detail));
        }
        let shown = ShownProof::PinAnswer { challenge, proof };
        identity::prove(&self.front.desk, caller, shown).await.map_err(trouble)?;
        identity::renew_session_soon(&self.front.desk, caller).await.map_err(|fault| trouble(fault.into()))?;
        self.guests.change(id, |elevation| elevation.spoke = Some(now));
        let proved_until = caller.session.and_then(|session| identity::proved_until(&self.front.desk, session));
        Ok(Elevated { ok: true, elevated_until: Elevation::until(now), proved_until })
    }
}

impl Guests {
    /// Lowers whoever did not speak for a while; their sockets.
    pub fn lower_idle(&self, now: DateTime<Utc>) -> Vec<SocketRef> {
        let mut guests = self.lock();
        let idle =
            guests.values_mut().filter_map(|guest| guest.elevation.lower_idle(now).then(|| guest.socket.clone()));
        idle.collect()
    }

    /// Lowers some; the sockets of those that were elevated.
    pub fn lower(&self, which: impl Fn(&Guest) -> bool) -> Vec<SocketRef> {
        let mut guests = self.lock();
        let theirs = guests.values_mut().filter(|guest| which(guest));
        theirs.filter_map(|guest| guest.elevation.lower().then(|| guest.socket.clone())).collect()
    }

    /// Changes what is known of a socket's elevation; `None` where the socket is gone.
    pub fn change<T>(&self, id: Sid, change: impl FnOnce(&mut Elevation) -> T) -> Option<T> {
        self.lock().get_mut(&id).map(|guest| change(&mut guest.elevation))
    }
}

fn trouble(failure: Failure<ProofRefusal>) -> Trouble {
    let problem = crate::http::Problem::from(failure);
    Trouble::new(problem.code, problem.detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_serves_once_and_not_for_ever() {
        let (now, mut elevation) = (DateTime::<Utc>::UNIX_EPOCH, Elevation::default());
        let until = now + Duration::minutes(2);
        assert!(!elevation.take("", now));
        elevation.ask("one".into(), until);
        assert!(elevation.take("one", now) && !elevation.take("one", now));
        elevation.ask("one".into(), until);
        assert!(!elevation.take("one", until));
        elevation.ask("one".into(), until);
        elevation.ask("two".into(), until);
        assert!(!elevation.take("one", now) && !elevation.take("two", now), "a wrong one uses it up, too");
    }

    #[test]
    fn whoever_speaks_stays_elevated() {
        let (now, mut elevation) = (DateTime::<Utc>::UNIX_EPOCH, Elevation::default());
        elevation.speak(now);
        assert!(!elevation.lower(), "nobody is elevated by speaking");
        elevation.spoke = Some(now);
        elevation.speak(now + Duration::minutes(10));
        assert!(!elevation.lower_idle(now + Duration::minutes(39)));
        assert!(elevation.lower_idle(now + Duration::minutes(40)) && !elevation.lower());
    }
}
