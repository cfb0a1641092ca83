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
//! **Types**: see `topics`. What they show is rendered once for each audience: everybody who may
//! see the same.
//!
//! Rules are absent, and so is every way to change something: commands go over REST.

mod channel;
mod connect;
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
    one whose session ends is closed.";

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
