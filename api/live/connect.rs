//! A socket says hello: who it is, and what is listened for from then on.
//!
//! Handlers are set before the answer to the hello leaves, so no first message is lost, and what
//! they do is done in the order of the messages.

use std::{convert::Infallible, future::ready, sync::Arc};

use commands::Caller;
use domain::CommandId;
use serde::Deserialize;
use serde_json::Value;
use socketioxide::{
    ParserError, SocketIo,
    adapter::Adapter,
    extract::{AckSender, SocketRef, TryData},
    handler::{ConnectHandler, FromMessageParts, Value as Payload},
    socket::Socket,
};

use super::{
    guests::{Guests, place, show_out},
    hub::{Command, Orders},
    message::{DONE, Trouble},
    request::Wish,
};
use crate::{
    front::Front,
    http::{Asked, Proof, Use, factor_needed, let_in},
};

/// Where sockets say hello.
pub struct Reception {
    pub front: Arc<Front>,
    pub guests: Guests,
    pub hub: Orders,
}

/// What a client may bring along; whatever else is in it is not ours.
#[derive(Deserialize)]
struct Greeting {
    token: Option<String>,
}

/// The way to answer a message: to whoever waits for one, or as the event `problem`.
pub struct Reply {
    socket: SocketRef,
    ack: AckSender,
    awaited: bool,
}

impl Reply {
    /// The way back to a socket.
    pub const fn new(socket: SocketRef, ack: AckSender, awaited: Awaited) -> Self {
        Self { socket, ack, awaited: awaited.0 }
    }

    /// It was done, and this came of it.
    pub fn say(self, what: &impl serde::Serialize) {
        let _ = self.ack.send(what);
    }

    /// It was done.
    pub fn done(self) {
        let _ = self.ack.send(&DONE);
    }

    /// It was not, and why.
    pub fn refuse(self, why: &Trouble) {
        let _ = if self.awaited { self.ack.send(why) } else { self.socket.emit("problem", why) };
    }
}

/// Whether the client waits for an answer.
pub struct Awaited(bool);

impl<A: Adapter> FromMessageParts<A> for Awaited {
    type Error = Infallible;

    fn from_message_parts(_: &Arc<Socket<A>>, _: &mut Payload, ack: &Option<i64>) -> Result<Self, Infallible> {
        Ok(Self(ack.is_some()))
    }
}

/// What a socket asked to do.
#[derive(Clone, Copy)]
enum Verb {
    Subscribe,
    Unsubscribe,
    Other,
}

/// Whoever it is until they are let in, and where they come from.
pub fn stranger(socket: &SocketRef) -> Caller {
    let asked = socket.req_parts().extensions.get::<Asked>();
    let command = asked.map_or_else(commands::fresh_command, |asked| CommandId(asked.id));
    Caller::stranger(asked.and_then(|asked| asked.client), command)
}

/// Takes note that a socket was refused something, as of any request.
pub fn note_refusal(front: &Front, socket: &SocketRef, code: &'static str) {
    if let Some(asked) = socket.req_parts().extensions.get::<Asked>() {
        front.refusals.note(asked.counted_as(), code, front.desk.clock().now());
    }
}

impl Reception {
    /// Opens for sockets.
    pub fn open(self, io: &SocketIo) {
        let reception = Arc::new(self);
        let hello = {
            let reception = reception.clone();
            move |socket: SocketRef, TryData(greeting): TryData<Greeting>| {
                let reception = reception.clone();
                async move { reception.welcome(socket, greeting).await }
            }
        };
        let arrived = move |socket: SocketRef| {
            reception.guests.arrived(socket.id);
            reception.hub.send(Command::Arrived(socket.id));
            ready(())
        };
        io.ns("/", arrived.with(hello));
    }

    /// Lets somebody in, or says the code of why not.
    async fn welcome(
        self: Arc<Self>,
        socket: SocketRef,
        greeting: Result<Greeting, ParserError>,
    ) -> Result<(), &'static str> {
        let admitted = self.admit(&socket, greeting).await;
        match admitted {
            Ok(()) => self.listen(&socket),
            Err(code) => {
                self.guests.go(socket.id);
                self.front.sockets.tally.refused(code);
                note_refusal(&self.front, &socket, code);
            }
        }
        admitted
    }

    async fn admit(&self, socket: &SocketRef, greeting: Result<Greeting, ParserError>) -> Result<(), &'static str> {
        let Some(place) = place(socket) else { return Err("broken") };
        if !place.may_speak() {
            place.cut();
            return Err("too_many_messages");
        }
        let proof = match greeting {
            Ok(Greeting { token: Some(token) }) => Some(Proof::of_token(token)),
            Ok(Greeting { token: None }) => Proof::of(&socket.req_parts().headers, self.front.cookies),
            Err(_) => return Err("auth_malformed"),
        };
        let caller = stranger(socket);
        loop {
            let who =
                let_in(&self.front, proof.as_ref(), &caller, Use::Socket).await.map_err(|problem| problem.code)?;
            if let Some(lacks) = who.lacks {
                return Err(factor_needed(lacks).code);
            }
            self.guests.come(socket.clone(), who.clone());
            // From here on the hub sees what becomes of these rights; what became of them before is asked once more.
            let still =
                let_in(&self.front, proof.as_ref(), &caller, Use::Glance).await.map_err(|problem| problem.code)?;
            if still == who {
                return Ok(());
            }
        }
    }

    fn listen(self: &Arc<Self>, socket: &SocketRef) {
        for (event, verb) in [("subscribe", Verb::Subscribe), ("unsubscribe", Verb::Unsubscribe)] {
            let reception = self.clone();
            socket.on(event, move |socket: SocketRef, body: TryData<Value>, awaited: Awaited, ack: AckSender| {
                reception.hear(socket, verb, body, awaited, ack);
                ready(())
            });
        }
        self.listen_for_elevation(socket);
        let reception = self.clone();
        socket.on_fallback(move |socket: SocketRef, body: TryData<Value>, awaited: Awaited, ack: AckSender| {
            reception.hear(socket, Verb::Other, body, awaited, ack);
            ready(())
        });
        let reception = self.clone();
        socket.on_disconnect(move |socket: SocketRef| {
            reception.guests.go(socket.id);
            reception.hub.send(Command::Gone(socket.id));
            ready(())
        });
    }

    /// Whether a socket may send another message; one that may not is closed.
    pub fn may_go_on(&self, socket: &SocketRef) -> bool {
        let may_speak = place(socket).is_some_and(|place| place.may_speak());
        if may_speak {
            self.guests.change(socket.id, |elevation| elevation.speak(self.front.desk.clock().now()));
        } else {
            let why = Trouble::new("too_many_messages", "this socket sent more messages than it may, and is closed");
            show_out(socket, &why, &self.front.sockets.tally);
        }
        may_speak
    }

    fn hear(&self, socket: SocketRef, verb: Verb, TryData(body): TryData<Value>, awaited: Awaited, ack: AckSender) {
        if !self.may_go_on(&socket) {
            return;
        }
        let (id, reply) = (socket.id, Reply::new(socket, ack, awaited));
        match (verb, Wish::read(body.unwrap_or_default())) {
            (Verb::Other, _) => {
                reply.refuse(&Trouble::new("event_unknown", "there is no such event; see the reference"));
            }
            (_, Err(why)) => reply.refuse(&why),
            (Verb::Subscribe, Ok(wish)) => self.hub.send(Command::Subscribe { id, wish, reply }),
            (Verb::Unsubscribe, Ok(wish)) => self.hub.send(Command::Unsubscribe { id, wish, reply }),
        }
    }
}
