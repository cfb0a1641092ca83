//! What happens, as it happens: Socket.IO at `/socket.io/`, for any client of the protocol's fifth
//! revision (socket.io-client 3 and 4, python-socketio 5), over WebSocket and long polling.
//!
//! **Who.** The session's cookie of the handshake, `Authorization: Bearer <token>`, or
//! `io({ auth: { token } })`; an API key is such a token, too. Without a session there is a `connect_error` whose message
//! is `not_logged_in`, without a good key `key_refused`. An open socket does not keep a session awake. When the session ends the socket
//! is told (`problem`, `session_ended`) and closed; when the person's role changes, what they
//! listen to begins anew as they may see it now. A key that ends takes its sockets along (`key_ended`).
//!
//! **Listening.** `socket.emit('subscribe', { type, after? }, ack)` and `unsubscribe` alike. The
//! answer is `{ ok: true }` or `{ ok: false, code, detail }`; who waits for none gets the event
//! `problem` where something is wrong. What is told comes as `socket.on(type, message)`, where
//! `message` is `{ type, snapshot, sequence, after, data }`: first how everything is
//! (`snapshot: true`), then each change. `after` is the sequence of the message before it. One whose
//! `after` is greater than the last `sequence` shows a gap; then, as after a break, subscribe again
//! with `after: <last sequence>` and be told exactly what was missed, or a snapshot where that is
//! too much. A snapshot takes the place of everything before it, whenever it comes.
//!
//! **Elevation.** An admin in a session who has a PIN proves over the socket who they are, without sending the PIN
//! (SCRAM-SHA-256's proof, RFC 5802 section 3 and RFC 7677; text is UTF-8 and what is bytes is lower-case hexadecimal):
//!
//! 1. `socket.emit('challenge', null, ack)` is answered with `{ ok: true, challenge, salt, iterations, until }`. A
//!    challenge belongs to this socket, serves once, whatever the answer, and holds for two minutes; another takes its
//!    place. Without a PIN: `no_pin`; for whoever is no admin, and for keys: `not_allowed`.
//! 2. `SaltedPassword = PBKDF2-HMAC-SHA-256(PIN, salt's 16 bytes, iterations, 32 bytes)`,
//!    `ClientKey = HMAC-SHA-256(SaltedPassword, "Client Key")`, `StoredKey = SHA-256(ClientKey)`,
//!    `AuthMessage = "daybook elevate 1," + challenge`, the challenge as the 64 letters it came in,
//!    `proof = ClientKey XOR HMAC-SHA-256(StoredKey, AuthMessage)`.
//! 3. `socket.emit('elevate', { challenge, proof }, ack)`, the proof as 64 digits, is answered with
//!    `{ ok: true, elevated_until, proved_until }`; else `challenge_void`, `wrong_proof` or `proofs_delayed`. Wrong ones
//!    are counted, delayed, told and end the session exactly as those of `POST /api/identity/session/proof`.
//!
//! Whoever reads the exchange can try PINs against it at leisure, so it belongs on an encrypted line.
//!
//! It is a proof of the session like any other: for ten minutes (`proved_until`) its dangerous requests are open, and its
//! secret is another one from its next request on. Nothing that a socket itself can ask needs it yet. A socket is
//! elevated until it has sent nothing for thirty minutes, or ends, or its person's role changes, or the proof is ended:
//! by `socket.emit('lower', null, ack)` or by `DELETE /api/identity/session/proof`, which ends the proof of the session, too.
//! It is told then: `elevation` with `{ elevated: false, reason }`, which is `idle` or `ended`.
//!
//! **Types**: see `topics`. What they show is rendered once for each audience: everybody who may
//! see the same.
//!
//! Rules are absent, and so is every way to change something but one's own elevation: commands go over REST.

mod channel;
mod connect;
mod elevation;
mod guests;
mod handshake;
mod hub;
mod message;
mod places;
mod push;
mod request;
mod stream;
mod tally;
mod topics;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, middleware::from_fn_with_state};
use prometheus_client::registry::Registry;
use socketioxide::{ParserConfig, SocketIo};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use self::places::SocketLimits;
use self::{connect::Reception, guests::Guests, handshake::Gate, hub::Hub, places::Places, tally::Tally};
use crate::front::Front;

/// The protocol in short, for the description of the interface.
pub const ABOUT: &str = "What happens is told as it happens over Socket.IO, at `/socket.io/`: any client of \
    socket.io-client 3 or 4 or python-socketio 5 will do, with the session's cookie or with its secret, or an API key, as \
    `auth: { token }`. Without a session there is a `connect_error`, `not_logged_in`; without a good key, `key_refused`. \
    `socket.emit('subscribe', { type, after? }, ack)` is answered with `{ ok: true }` or `{ ok: false, code, detail }`; \
    who waits for no answer gets the event `problem`; `unsubscribe` ends it. What is told comes as \
    `socket.on(type, message)` with `{ type, snapshot, sequence, after, data }`: first how everything is \
    (`snapshot: true`), then each change. `after` is the sequence of the message before; where it is greater than the \
    last one you have, something is missing: subscribe again with `after: <last sequence>` and be told exactly what you \
    missed, or a snapshot where that is too much.\n\n\
    Types: `entries` (the diary, as `GET /api/history/entries` tells it; the newest 50, the oldest first), `alerts` \
    (one's own; a change is the alert as it now is), `sessions` (one's own; likewise), `settings` (all of them each \
    time, as `GET /api/household/settings`) and `status` (as `GET /api/household/status`, at most once a second and \
    when something changed). Everybody is told what they may see. An open socket does not keep a session awake, and \
    one whose session ends is closed.\n\n\
    An admin with a PIN proves who they are over the socket without sending it. `socket.emit('challenge', null, ack)` is \
    answered with `{ ok: true, challenge, salt, iterations, until }`. Then, as in RFC 5802 with SHA-256: `ClientKey = \
    HMAC(PBKDF2(PIN, salt, iterations), \"Client Key\")`, `proof = ClientKey XOR HMAC(SHA-256(ClientKey), \"daybook elevate \
    1,\" + challenge)`; salt and proof are hexadecimal digits, the challenge is signed as the letters it came in. \
    `socket.emit('elevate', { challenge, proof }, ack)` is answered with `{ ok: true, elevated_until, proved_until }` or \
    `challenge_void`, `wrong_proof`, `proofs_delayed`, `no_pin`, `not_allowed`. A challenge serves once. It counts as \
    `POST /api/identity/session/proof` does, and wrong ones are counted with those. `socket.emit('lower', null, ack)` ends \
    it; so do thirty minutes without a message, and the event `elevation` tells of it.";

/// The largest message a client may send; what they ask for is short.
const MOST_BYTES: usize = 16 * 1024;
/// Messages that wait for a client to take them; one that is further behind is cut off.
const MOST_WAITING: usize = 256;
/// How long a connection may take to say hello.
const HELLO: Duration = Duration::from_secs(10);
/// How long the sockets are given to hear that the house closes.
const FAREWELL: Duration = Duration::from_secs(1);

/// Reads what a socket asks for, and answers nobody.
#[cfg(feature = "fuzzing")]
pub fn hear(body: serde_json::Value) {
    let _ = request::Wish::read(body).map_err(|trouble| trouble.code);
}

/// What the rest of the house may know of its sockets.
pub struct Sockets {
    /// The places there are.
    pub places: Places,
    /// What is measured.
    pub tally: Tally,
}

impl Sockets {
    /// None yet.
    pub fn new(limits: SocketLimits) -> Self {
        Self { places: Places::new(limits), tally: Tally::default() }
    }

    /// How many there may be.
    pub fn most(&self) -> usize {
        usize::try_from(self.places.limits().in_all).unwrap_or_default()
    }

    /// Lets a registry tell what is measured of them.
    pub fn register(&self, registry: &mut Registry) {
        self.tally.register(registry);
        registry.register_collector(Box::new(self.places.clone()));
    }
}

/// The sockets of a house.
pub struct Live {
    io: SocketIo,
    hub: Mutex<Option<Hub>>,
    closing: CancellationToken,
}

impl Live {
    /// The sockets, and the route that leads to them. Nothing runs yet.
    pub fn open(front: &Arc<Front>) -> (Self, Router<Arc<Front>>) {
        let limits = front.sockets.places.limits();
        let parser = ParserConfig::common().max_incoming_binaries(0).max_incoming_binary_buf_size(0);
        let (sockets, io) = SocketIo::builder()
            .req_path("/socket.io")
            .with_parser(parser)
            .ping_interval(limits.ping)
            .ping_timeout(limits.ping * 4 / 5)
            .connect_timeout(HELLO)
            .max_payload(MOST_BYTES as u64)
            .ws_max_message_size(MOST_BYTES)
            .ws_max_frame_size(MOST_BYTES)
            .max_buffer_size(MOST_WAITING)
            .build_svc();
        let guests = Guests::default();
        let (hub, orders) = Hub::new(front.clone(), guests.clone());
        Reception { front: front.clone(), guests, hub: orders }.open(&io);
        let closing = CancellationToken::new();
        let gate = Arc::new(Gate { front: front.clone(), closing: closing.clone() });
        let router = Router::new()
            .route_service("/socket.io/", sockets.clone())
            .route_service("/socket.io", sockets)
            .layer(from_fn_with_state(gate, handshake::pass));
        (Self { io, hub: Mutex::new(Some(hub)), closing }, router)
    }

    /// Lets the hub work until the shutdown.
    pub fn start(&self, shutdown: &CancellationToken, tasks: &TaskTracker) {
        if let Some(hub) = self.hub.lock().unwrap_or_else(PoisonError::into_inner).take() {
            tasks.spawn(hub.run(shutdown.clone()));
        }
    }

    /// Waits for the end of the house and closes all sockets then.
    pub async fn close(&self, end: &CancellationToken) {
        end.cancelled().await;
        if tokio::time::timeout(FAREWELL, self.io.close()).await.is_err() {
            tracing::debug!("sockets were left that do not take their last message");
        }
        self.closing.cancel();
    }
}
